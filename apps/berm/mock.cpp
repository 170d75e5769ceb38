// berm mock: a plan, cut down to what the rules look at and without its secrets, for a test.
#include "runtime/mock/mock.h"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "base/files.h"
#include "fmt/format.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"

namespace berm::app {
namespace {

struct MockArguments : Common {
  std::string plan, rule, out;
  bool keep_accounts = false;
};

// The rules that the mock is for: the asked ones, else those of the manifest, else the project's own.
std::vector<std::string> patterns(const MockArguments& arguments, const driver::Project& project) {
  if (!arguments.rule.empty()) return {arguments.rule};
  return project.manifest.check_rules;
}

std::vector<const ir::Rule*> chosen(const driver::Project& project, const std::vector<std::string>& patterns) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : project.module.rules) {
    auto matches = [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); };
    bool own = patterns.empty() && !rule.standard_library;
    if (own || std::ranges::any_of(patterns, matches)) rules.push_back(&rule);
  }
  return rules;
}

// Account ids that the rules or the manifest name: made-up ones in their place would be judged differently.
std::set<std::string> named_accounts(const driver::Project& project) {
  std::set<std::string> named;
  auto add = [&](std::string_view text) {
    for (std::string_view account : mock::account_ids(text)) named.emplace(account);
  };
  for (size_t i = 0; i < project.files.size(); ++i) {
    if (!project.standard_library[i]) add(project.sources.file(project.files[i].source).text());
  }
  for (const auto& [name, param] : project.manifest.params) std::ranges::for_each(param.values, add);
  return named;
}

// What has to stay the same: each rule's verdict, and how many findings of which kind its clauses have.
using Findings = std::map<std::tuple<uint32_t, report::Verdict, bool>, size_t>;
struct Judged {
  report::Verdict verdict;
  Findings findings;
  bool operator==(const Judged&) const = default;
};

using Judgement = std::map<std::string, Judged>;  // by rule

class Mocking {
 public:
  Mocking(const driver::Project& project, const facts::Plan& plan, const MockArguments& arguments)
      : project_(project),
        plan_(plan),
        patterns_(patterns(arguments, project)),
        rules_(chosen(project, patterns_)),
        wanted_(judge(plan)) {
    options_.keep_accounts = arguments.keep_accounts;
    if (!arguments.keep_accounts) options_.named_accounts = named_accounts(project);
  }

  // As small as the verdicts allow; none where no mock is judged as the plan is.
  std::optional<std::string> make(Diagnostics& diagnostics) {
    for (mock::Extent extent : {mock::Extent::Read, mock::Extent::Types, mock::Extent::Everything}) {
      std::string text = mock::mock(plan_, mock::reach_of(rules_, extent), options_);
      auto made = plan::read_plan_text(text, "the mock", diagnostics);
      if (!made) return std::nullopt;
      Judgement seen = judge(*made);
      if (seen == wanted_) return text;
      if (extent == mock::Extent::Everything) report(seen, diagnostics);
    }
    return std::nullopt;
  }

 private:
  Judgement judge(const facts::Plan& plan) const {
    Judgement out;
    reference::PlanContext context(plan);
    for (const ir::Rule* rule : rules_) {
      report::RuleResult result = reference::judge(*rule, project_.module, context, project_.sources);
      Findings findings;
      for (const report::Finding& each : result.findings) ++findings[{each.clause, each.verdict, each.pre_existing}];
      out[rule->name] = {result.verdict, std::move(findings)};
    }
    return out;
  }

  void report(const Judgement& seen, Diagnostics& diagnostics) const {
    for (const auto& [name, judged] : wanted_) {
      const Judged& now = seen.at(name);
      if (now == judged) continue;
      std::string words = now.verdict == judged.verdict ? "with other findings"
                                                        : fmt::format("{} instead of {}", report::name(now.verdict),
                                                                      report::name(judged.verdict));
      diagnostics.add(DiagnosticKind::MockDiffers, fmt::format("`{}` would judge the mock {}", name, words))
          .help("it depends on a secret or on an account id; `--keep-accounts` keeps those");
    }
  }

  const driver::Project& project_;
  const facts::Plan& plan_;
  std::vector<std::string> patterns_;
  std::vector<const ir::Rule*> rules_;
  Judgement wanted_;
  mock::Options options_;
};

int mock(const MockArguments& arguments) {
  auto project = load(arguments);
  if (!project) return kBadInput;
  Diagnostics diagnostics;
  if (!arguments.rule.empty())
    driver::check_rule_pattern(project->module, arguments.rule, "in `--rule`", std::nullopt, diagnostics);
  std::optional<facts::Plan> plan;
  if (diagnostics.empty()) plan = plan::read_plan(arguments.plan, diagnostics);
  std::optional<std::string> text;
  if (plan) text = Mocking(*project, *plan, arguments).make(diagnostics);
  bool written = text && (arguments.out.empty() || write_files({{arguments.out, *text}}, diagnostics));
  print_diagnostics(diagnostics, project->sources, arguments.color);
  if (!written) return kBadInput;
  if (arguments.out.empty()) return print(*text) ? kClean : kBadInput;
  return print(fmt::format("Wrote {}: {} bytes of {}. Read it before you share it.\n", arguments.out, text->size(),
                           plan->bytes))
             ? kClean
             : kBadInput;
}

}  // namespace

void add_mock(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<MockArguments>();
  CLI::App* command = app.add_subcommand("mock", "Make a small plan without secrets, for a test, out of a real one");
  add_common(*command, *arguments);
  command->add_option("--plan", arguments->plan, "what `terraform show -json` printed; - is standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--rule", arguments->rule, "what such rules look at (default: the rules that `check` judges by)")
      ->type_name("PATTERN");
  command->add_option("--out", arguments->out, "file for the plan (default: standard output)")->type_name("FILE");
  command->add_flag("--keep-accounts", arguments->keep_accounts, "account ids stay as they are");
  command->callback([arguments, &exit_code] { exit_code = mock(*arguments); });
}

}  // namespace berm::app
