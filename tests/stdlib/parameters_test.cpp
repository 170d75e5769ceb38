// What hazards say that say nothing until their parameters are set: the tests of a project that sets them.
#include "reference/legs.h"
#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

TEST(StandardLibraryParameters, AreMeantAsTheirTestsSay) {
  Diagnostics diagnostics;
  const auto project = driver::load_project(BERM_SOURCE_DIR "/tests/stdlib/parameters", {}, diagnostics);
  ASSERT_FALSE(diagnostics.has_errors()) << render(diagnostics, project->sources, {});
  const auto legs = [&](const access::Request& call) { return reference::legs(call, *project->catalog); };
  const auto outcomes = reference::run_tests(
      project->module, project->sources, reference::carries_by(*project->catalog),
      [](const ir::Test& test) { return !test.standard_library; }, legs);
  EXPECT_GE(outcomes.size(), 9u);
  for (const reference::TestOutcome& outcome : outcomes) {
    for (const reference::TestFailure& failure : outcome.failures) {
      const SourceFile& file = project->sources.file(failure.span.file);
      ADD_FAILURE() << file.path() << ":" << file.position(failure.span.begin).line << ": " << outcome.test->title
                    << "\nexpected " << failure.expected << "\nseen     " << failure.seen;
    }
  }
}

}  // namespace
}  // namespace berm::stdlib_tests
