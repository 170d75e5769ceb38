// A trust rule as a role's trust policy: a statement a way in, whose Principal says who.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/universe.h"

namespace berm::documents {
namespace {

using Kind = ir::TrustedPrincipal::Kind;

// None: it takes an account that nobody gave.
std::optional<access::PrincipalEntry> principal_of(const ir::TrustedPrincipal& who, const Spec& spec) {
  const std::string& account = who.account.empty() ? spec.account : who.account;
  const auto provider = [&](std::string_view type) -> std::optional<access::PrincipalEntry> {
    if (account.empty()) return std::nullopt;
    return access::PrincipalEntry{"Federated",
                                  {fmt::format("arn:{}:iam::{}:{}/{}", spec.partition, account, type, who.value)}};
  };
  switch (who.kind) {
    case Kind::Oidc: return provider("oidc-provider");
    case Kind::Saml: return provider("saml-provider");
    case Kind::Account:
      return access::PrincipalEntry{"AWS", {fmt::format("arn:{}:iam::{}:root", spec.partition, who.value)}};
    case Kind::Role: return access::PrincipalEntry{"AWS", {who.value}};
    case Kind::Service: return access::PrincipalEntry{"Service", {who.value}};
  }
  return std::nullopt;
}

void add_way(Outcome& outcome, const ir::TrustClause& way, const Spec& spec, const catalog::Catalog& catalog) {
  const auto principal = principal_of(way.principal, spec);
  if (!principal) {
    outcome.words.push_back(fmt::format("not allowed: `{}`: write `account:` beside the document, whose provider it is",
                                        way.principal.value));
    return;
  }
  Formula condition = Universe(spec).fold(lower_condition(way.condition)).formula;
  Lowered lowered = lower_clause(way.actions, condition, access::Effect::Allow, catalog);
  outcome.too_many |= lowered.too_many;
  for (const std::string& words : lowered.missing) outcome.words.push_back("not allowed: " + words);
  for (access::Statement& statement : lowered.statements) {
    statement.principals = {*principal};
    statement.not_resource = false;
    statement.resources.clear();
    outcome.statements.push_back(std::move(statement));
  }
}

}  // namespace

Outcome trust_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog) {
  Outcome outcome;
  for (const ir::TrustClause& way : rule.trusted) add_way(outcome, way, spec, catalog);
  if (outcome.statements.empty()) {
    outcome.coverage = Coverage::NotExpressible;
    return outcome;
  }
  if (!outcome.words.empty()) outcome.coverage = Coverage::Wider;
  outcome.notes.push_back("to be the trust policy of " + join(rule.assumed, ", "));
  return outcome;
}

}  // namespace berm::documents
