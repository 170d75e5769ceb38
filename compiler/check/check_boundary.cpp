// The other two sides of a permission boundary: whom it caps is made with it only, and nobody takes it off or edits it.
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "compiler/check/plan_terms.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

// What IAM calls a kind of principal, and how his boundary is set and taken off.
struct Bearer {
  std::string_view part;  // of his ARN
  const char* terraform_type;
  const char* create;
  const char* put;
  const char* remove;
};

constexpr Bearer kBearers[] = {
    {":role/", "aws_iam_role", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary"},
    {":user/", "aws_iam_user", "iam:CreateUser", "iam:PutUserPermissionsBoundary",
     "iam:DeleteUserPermissionsBoundary"}};

// Roles that AWS makes itself, as those of permission sets, are made with what AWS likes.
constexpr std::string_view kReserved = ":role/aws-reserved/";

std::vector<std::string> arns_of(const std::vector<Caller>& callers, std::string_view part) {
  std::vector<std::string> out;
  for (const Caller& caller : callers) {
    for (const std::string& arn : caller.arns) {
      bool own = arn.find(part) != std::string::npos && arn.find(kReserved) == std::string::npos;
      if (own) out.push_back(arn);
    }
  }
  return out;
}

// Whoever is excepted by name alone.
std::vector<std::string> excepted_arns(const ir::Rule& rule, std::string_view part) {
  std::vector<std::string> out;
  for (const ir::ExceptedPrincipal& who : rule.exceptions) {
    for (const std::string& arn : who.arns) {
      if (arn.find(part) != std::string::npos && !who.mfa && who.tag_keys.empty()) out.push_back(arn);
    }
  }
  return out;
}

class BoundaryRule {
 public:
  BoundaryRule(ir::Module& module, std::vector<std::string> policies, const ir::Expr* others, Span span, ir::Rule& rule)
      : module_(module), policies_(std::move(policies)), others_(others), span_(span), rule_(rule) {}

  void guard(const Bearer& bearer, const std::vector<std::string>& arns) {
    const ir::Expr* on_him = like_any("resource.arn", arns);
    const ir::Expr* carries = like_any("iam:permissionsboundary", policies_);
    deny({bearer.create, bearer.put}, {on_him, not_of(module_, carries, span_)});
    deny({bearer.remove}, {on_him});
    refuse(bearer, arns);
  }

  void guard_policy() {
    deny({"iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:SetDefaultPolicyVersion"},
         {like_any("resource.arn", policies_)});
  }

 private:
  const ir::Expr* like_any(const std::string& key, const std::vector<std::string>& patterns) {
    std::vector<const ir::Expr*> tests;
    for (const std::string& pattern : patterns) tests.push_back(key_like(module_, key, ir::Type::Arn, pattern, span_));
    return or_of(module_, tests, span_);
  }

  void deny(const std::vector<std::string>& names, std::vector<const ir::Expr*> conditions) {
    ir::ActionSet actions;
    for (const std::string& name : names) actions.items.push_back({true, name, false, span_});
    conditions.push_back(others_);
    rule_.calls.push_back({std::move(actions), and_of(module_, conditions, span_), span_});
  }

  // A planned one of that name without the boundary, by the text of its ARN or as a policy of the same plan.
  void refuse(const Bearer& bearer, const std::vector<std::string>& arns) {
    PlanTerms terms(module_, span_);
    ir::PlanClause plan;
    plan.types = {bearer.terraform_type};
    ir::Variable x = plan.variable = module_.make_variable();
    plan.span = span_;
    std::vector<std::string> names;
    for (const std::string& arn : policies_) names.push_back(arn.substr(arn.find(":policy/") + 8));
    const ir::Expr* by_text = terms.like_any(terms.path(x, "permissions_boundary", ir::Type::String), policies_);
    const ir::Expr* by_reference = terms.exists("aws_iam_policy", [&](ir::Variable policy) {
      return terms.both({terms.refers(terms.path(x, "permissions_boundary"), policy),
                         terms.like_any(terms.path(policy, "name"), names)});
    });
    const ir::Expr* lacks = terms.negate(terms.either({by_text, by_reference}));
    std::vector<const ir::Expr*> conditions = {terms.is_iam_entity(x, arns)};
    if (auto excepted = excepted_arns(rule_, bearer.part); !excepted.empty())
      conditions.push_back(terms.negate(terms.is_iam_entity(x, excepted)));
    conditions.push_back(lacks);
    plan.condition = terms.both(conditions);
    plan.say = terms.concat({terms.call(ir::Builtin::Address, ir::Type::String, {terms.resource(x)}),
                             terms.text(" lacks the permission boundary `" + names.front() + "`")});
    rule_.plans.push_back(std::move(plan));
  }

  ir::Module& module_;
  std::vector<std::string> policies_;
  const ir::Expr* others_;
  Span span_;
  ir::Rule& rule_;
};

}  // namespace

void Checker::keep_boundary(const std::vector<Caller>& callers, const std::vector<const ir::Expr*>& not_excepted,
                            Span span, ir::Rule& rule) {
  std::vector<std::string> policies;
  for (const Boundary& boundary : input_.boundaries) {
    bool holds = std::any_of(boundary.rules.begin(), boundary.rules.end(),
                             [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); });
    if (holds) policies.push_back(fmt::format("arn:{}:iam::*:policy/{}", input_.partition, boundary.policy));
  }
  if (policies.empty()) return;
  BoundaryRule guard(module_, std::move(policies), and_of(module_, not_excepted, span), span, rule);
  bool named = false;
  for (const Bearer& bearer : kBearers) {
    std::vector<std::string> arns = arns_of(callers, bearer.part);
    if (arns.empty()) continue;
    guard.guard(bearer, arns);
    named = true;
  }
  if (named) guard.guard_policy();
}

}  // namespace berm::check
