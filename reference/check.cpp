// A selection of rules over one plan.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reference/judge.h"
#include "reference/reference.h"

namespace berm::reference {
namespace {

bool selected(const ir::Rule& rule, const std::vector<std::string>& patterns) {
  if (patterns.empty()) return !rule.standard_library;
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); });
}

bool changes_something(const facts::Plan& plan) {
  constexpr uint8_t kHarmless = facts::kNoOp | facts::kRead;
  return std::ranges::any_of(plan.changes,
                             [](const facts::ResourceChange& change) { return (change.actions & ~kHarmless) != 0; });
}

// Of the AWS resources that the plan names, as far as the providers' accounts are known and may be shown.
std::vector<std::string> accounts_of(const facts::Plan& plan, const relations::Relations& relations) {
  std::set<std::string_view> accounts;
  for (const facts::ResourceChange& change : plan.changes) {
    facts::Value account = relations.account_of(change);
    if (account.kind == facts::ValueKind::String && !account.sensitive) accounts.insert(account.string());
  }
  return {accounts.begin(), accounts.end()};
}

bool worse(const report::RuleResult& a, const report::RuleResult& b) {
  return a.severity != b.severity ? a.severity > b.severity : a.name < b.name;
}

}  // namespace

std::vector<report::Doubt> doubts_about(const facts::Plan& plan, bool has_changes) {
  std::vector<report::Doubt> doubts;
  if (plan.errored) doubts.push_back({"planning failed part way; what the plan shows is not all"});
  if (plan.changes_missing) {
    doubts.push_back(
        {"it names resources in `planned_values`, but has no `resource_changes`: what happens to them was not judged"});
  }
  if (plan.complete == false) {
    doubts.push_back({"the plan is not complete (made with -target, or changes are deferred)"});
  }
  if (plan.applyable == false && has_changes && !plan.errored) {
    doubts.push_back({"the plan has changes but is marked as not applyable"});
  }
  if (uint32_t number = plan.deferred_changes; number > 0) {
    doubts.push_back(
        {fmt::format("{} deferred change{} may be more than the plan shows", number, number == 1 ? "" : "s")});
  }
  if (uint32_t number = plan.action_invocations; number > 0) {
    doubts.push_back({fmt::format("what {} invoked provider action{} change{} is not in the plan", number,
                                  number == 1 ? "" : "s", number == 1 ? "s" : "")});
  }
  for (const facts::ResourceChange& change : plan.changes) {
    if (change.actions & facts::kOther) {
      doubts.push_back({fmt::format("`{}` has an action that is not known here", change.address)});
    }
  }
  return doubts;
}

void sort_by_weight(std::vector<report::RuleResult>& rules) { std::ranges::stable_sort(rules, worse); }

report::CheckResult check(const ir::Module& module, const facts::Plan& plan, const SourceSet& sources,
                          const CheckOptions& options) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : module.rules) {
    if (selected(rule, options.rules)) rules.push_back(&rule);
  }
  return check(rules, plan, sources, options);
}

report::CheckResult check(const std::vector<const ir::Rule*>& rules, const facts::Plan& plan, const SourceSet& sources,
                          const CheckOptions& options) {
  report::CheckResult result;
  result.plan_path = plan.path;
  result.resources = static_cast<uint32_t>(plan.changes.size());
  result.block_at = options.block_at;
  result.all = options.all;
  result.doubts = doubts_about(plan, changes_something(plan));
  PlanContext context(plan);
  if (!options.account.empty()) context.relations().assume_account(options.account);
  result.accounts = accounts_of(plan, context.relations());
  JudgeOptions judging{.assume = options.assume, .all = options.all, .address = ""};
  for (const ir::Rule* rule : rules) {
    auto candidates = context.candidates(types_of(*rule));
    result.rules.push_back(judge_these(*rule, context, candidates, sources, judging));
  }
  sort_by_weight(result.rules);
  return result;
}

}  // namespace berm::reference
