// except WHO | except calls A | except resource r where { … } | except subject s where { … }
#include <algorithm>

#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

std::vector<ast::Name> without(const std::vector<ast::Name>& types, const std::vector<ast::Name>& some) {
  std::vector<ast::Name> out;
  for (const ast::Name& type : types) {
    bool among = std::any_of(some.begin(), some.end(), [&](const ast::Name& other) { return other.text == type.text; });
    if (!among) out.push_back(type);
  }
  return out;
}

Hazard::Plan restricted_to(Hazard::Plan plan, std::vector<ast::Name> types) {
  plan.clause.types.clear();
  for (const ast::Name& type : types) plan.clause.types.emplace_back(type.text);
  plan.types = std::move(types);
  return plan;
}

}  // namespace

void Checker::except_from_forbid(const ast::Exception& exception, const Place& place, Hazard& target, ir::Rule& rule) {
  if (exception.kind == ast::ExceptKind::Subject) return except_subject(exception, place, target);
  if (target.calls.empty()) {
    report_misplaced(
        exception.span, "the exception excepts nothing: the rule has no calls",
        "a plan is judged as if by someone whom no exception covers; `except subject s where { … }` excepts "
        "resources of a plan");
    return;
  }
  switch (exception.kind) {
    case ast::ExceptKind::Principals:
      return restrict_calls(target, not_excepted(exception, place, rule), exception.span);
    case ast::ExceptKind::Calls: return except_calls(exception, place, target);
    case ast::ExceptKind::Resource: {
      const ir::Expr* condition = excepted_resource(exception, place);
      if (!condition) return;
      check_some_call_carries(target, condition, exception.where->span);
      return restrict_calls(target, not_of(module_, condition), exception.span);
    }
    case ast::ExceptKind::Subject: return;
  }
}

void Checker::except_calls(const ast::Exception& exception, const Place& place, Hazard& target) {
  ir::ActionSet except = lower(exception.actions, place.file);
  require_actions(except, exception.actions.span);
  bool takes = false;
  for (ir::CallClause& clause : target.calls) {
    for (const ir::ActionItem& item : except.items) {
      takes |= item.unchecked;
      catalog_.for_each_action(item.pattern, [&](const catalog::Action& action) {
        std::string name = action.full_name();
        takes = takes || (except.contains(name) && clause.actions.contains(name));
      });
    }
    append(clause.actions, false, except, exception.actions.span);
  }
  if (!takes && !except.items.empty())
    report_misplaced(exception.actions.span, "the exception excepts nothing: the rule forbids none of these calls", "");
  std::erase_if(target.calls, [&](const ir::CallClause& clause) { return !denotes_actions(clause.actions); });
}

void Checker::except_subject(const ast::Exception& exception, const Place& place, Hazard& target) {
  if (target.plans.empty()) {
    report_misplaced(exception.span, "the exception excepts nothing: the rule has no plan clauses",
                     "`except resource r where { … }` excepts the resources of calls");
    return;
  }
  std::vector<Hazard::Plan> plans;
  bool covers = false;
  for (Hazard::Plan& plan : target.plans) {
    if (plan.clause.subject) {
      covers |= except_owner(exception, place, plan);
      plans.push_back(std::move(plan));
      continue;
    }
    std::vector<ast::Name> covered = subjects(exception, place, plan.types, plan.clause.variable);
    std::vector<ast::Name> others = without(plan.types, covered);
    if (!covered.empty()) {
      Hazard::Plan part = restricted_to(plan, covered);
      const ir::Expr* kept = not_subject(exception, place, covered, part.clause.variable);
      part.clause.condition = and_of(module_, {part.clause.condition, kept}, {});
      plans.push_back(std::move(part));
      covers = true;
    }
    if (!others.empty()) plans.push_back(restricted_to(plan, others));
  }
  target.plans = std::move(plans);
  if (covers) return;
  // It fits no clause: what is wrong with it, once.
  const Hazard::Plan& first = target.plans.front();
  not_subject(exception, place, first.clause.subject ? first.subject_types : first.types, first.clause.variable);
}

// The clause names the resource that its own belongs to, and the exception is about that one.
bool Checker::except_owner(const ast::Exception& exception, const Place& place, Hazard::Plan& plan) {
  ir::Variable owner = plan.clause.subject->variable;
  if (subjects(exception, place, plan.subject_types, owner).size() < plan.subject_types.size()) return false;
  const ir::Expr* kept = not_subject(exception, place, plan.subject_types, owner);
  plan.clause.condition = and_of(module_, {plan.clause.condition, kept}, {});
  return true;
}

// A hazard is about many types, and an exception by tags, say, is about those that have tags; the others stay
// forbidden.
std::vector<ast::Name> Checker::subjects(const ast::Exception& exception, const Place& place,
                                         const std::vector<ast::Name>& types, ir::Variable variable) {
  std::vector<ast::Name> out;
  for (const ast::Name& type : types) {
    Diagnostics mistakes;
    ExpressionChecker probe(module_, catalog_, sources_, records_, grant_actions_, mistakes);
    subject_condition(probe, exception, place, {type}, variable);
    if (!mistakes.has_errors()) out.push_back(type);
  }
  return out;
}

const ir::Expr* Checker::subject_condition(ExpressionChecker& expressions, const ast::Exception& exception,
                                           const Place& place, const std::vector<ast::Name>& types,
                                           ir::Variable variable) {
  if (!exception.where) return nullptr;
  use_names(place.file, *exception.where);
  Scope scope(place.scope);
  scope.declare(
      {std::string(exception.binder.text), expressions.resource_type(types), variable, nullptr, exception.binder.span});
  return expressions.lower_condition(*exception.where, scope, Context::Plan);
}

const ir::Expr* Checker::not_subject(const ast::Exception& exception, const Place& place,
                                     const std::vector<ast::Name>& types, ir::Variable variable) {
  const ir::Expr* condition = subject_condition(expressions_, exception, place, types, variable);
  return condition ? not_of(module_, condition) : nullptr;
}

const ir::Expr* Checker::excepted_resource(const ast::Exception& exception, const Place& place) {
  if (!exception.where) return nullptr;
  Type resource = Type::of(ir::Type::Object);
  resource.root = CallRoot::Resource;
  Scope scope(place.scope);
  scope.declare({std::string(exception.binder.text), resource, 0, nullptr, exception.binder.span});
  use_names(place.file, *exception.where);
  return expressions_.lower_condition(*exception.where, scope, Context::Call);
}

const ir::Expr* Checker::not_excepted(const ast::Exception& exception, const Place& place, ir::Rule& rule) {
  std::vector<Caller> callers = lower(exception.who, place);
  for (const Caller& caller : callers) {
    if (!caller.condition) {
      report(DiagnosticKind::EmptyRule, "`anyone` excepts everyone", caller.span)
          .help("remove the rule, or except less");
      return nullptr;
    }
    if (caller.any_role)
      report(DiagnosticKind::AnyRoleExcepted, "every role is excepted", caller.span)
          .help("name the roles, or narrow them with `with mfa` or `tagged`");
    rule.exceptions.push_back({caller.text, caller.arns, caller.tag_keys, caller.mfa, place.unprotected, caller.span});
  }
  const ir::Expr* excepted = any_of(callers, exception.span);
  return excepted ? not_of(module_, excepted) : nullptr;
}

void Checker::check_some_call_carries(const Hazard& target, const ir::Expr* condition, Span span) {
  ir::ActionSet all;
  for (const ir::CallClause& clause : target.calls) {
    all.items.insert(all.items.end(), clause.actions.items.begin(), clause.actions.items.end());
  }
  check_keys(all, condition, span, KeyCarrier::Some);
}

}  // namespace berm::check
