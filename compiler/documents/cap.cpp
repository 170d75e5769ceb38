#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/documents/condition.h"
#include "compiler/documents/glob.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

// The roles and users that a formula admits, if that is all that it tests.
std::optional<std::vector<std::string>> principal_patterns(const Formula& formula, const catalog::Catalog& catalog) {
  std::vector<std::string> patterns;
  if (formula.kind == Formula::Kind::Or) {
    for (const Formula& child : formula.children) {
      const auto more = principal_patterns(child, catalog);
      if (!more) return std::nullopt;
      patterns.insert(patterns.end(), more->begin(), more->end());
    }
    return patterns;
  }
  const Test& test = formula.test;
  const bool reads_arn = formula.kind == Formula::Kind::Test && test.key == "aws:principalarn" && !test.negated;
  if (!reads_arn || (test.match != Match::Arn && test.match != Match::Text)) return std::nullopt;
  for (const Text& value : test.values) {
    if (has_variables(value)) return std::nullopt;
    patterns.push_back(render_text(value, false, catalog));
  }
  return patterns;
}

// Whether somebody may be capped by both.
bool may_share(const ir::Rule& a, const ir::Rule& b, const catalog::Catalog& catalog) {
  const auto left = principal_patterns(lower_condition(a.capped), catalog);
  const auto right = principal_patterns(lower_condition(b.capped), catalog);
  if (!left || !right) return true;
  for (const std::string& x : *left) {
    for (const std::string& y : *right) {
      if (arns_overlap(x, y)) return true;
    }
  }
  return false;
}

void add_overlaps(Outcome& outcome, const ir::Rule& rule, const std::vector<const ir::Rule*>& others,
                  const catalog::Catalog& catalog) {
  for (const ir::Rule* other : others) {
    if (!may_share(rule, *other, catalog)) continue;
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
