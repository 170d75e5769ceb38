// iam:PassRole that is given away with every role.
#include <fmt/format.h>

#include <algorithm>

#include "access/evaluate.h"
#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

constexpr std::string_view kPassRole = "iam:PassRole";

const Item* passes_role(const Statement& statement) {
  if (statement.not_action) return nullptr;
  auto found = std::ranges::find_if(statement.actions,
                                    [](const Item& action) { return access::matches_action(action.text, kPassRole); });
  return found == statement.actions.end() ? nullptr : &*found;
}

DiagnosticKind check_of(bool star_action, bool not_resource) {
  if (not_resource) return star_action ? DiagnosticKind::LintPassRoleStarNot : DiagnosticKind::LintPassRoleNot;
  return star_action ? DiagnosticKind::LintPassRoleStars : DiagnosticKind::LintPassRoleStar;
}

}  // namespace

void check_pass_role(const Statement& statement, Context& context) {
  if (context.policy.kind != Kind::IdentityPolicy || !statement.allows()) return;
  const Item* action = passes_role(statement);
  if (action == nullptr) return;
  bool star = std::ranges::any_of(statement.resources, [](const Item& each) { return each.text == "*"; });
  if (!star && !statement.not_resource) return;
  auto narrows = [](const Test& test) {
    return equals_ignore_case(test.key.text, "iam:PassedToService") ||
           equals_ignore_case(test.key.text, "iam:AssociatedResourceArn");
  };
  if (std::ranges::any_of(statement.tests, narrows)) return;
  context
      .add(check_of(has_wildcard(action->text), statement.not_resource), *action,
           fmt::format("`{}` lets every role be passed to a service, the mightier ones too", action->text))
      .hint = "name the roles, or test iam:PassedToService";
}

}  // namespace berm::lint
