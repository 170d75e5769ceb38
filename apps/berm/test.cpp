// berm test: runs the tests written in the language.
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "apps/berm/test_documents.h"
#include "apps/berm/test_report.h"
#include "apps/berm/untested_exceptions.h"
#include "base/text.h"
#include "fmt/format.h"
#include "reference/legs.h"
#include "reference/reference.h"

namespace berm::app {
namespace {

struct TestArguments : Common {
  std::string filter;
  std::string rule;
  bool standard_library = false;
  bool verbose = false;
  bool list = false;
  bool json = false;
  bool coverage = false;

  bool all() const { return filter.empty() && rule.empty(); }
};

class Selection {
 public:
  Selection(const TestArguments& arguments, const ir::Module& module)
      : arguments_(arguments), module_(module), title_(to_lower(fmt::format("*{}*", arguments.filter))) {}

  bool operator()(const ir::Test& test) const {
    bool here = test.standard_library == arguments_.standard_library && glob_match(title_, to_lower(test.title));
    return here &&
           (arguments_.rule.empty() || std::ranges::any_of(test.steps, [&](auto& step) { return names(step); }));
  }

 private:
  // Whether the step expects something of a rule that was asked for.
  bool names(const ir::TestStep& step) const {
    auto asked = [&](const std::string& name) {
      const ir::Rule* rule = module_.find(name);
      return rule && ir::matches_rule(arguments_.rule, *rule);
    };
    return std::ranges::any_of(step.expectations, [&](auto& each) { return std::ranges::any_of(each.rules, asked); });
  }

  const TestArguments& arguments_;
  const ir::Module& module_;
  std::string title_;
};

std::string listed(const driver::Project& project, const Selection& selected) {
  std::string text;
  for (const ir::Test& test : project.module.tests) {
    if (!selected(test)) continue;
    const SourceFile& file = project.sources.file(test.span.file);
    text += fmt::format("{}:{}: {}\n", file.path(), file.position(test.span.begin).line, test.title);
  }
  return text.empty() ? "no test matched\n" : text;
}

TestReport run(const TestArguments& arguments, const driver::Project& project, const Selection& selected) {
  auto legs = [&](const access::Request& call) { return reference::legs(call, *project.catalog); };
  reference::Coverage coverage;
  TestReport report;
  report.outcomes = reference::run_tests(project.module, project.sources, reference::carries_by(*project.catalog),
                                         selected, legs, arguments.coverage ? &coverage : nullptr);
  if (!arguments.coverage) return report;
  auto own = [&](Span span) {
    for (size_t i = 0; i < project.files.size(); ++i) {
      if (project.files[i].source == span.file) return project.standard_library[i] == arguments.standard_library;
    }
    return false;
  };
  report.coverage = reference::summarise(project.module, project.sources, coverage, own);
  return report;
}

void warn(const std::vector<UntestedException>& untested, Diagnostics& diagnostics) {
  for (const UntestedException& item : untested) {
    diagnostics.add(DiagnosticKind::UntestedException, "no test shows that this exception matters")
        .at(item.span)
        .help(fmt::format("`{}` passes without it too; test something that only the exception lets pass", item.test));
  }
}

int test(const TestArguments& arguments) {
  auto project = load(arguments, {.standard_library = arguments.standard_library});
  if (!project) return kBadInput;
  Diagnostics diagnostics;
  if (!arguments.rule.empty())
    driver::check_rule_pattern(project->module, arguments.rule, "in `--rule`", std::nullopt, diagnostics);
  Selection selected(arguments, project->module);
  if (!diagnostics.empty() || arguments.list) {
    print_diagnostics(diagnostics, project->sources, arguments.color);
    return diagnostics.empty() && print(listed(*project, selected)) ? kClean : kBadInput;
  }
  TestReport report = run(arguments, *project, selected);
  size_t failed = failed_count(report);
  if (failed == 0 && arguments.all())
    report.untested = untested_exceptions(*project, arguments.standard_library, report.outcomes);
  warn(report.untested, diagnostics);
  if (!arguments.standard_library) compare_with_documents(*project, selected, diagnostics);
  print_diagnostics(diagnostics, project->sources, arguments.color);
  bool color = terminal(STDOUT_FILENO, arguments.color).color;
  std::string text = arguments.json ? test_json(report, project->sources)
                                    : test_text(report, project->sources, color, arguments.verbose);
  if (!print(text) || report.outcomes.empty() || diagnostics.has_errors()) return kBadInput;
  return failed == 0 ? kClean : kViolations;
}

}  // namespace

void add_test(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<TestArguments>();
  CLI::App* command = app.add_subcommand("test", "Run the tests written beside the rules");
  add_common(*command, *arguments);
  command->add_option("--filter", arguments->filter, "only tests whose title holds this (globs, any case)")
      ->type_name("TEXT");
  command->add_option("--rule", arguments->rule, "only tests that name such a rule: `acme.log_1`, `acme.**`")
      ->type_name("PATTERN");
  command->add_flag("--list", arguments->list, "name the tests and run none");
  command->add_flag("--json", arguments->json, "the outcome as JSON");
  command->add_flag("--coverage", arguments->coverage, "which clauses and branches of the rules no test reaches");
  command->add_flag("--standard-library", arguments->standard_library, "the standard library's own tests instead");
  command->add_flag("-v,--verbose", arguments->verbose, "name the tests that passed too");
  command->callback([arguments, &exit_code] { exit_code = test(*arguments); });
}

}  // namespace berm::app
