#include "compiler/documents/bearers.h"

#include <algorithm>
#include <utility>

#include "base/glob.h"
#include "compiler/documents/condition.h"
#include "compiler/documents/conjuncts.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

using Patterns = std::vector<std::string>;

constexpr std::string_view kPrincipalArn = "aws:principalarn";

// The ARN patterns that the test compares the caller with; none where it tests something else.
std::optional<Patterns> arn_patterns(const Test& test, const catalog::Catalog& catalog) {
  const bool by_pattern = test.match == Match::Arn || test.match == Match::Text;
  if (test.key != kPrincipalArn || !by_pattern) return std::nullopt;
  Patterns patterns;
  for (const Text& value : test.values) {
    if (has_variables(value)) return std::nullopt;
    patterns.push_back(render_text(value, true, catalog));
  }
  return patterns;
}

// Whom a conjunct may admit: where it has several patterns, those of each.
std::optional<Patterns> admitted(const Conjunct& conjunct, const catalog::Catalog& catalog) {
  std::optional<Patterns> all;
  for (const Test& test : conjunct.tests) {
    const auto patterns = test.negated || test.on_missing ? std::nullopt : arn_patterns(test, catalog);
    if (!patterns) continue;
    if (!all) all.emplace();
    all->insert(all->end(), patterns->begin(), patterns->end());
  }
  return all;
}

std::optional<Patterns> admitted(const Formula& formula, const catalog::Catalog& catalog) {
  const auto conjuncts = to_conjuncts(formula);
  if (!conjuncts) return std::nullopt;
  Patterns all;
  for (const Conjunct& conjunct : *conjuncts) {
    const auto patterns = admitted(conjunct, catalog);
    if (!patterns) return std::nullopt;
    all.insert(all.end(), patterns->begin(), patterns->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool has_escapes(const std::string& pattern) { return pattern.find("${") != std::string::npos; }

// An escape is no wildcard, so with one in it a pattern covers only itself.
bool covers_surely(const std::string& wide, const std::string& narrow) {
  return wide == narrow || (!has_escapes(wide) && !has_escapes(narrow) && arn_covers(wide, narrow));
}

bool may_overlap(const std::string& a, const std::string& b) {
  return has_escapes(a) || has_escapes(b) || arns_overlap(a, b);
}

// A test that each of the patterns fails.
bool excludes_all(const Test& test, const Patterns& bearers, const catalog::Catalog& catalog) {
  if (!test.negated) return false;
  const auto excluded = arn_patterns(test, catalog);
  if (!excluded) return false;
  return std::all_of(bearers.begin(), bearers.end(), [&](const std::string& bearer) {
    return std::any_of(excluded->begin(), excluded->end(),
                       [&](const std::string& pattern) { return covers_surely(pattern, bearer); });
  });
}

bool no_arn_fits_all(const Conjunct& conjunct, const catalog::Catalog& catalog) {
  std::vector<Patterns> lists;
  for (const Test& test : conjunct.tests) {
    if (test.negated || test.on_missing) continue;
    if (auto patterns = arn_patterns(test, catalog)) lists.push_back(std::move(*patterns));
  }
  const auto apart = [](const Patterns& left, const Patterns& right) {
    return std::none_of(left.begin(), left.end(), [&](const std::string& a) {
      return std::any_of(right.begin(), right.end(), [&](const std::string& b) { return may_overlap(a, b); });
    });
  };
  for (size_t i = 0; i < lists.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (apart(lists[i], lists[j])) return true;
    }
  }
  return false;
}

// Without the alternatives that only principals without the boundary could meet.
Formula of_bearers(const std::vector<Conjunct>& conjuncts, const Patterns& bearers, const catalog::Catalog& catalog) {
  std::vector<Formula> alternatives;
  for (const Conjunct& conjunct : conjuncts) {
    const bool nobody = std::any_of(conjunct.tests.begin(), conjunct.tests.end(),
                                    [&](const Test& test) { return excludes_all(test, bearers, catalog); });
    if (nobody) continue;
    std::vector<Formula> tests;
    for (const Test& test : conjunct.tests) tests.push_back(leaf(test));
    if (conjunct.reason) tests.push_back(opaque(*conjunct.reason));
    alternatives.push_back(both(std::move(tests)));
  }
  return either(std::move(alternatives));
}

}  // namespace

std::optional<Patterns> bearers_of(const ir::Rule& rule, const catalog::Catalog& catalog) {
  return admitted(lower_condition(rule.capped), catalog);
}

bool may_share_a_caller(const ir::Rule& a, const ir::Rule& b, const catalog::Catalog& catalog) {
  const auto conjuncts = to_conjuncts(both({lower_condition(a.capped), lower_condition(b.capped)}));
  return !conjuncts || std::any_of(conjuncts->begin(), conjuncts->end(),
                                   [&](const Conjunct& conjunct) { return !no_arn_fits_all(conjunct, catalog); });
}

Outcome uncapped_outcome(const std::vector<const ir::Rule*>& caps, const catalog::Catalog& catalog) {
  std::vector<Formula> capped, uncapped;
  for (const ir::Rule* rule : caps) {
    capped.push_back(lower_condition(rule->capped));
    uncapped.push_back(negate(capped.back()));
  }
  const auto bearers = admitted(either(std::move(capped)), catalog);
  Formula condition = both(std::move(uncapped));
  const auto conjuncts = to_conjuncts(condition);
  if (bearers && conjuncts) condition = of_bearers(*conjuncts, *bearers, catalog);
  Lowered lowered = lower_clause({{{true, "*"}}}, condition, access::Effect::Allow, catalog);
  Outcome outcome;
  outcome.too_many = lowered.too_many;
  outcome.statements = std::move(lowered.statements);
  for (const std::string& words : lowered.missing) {
    outcome.words.push_back("also blocks: calls of those that carry the boundary but are not capped: " + words);
  }
  return outcome;
}

}  // namespace berm::documents
