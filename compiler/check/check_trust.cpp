// trust IDENTITY {, IDENTITY} to assume WHO [, nothing else may]
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "compiler/check/identity_reader.h"
#include "compiler/check/plan_terms.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr std::string_view kWays[] = {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"};

const ir::Expr* on_any(ir::Module& module, const std::vector<std::string>& roles, Span span) {
  std::vector<const ir::Expr*> tests;
  for (const std::string& role : roles) tests.push_back(key_like(module, "resource.arn", ir::Type::Arn, role, span));
  return or_of(module, tests, span);
}

}  // namespace

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::TrustSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Trust;
  for (const ast::Exception& exception : decl.exceptions)
    report_misplaced(exception.span, "`trust` has no exceptions",
                     "name whoever else may assume the role as a further way in, behind a comma");
  rule.assumed = assumed_roles(sentence.roles, place);
  std::vector<WayIn> ways = ways_in(sentence, place);
  if (rule.assumed.empty() || ways.empty()) return;
  rule.nothing_else = sentence.nothing_else;
  const ir::Expr* on_role = on_any(module_, rule.assumed, sentence.roles.span);
  for (const WayIn& way : ways) let_in(way, on_role, rule);
  if (sentence.nothing_else) shut_out(ways, on_role, sentence.roles.span, rule);
}

std::vector<std::string> Checker::assumed_roles(const ast::Who& roles, const Place& place) {
  std::vector<std::string> out;
  for (const Caller& caller : somebody(roles, place)) {
    bool role = !caller.arns.empty() && !caller.mfa && caller.tag_keys.empty();
    for (const std::string& arn : caller.arns) role = role && arn.find(":role/") != std::string::npos;
    if (!role) {
      report(DiagnosticKind::InvalidTrust, fmt::format("`{}` is no role to assume", caller.text), caller.span)
          .help("write `role \"path/name\"`; who assumes it stands before `to assume`");
      continue;
    }
    out.insert(out.end(), caller.arns.begin(), caller.arns.end());
  }
  return out;
}

std::vector<WayIn> Checker::ways_in(const ast::TrustSentence& sentence, const Place& place) {
  std::vector<WayIn> out;
  for (const ast::TrustSentence::Identity& identity : sentence.identities) {
    for (WayIn& way : IdentityReader(*this, identity, place).read()) out.push_back(std::move(way));
  }
  return out;
}

void Checker::let_in(const WayIn& way, const ir::Expr* on_role, ir::Rule& rule) {
  ir::ActionSet actions{{{true, way.action, false, way.span}}};
  const ir::Expr* tests = tests_of(module_, way);
  rule.trusted.push_back({way.principal, actions, tests, way.span});
  const ir::Expr* all = and_of(module_, {on_role, caller_of(module_, way), tests}, way.span);
  rule.allows.push_back({std::move(actions), all, way.span});
}

// Each way of assuming a role, but for those that the rule names; and trust policies that let in others.
void Checker::shut_out(const std::vector<WayIn>& ways, const ir::Expr* on_role, Span span, ir::Rule& rule) {
  for (std::string_view action : kWays) {
    std::vector<const ir::Expr*> named;
    for (const WayIn& way : ways) {
      if (way.action == action)
        named.push_back(and_of(module_, {caller_of(module_, way), tests_of(module_, way)}, span));
    }
    const ir::Expr* others = named.empty() ? nullptr : not_of(module_, or_of(module_, named, span), span);
    rule.calls.push_back(
        {{{{true, std::string(action), false, span}}}, and_of(module_, {on_role, others}, span), span});
  }
  PlanTerms terms(module_, span);
  ir::PlanClause plan;
  plan.types = {"aws_iam_role"};
  ir::Variable role = plan.variable = module_.make_variable();
  plan.span = span;
  auto lets_in_others = [&](ir::Variable statement) {
    std::vector<const ir::Expr*> named;
    for (const WayIn& way : ways) named.push_back(is_this_way(module_, way, statement));
    return terms.both({terms.equal(terms.path(statement, "effect"), "Allow"), terms.negate(terms.either(named))});
  };
  const ir::Expr* policy = terms.path(role, "assume_role_policy");
  const ir::Expr* statements = terms.call(ir::Builtin::Statements, ir::Type::List, {policy});
  plan.condition = terms.both({terms.is_iam_entity(role, rule.assumed), terms.any(statements, lets_in_others)});
  plan.say = terms.concat({terms.text("the trust policy of "),
                           terms.call(ir::Builtin::Address, ir::Type::String, {terms.resource(role)}),
                           terms.text(" lets in others than the rule names, or lacks a condition of theirs")});
  rule.plans.push_back(std::move(plan));
}

}  // namespace berm::check
