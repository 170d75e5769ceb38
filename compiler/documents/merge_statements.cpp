#include <algorithm>
#include <utility>

#include "compiler/documents/actions.h"
#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

using access::Statement;

bool same_but_actions(const Statement& a, const Statement& b) {
  return a.effect == b.effect && !a.not_action && !b.not_action && a.not_resource == b.not_resource &&
         a.resources == b.resources && a.conditions == b.conditions;
}

bool same_but_resources(const Statement& a, const Statement& b) {
  return a.effect == b.effect && a.not_action == b.not_action && a.actions == b.actions && !a.not_resource &&
         !b.not_resource && a.conditions == b.conditions;
}

void add_missing(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const std::string& item : more) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }
}

bool absorb(Statement& kept, const Statement& other) {
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
