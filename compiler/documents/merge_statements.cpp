#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/lists.h"
#include "compiler/documents/actions.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

using access::Statement;

bool for_the_same(const Statement& a, const Statement& b) {
  return a.effect == b.effect && a.not_principal == b.not_principal && a.principals == b.principals;
}

bool same_but_actions(const Statement& a, const Statement& b) {
  return for_the_same(a, b) && !a.not_action && !b.not_action && a.not_resource == b.not_resource &&
         a.resources == b.resources && a.conditions == b.conditions;
}

bool same_but_resources(const Statement& a, const Statement& b) {
  return for_the_same(a, b) && a.not_action == b.not_action && a.actions == b.actions && !a.not_resource &&
         !b.not_resource && a.conditions == b.conditions;
}

// Operators of which one value has to fit: two lists of values are one list of both.
bool takes_any_value(const std::string& op) {
  if (op.starts_with("ForAllValues:") || op.find("Not") != std::string::npos) return false;
  constexpr std::string_view kTakes[] = {"StringEquals", "StringLike", "ArnLike",
                                         "ArnEquals",    "IpAddress",  "NumericEquals"};
  return std::any_of(std::begin(kTakes), std::end(kTakes),
                     [&](std::string_view name) { return op.find(name) != std::string::npos; });
}

// The one condition by which the statements differ, if its values unite.
std::optional<size_t> differing_values(const Statement& a, const Statement& b) {
  const bool alike = for_the_same(a, b) && a.not_action == b.not_action && a.actions == b.actions &&
                     a.not_resource == b.not_resource && a.resources == b.resources &&
                     a.conditions.size() == b.conditions.size();
  if (!alike) return std::nullopt;
  std::optional<size_t> differs;
  for (size_t i = 0; i < a.conditions.size(); ++i) {
    if (a.conditions[i] == b.conditions[i]) continue;
    const bool same_test = a.conditions[i].op == b.conditions[i].op && a.conditions[i].key == b.conditions[i].key;
    if (differs || !same_test || !takes_any_value(a.conditions[i].op)) return std::nullopt;
    differs = i;
  }
  return differs;
}

// Every call that `narrow` matches, `wide` matches too.
bool covers(const Statement& wide, const Statement& narrow) {
  const bool alike =
      for_the_same(wide, narrow) && wide.not_action == narrow.not_action && wide.not_resource == narrow.not_resource;
  if (!alike || wide.resources != narrow.resources || wide.not_action) return false;
  const auto among = [](const auto& list, const auto& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
  };
  return std::all_of(narrow.actions.begin(), narrow.actions.end(),
                     [&](const auto& action) { return among(wide.actions, action); }) &&
         std::all_of(wide.conditions.begin(), wide.conditions.end(),
                     [&](const auto& condition) { return among(narrow.conditions, condition); });
}

bool absorb(Statement& kept, const Statement& other) {
  if (covers(kept, other)) return true;
  if (covers(other, kept)) {
    kept = other;
    return true;
  }
  if (const auto at = differing_values(kept, other)) {
    add_missing(kept.conditions[*at].values, other.conditions[*at].values);
    return true;
  }
  if (same_but_actions(kept, other)) {
    add_missing(kept.actions, other.actions);
    kept.actions = without_covered(kept.actions);
    return true;
  }
  if (!same_but_resources(kept, other)) return false;
  add_missing(kept.resources, other.resources);
  if (std::find(kept.resources.begin(), kept.resources.end(), "*") != kept.resources.end()) kept.resources = {"*"};
  return true;
}

}  // namespace

std::vector<OwnedStatement> merge_statements(std::vector<OwnedStatement> statements) {
  for (size_t before = statements.size() + 1; before != statements.size();) {
    before = statements.size();
    std::vector<OwnedStatement> kept;
    for (OwnedStatement& owned : statements) {
      const auto into = std::find_if(kept.begin(), kept.end(), [&](OwnedStatement& earlier) {
        return absorb(earlier.statement, owned.statement);
      });
      if (into == kept.end()) {
        kept.push_back(std::move(owned));
      } else {
        add_missing(into->rules, owned.rules);
      }
    }
    statements = std::move(kept);
  }
  return statements;
}

std::vector<Statement> merge_statements(std::vector<Statement> statements) {
  std::vector<OwnedStatement> owned;
  for (Statement& statement : statements) owned.push_back({std::move(statement), {}});
  statements.clear();
  for (OwnedStatement& merged : merge_statements(std::move(owned))) statements.push_back(std::move(merged.statement));
  return statements;
}

}  // namespace berm::documents
