// What a policy document in a plan grants: `policy(x.a) grants any s3:* on "*" to anyone`.
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/check/lowering.h"

namespace berm::check {
namespace {

bool is_one_action(const ir::ActionSet& actions) {
  return actions.items.size() == 1 && actions.items[0].plus &&
         !has_wildcard(actions.items[0].pattern);
}

}  // namespace

Typed Lowering::lower_grants(const ast::Expr& expr) {
  if (context_ != Context::Plan) {
    return not_here(expr, "`grants` asks about a policy in a plan, and this is not about a plan",
                    "it stands in `plan` clauses and behind `require`");
  }
  const ast::GrantTest& test = *expr.grant;
  auto grant = std::make_shared<ir::Grant>();
  Typed policy = policy_argument(*expr.children[0]);
  auto actions = vocabulary_.grants.find(&test);
  if (actions != vocabulary_.grants.end()) grant->actions = actions->second;
  grant->every_action = test.quantifier == ast::GrantTest::Quantifier::All;
  bool fine = check_quantified(test, grant->actions);
  fine &= add_granted_resources(test, *grant);
  fine &= add_grantee(test, *grant);
  if (!fine || policy.failed()) return failed(expr.span);
  Typed out = make_bool(ir::Op::Grants, expr.span, {policy.expr});
  out.expr->grant = std::move(grant);
  return out;
}

// A document stands in an attribute of a resource, or of one of its elements.
Typed Lowering::policy_argument(const ast::Expr& expr) {
  Typed typed = value(expr);
  if (typed.failed() || !single(typed, expr, "is read as a policy")) return failed(expr.span);
  bool attribute = typed.expr->op == ir::Op::Path || typed.expr->op == ir::Op::Before;
  if (attribute && (typed.type.is(ir::Type::String) || typed.type.is_any())) return typed;
  std::string what = attribute ? describe(typed.type) + ", not the text of a policy" : "no attribute of a resource";
  report(DiagnosticKind::TypeMismatch, expr.span, fmt::format("{} is {}", quoted(expr), what))
      .help("name the attribute that holds it, such as `r.assume_role_policy`");
  return failed(expr.span);
}

bool Lowering::check_quantified(const ast::GrantTest& test, const ir::ActionSet& actions) {
  bool clear = test.quantifier != ast::GrantTest::Quantifier::None || actions.items.empty() || is_one_action(actions);
  if (clear) return true;
  report(DiagnosticKind::UnclearGrant, test.actions.span, "these are several actions")
      .help("write `grants any …` where one of them is enough, `grants all …` where every one is meant");
  return false;
}

bool Lowering::add_granted_resources(const ast::GrantTest& test, ir::Grant& grant) {
  for (const ast::Expr* on : test.on) {
    Typed typed = value(*on);
    if (typed.failed()) return false;
    ir::ValueList patterns;
    if (typed.is_literal()) {
      auto* list = std::get_if<ir::ValueList>(&typed.expr->value.data);
      patterns = list != nullptr ? *list : ir::ValueList{typed.expr->value};
    }
    for (const ir::Value& pattern : patterns) {
      const auto* text = std::get_if<std::string>(&pattern.data);
      if (text != nullptr && (*text == "*" || is_arn_pattern(*text))) {
        grant.resources.push_back(*text);
        continue;
      }
      patterns.clear();
      break;
    }
    if (!patterns.empty()) continue;
    report(DiagnosticKind::InvalidLiteral, on->span, fmt::format("{} is no pattern of resources", quoted(*on)))
        .help("it is `\"*\"`, or an ARN such as `\"arn:aws:s3:::bucket/*\"`, or a list of them");
    return false;
  }
  return true;
}

bool Lowering::add_grantee(const ast::GrantTest& test, ir::Grant& grant) {
  if (test.to_anyone) grant.to = ir::Grant::To::Anyone;
  if (test.to_account == nullptr) return true;
  Typed typed = value(*test.to_account);
  if (!convert(typed, Type::of(ir::Type::Account), *test.to_account) || typed.failed()) return false;
  const auto* account = std::get_if<std::string>(&typed.expr->value.data);
  if (!typed.is_literal() || account == nullptr) {
    report(DiagnosticKind::NotConstant, test.to_account->span,
           fmt::format("{} is not a constant", quoted(*test.to_account)))
        .help("write the account's twelve digits, or a name of `let` or `param`");
    return false;
  }
  grant.to = ir::Grant::To::Account;
  grant.account = *account;
  return true;
}

}  // namespace berm::check
