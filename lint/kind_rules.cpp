// What each kind of document asks for or does without.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

void check_rcp(const Statement& statement, Context& context) {
  if (statement.allows()) {
    context.refuse(DiagnosticKind::LintRcpAllow, statement.item, "a resource control policy only denies");
  }
  if (statement.not_action) {
    context.refuse(DiagnosticKind::LintRcpNotAction, *statement.action,
                   "a resource control policy names its actions by `Action` only");
  }
  bool everyone = false;
  if (statement.principal && !statement.not_principal) {
    const access::JsonNode& node = *statement.principal_node;
    const access::JsonNode* aws = node.find("AWS");
    everyone = node.text == "*" || (node.members.size() == 1 && aws != nullptr && aws->text == "*");
  }
  if (statement.principal && !everyone) {
    context
        .refuse(DiagnosticKind::LintRcpPrincipal, *statement.principal,
                "the principal of a resource control policy is `*`")
        .hint = "say who is meant by a condition on aws:PrincipalArn, aws:PrincipalAccount or aws:PrincipalOrgID";
  }
  for (const Item& action : statement.actions) {
    if (action.text == "*" && !statement.not_action) {
      context.refuse(DiagnosticKind::LintRcpActionStar, action, "a resource control policy can't deny every action")
          .hint = "name the services: s3:*, sqs:*";
    }
    std::string service = to_lower(action.text.substr(0, action.text.find(':')));
    if (!context.catalog.has_service(service) || context.catalog.rcp_supports(service)) continue;
    context.refuse(DiagnosticKind::LintRcpService, action,
                   fmt::format("resource control policies don't cover {}", service));
  }
}

void check_trust(const Statement& statement, Context& context) {
  for (const Item& action : statement.actions) {
    if (action.text == "*" || to_lower(action.text).starts_with("sts:")) continue;
    context.refuse(DiagnosticKind::LintActionInKind, action,
                   fmt::format("`{}` is no way to assume a role", action.text));
  }
}

void check_bucket(const Statement& statement, Context& context) {
  for (const Item& action : statement.actions) {
    if (action.text == "*" || to_lower(action.text).starts_with("s3")) continue;
    context.refuse(DiagnosticKind::LintActionInKind, action, fmt::format("`{}` is no action on a bucket", action.text));
  }
}

}  // namespace

void check_kind_rules(const Statement& statement, Context& context) {
  Kind kind = context.policy.kind;
  if (kind == Kind::Scp && statement.principal) {
    context
        .refuse(DiagnosticKind::LintScpPrincipal, *statement.principal, "a service control policy names no principals")
        .hint = "say who is meant by a condition on aws:PrincipalArn";
  }
  if (is_identity_like(kind) && statement.principal) {
    context.refuse(DiagnosticKind::LintPrincipalInKind, *statement.principal,
                   fmt::format("a policy of the kind {} names no principals", name(kind)));
  }
  if (kind == Kind::Rcp) check_rcp(statement, context);
  if (kind == Kind::TrustPolicy) check_trust(statement, context);
  if (kind == Kind::BucketPolicy) check_bucket(statement, context);
}

}  // namespace berm::lint
