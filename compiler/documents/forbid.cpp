#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

std::string reason_without_calls(const ir::Rule& rule) {
  if (rule.verb == ir::Verb::Require) return "it judges planned changes, not calls: plan check only";
  return "it has no `calls` clause: plan check only";
}

void add_missing(std::vector<std::string>& missing, const std::vector<std::string>& more) {
  for (const std::string& words : more) {
    if (std::find(missing.begin(), missing.end(), words) == missing.end()) missing.push_back(words);
  }
}

std::vector<std::string> prefixed(std::string_view prefix, const std::vector<std::string>& list) {
  std::vector<std::string> result;
  for (const std::string& words : list) result.push_back(fmt::format("{}{}", prefix, words));
  return result;
}

}  // namespace

Outcome forbid_outcome(const ir::Rule& rule, const catalog::Catalog& catalog) {
  Outcome outcome;
  if (rule.calls.empty()) {
    outcome = {Coverage::NotExpressible, {reason_without_calls(rule)}, {}};
    add_missing(outcome.words, plan_only(rule));
    return outcome;
  }
  std::vector<std::string> missing;
  for (const ir::CallClause& clause : rule.calls) {
    Lowered lowered = lower_clause(clause.actions, lower_condition(clause.condition), access::Effect::Deny, catalog);
    outcome.too_many |= lowered.too_many;
    add_missing(missing, lowered.missing);
    std::move(lowered.statements.begin(), lowered.statements.end(), std::back_inserter(outcome.statements));
  }
  outcome.statements = merge_statements(std::move(outcome.statements));
  if (outcome.statements.empty() && !missing.empty()) {
    outcome.coverage = Coverage::NotExpressible;
    outcome.words = std::move(missing);
    return outcome;
  }
  outcome.words = prefixed("not denied: ", missing);
  const auto unseen = types_without_calls(rule, catalog);
  if (!unseen.empty()) outcome.words.push_back("plan check only: " + listed_types(unseen));
  add_missing(outcome.words, plan_only(rule));
  if (!outcome.words.empty()) outcome.coverage = Coverage::Narrower;
  if (outcome.statements.empty()) outcome.words.push_back("its calls never happen, so nothing is denied");
  return outcome;
}

}  // namespace berm::documents
