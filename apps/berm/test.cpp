// berm test: runs the tests written in the language.
#include <unistd.h>

#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "base/text.h"
#include "fmt/format.h"
#include "reference/legs.h"
#include "reference/reference.h"

namespace berm::app {
namespace {

struct TestArguments : Common {
  std::string filter;
  bool standard_library = false;
  bool verbose = false;
};

struct Style {
  std::string_view pass, fail, dim, reset;
};
constexpr Style kPlain{"", "", "", ""};
constexpr Style kColored{"\x1b[32m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"};

std::string place(const SourceSet& sources, Span span) {
  const SourceFile& file = sources.file(span.file);
  LineColumn at = file.position(span.begin);
  return fmt::format("{}:{}:{}", file.path(), at.line, at.column);
}

std::string describe(const reference::TestOutcome& outcome, const SourceSet& sources, const Style& style) {
  std::string text = fmt::format("{}FAIL{} {}\n", style.fail, style.reset, outcome.test->title);
  for (const reference::TestFailure& failure : outcome.failures) {
    text += fmt::format("     {}{}{}\n", style.dim, place(sources, failure.span), style.reset);
    text += fmt::format("       expected {}\n       seen     {}\n", failure.expected, failure.seen);
  }
  return text;
}

int test(const TestArguments& arguments) {
  auto project = load(arguments, {.standard_library = arguments.standard_library});
  if (!project) return kBadInput;
  std::string pattern = arguments.filter.empty() ? "*" : fmt::format("*{}*", arguments.filter);
  auto selected = [&](const ir::Test& test) {
    return test.standard_library == arguments.standard_library && glob_match(to_lower(pattern), to_lower(test.title));
  };
  auto legs = [&](const access::Request& call) { return reference::legs(call, *project->catalog); };
  auto outcomes =
      reference::run_tests(project->module, project->sources, reference::carries_by(*project->catalog), selected, legs);

  const Style& style = terminal(STDOUT_FILENO, arguments.color).color ? kColored : kPlain;
  std::string text;
  size_t failed = 0;
  for (const reference::TestOutcome& outcome : outcomes) {
    if (!outcome.failures.empty()) {
      ++failed;
      text += describe(outcome, project->sources, style);
    } else if (arguments.verbose) {
      text += fmt::format("{}PASS{} {}\n", style.pass, style.reset, outcome.test->title);
    }
  }
  text +=
      outcomes.empty() ? "no test matched\n" : fmt::format("{} passed, {} failed\n", outcomes.size() - failed, failed);
  if (!print(text) || outcomes.empty()) return kBadInput;
  return failed == 0 ? kClean : kViolations;
}

}  // namespace

void add_test(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<TestArguments>();
  CLI::App* command = app.add_subcommand("test", "Run the tests written beside the rules");
  add_common(*command, *arguments);
  command->add_option("--filter", arguments->filter, "only tests whose title holds this (globs, any case)")
      ->type_name("TEXT");
  command->add_flag("--standard-library", arguments->standard_library, "the standard library's own tests instead");
  command->add_flag("-v,--verbose", arguments->verbose, "name the tests that passed too");
  command->callback([arguments, &exit_code] { exit_code = test(*arguments); });
}

}  // namespace berm::app
