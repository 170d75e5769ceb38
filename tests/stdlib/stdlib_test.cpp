// The standard library's own tests pass, and each hazard has a rule in them and a line in the documentation.
#include <fstream>
#include <iterator>

#include "fmt/format.h"
#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

TEST(StandardLibrary, ItsTestsPass) {
  Library& library = Library::get();
  auto outcomes = library.run([](const ir::Test&) { return true; });
  EXPECT_GE(outcomes.size(), 40u);
  for (const reference::TestOutcome& outcome : outcomes) {
    for (const reference::TestFailure& failure : outcome.failures) {
      auto [path, line] = library.place(failure.span);
      ADD_FAILURE() << path << ":" << line << ": " << outcome.test->title << "\nexpected " << failure.expected
                    << "\nseen     " << failure.seen;
    }
  }
}

// A hazard without a rule in its file's tests would be tested by nothing.
TEST(StandardLibrary, EveryHazardHasARuleAndALineInTheDocumentation) {
  driver::Project& project = Library::get().project();
  std::ifstream in(BERM_SOURCE_DIR "/docs/stdlib.md");
  std::string page{std::istreambuf_iterator<char>(in), {}};
  std::set<std::string> ruled;
  for (const ir::Rule& rule : project.module.rules) {
    if (!Library::get().is_offered(rule)) ruled.insert(rule.hazard);
  }
  size_t hazards = 0;
  for (const ast::File& file : project.files) {
    for (const ast::Decl& decl : file.decls) {
      const auto* hazard = std::get_if<ast::HazardDecl>(&decl);
      if (!hazard) continue;
      ++hazards;
      std::string name = fmt::format("{}.{}", file.package.text(), hazard->name.text);
      EXPECT_TRUE(ruled.contains(name)) << "no test rule forbids " << name;
      bool documented = page.find("`" + name + "`") != std::string::npos ||
                        page.find(fmt::format(", `{}`", hazard->name.text)) != std::string::npos;
      EXPECT_TRUE(documented) << "docs/stdlib.md lacks " << name;
    }
  }
  EXPECT_GE(hazards, 13u);
}

}  // namespace
}  // namespace berm::stdlib_tests
