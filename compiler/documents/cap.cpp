#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/documents/bearers.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

void add_overlaps(Outcome& outcome, const ir::Rule& rule, const std::vector<const ir::Rule*>& others,
                  const catalog::Catalog& catalog) {
  for (const ir::Rule* other : others) {
    if (!may_share_a_caller(rule, *other, catalog)) continue;
    outcome.words.push_back(fmt::format("a principal that `{}` caps too keeps what either allows", other->name));
    if (outcome.coverage == Coverage::Exact) outcome.coverage = Coverage::Narrower;
  }
}

}  // namespace

Outcome cap_outcome(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const catalog::Catalog& catalog) {
  Outcome outcome;
  for (const ir::AllowClause& clause : rule.allows) {
    std::vector<Formula> condition{lower_condition(clause.condition)};
    if (!others.empty()) condition.push_back(lower_condition(rule.capped));
    Lowered lowered = lower_clause(clause.actions, both(std::move(condition)), access::Effect::Allow, catalog);
    outcome.too_many |= lowered.too_many;
    for (const std::string& words : lowered.missing) outcome.words.push_back("also blocks: " + words);
    std::move(lowered.statements.begin(), lowered.statements.end(), std::back_inserter(outcome.statements));
  }
  outcome.statements = merge_statements(std::move(outcome.statements));
  if (outcome.statements.empty() && !outcome.words.empty()) {
    outcome.coverage = Coverage::NotExpressible;
    return outcome;
  }
  if (!outcome.words.empty()) outcome.coverage = Coverage::Wider;
  add_overlaps(outcome, rule, others, catalog);
  return outcome;
}

}  // namespace berm::documents
