#include "access/evaluate.h"

#include "access/statement.h"

namespace berm::access {

std::string_view name(Decision decision) {
  switch (decision) {
    case Decision::ImplicitDeny: return "implicit deny";
    case Decision::Allow: return "allow";
    case Decision::ExplicitDeny: return "explicit deny";
  }
  return {};
}

bool matches_statement(const Statement& statement, const Request& request, DocumentKind kind,
                       std::string_view version) {
  return (!has_principals(kind) || matches_principals(statement, request)) && matches_actions(statement, request) &&
         matches_resources(statement, request, kind, version) && matches_conditions(statement, request, version);
}

Outcome evaluate(const Document& document, const Request& request, DocumentKind kind) {
  Outcome outcome;
  for (size_t i = 0; i < document.statements.size(); ++i) {
    const Statement& statement = document.statements[i];
    bool allow = statement.effect == Effect::Allow;
    if (allow && outcome.decision == Decision::Allow) continue;
    if (!matches_statement(statement, request, kind, document.version)) continue;
    outcome = {allow ? Decision::Allow : Decision::ExplicitDeny, static_cast<int>(i)};
    if (!allow) return outcome;
  }
  return outcome;
}

}  // namespace berm::access
