// Hazards: what a danger looks like as calls and as planned changes.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"
#include "ir/variables.h"

namespace berm::check {
namespace {

ir::ChangeKind change_of(ast::PlanVerb verb) {
  switch (verb) {
    case ast::PlanVerb::Plan: return ir::ChangeKind::Planned;
    case ast::PlanVerb::Creates: return ir::ChangeKind::Creates;
    case ast::PlanVerb::Updates: return ir::ChangeKind::Updates;
    case ast::PlanVerb::Deletes: return ir::ChangeKind::Deletes;
    case ast::PlanVerb::Replaces: return ir::ChangeKind::Replaces;
    case ast::PlanVerb::Forgets: return ir::ChangeKind::Forgets;
    case ast::PlanVerb::Drifts: return ir::ChangeKind::Drifts;
  }
  return ir::ChangeKind::Planned;
}

}  // namespace

const Hazard* Checker::hazard(const Symbol& symbol, Span use) {
  auto [at, missing] = hazards_.try_emplace(&symbol);
  Made<Hazard>& made = at->second;
  if (!missing && made.state == Made<Hazard>::State::Running) {
    report_cycle(symbol, "hazard", use);
    return nullptr;
  }
  if (missing) {
    made.value = make_hazard(symbol, std::get<ast::HazardDecl>(*symbol.decl));
    made.state = Made<Hazard>::State::Done;
  }
  return &made.value;
}

Hazard Checker::make_hazard(const Symbol& symbol, const ast::HazardDecl& decl) {
  Hazard out;
  for (const ast::CallsClause& clause : decl.calls) out.calls.push_back(lower(clause, symbol.file));
  for (const ast::PlanClause& clause : decl.plans) out.plans.push_back(lower(clause, symbol));
  for (const ast::DottedName& name : decl.includes) include(name, symbol.file, out);
  if (decl.calls.empty() && decl.plans.empty() && decl.includes.empty())
    report(DiagnosticKind::EmptyRule, fmt::format("hazard `{}` is empty", decl.name.text), decl.name.span)
        .help("add a `calls` or a `plan` clause");
  return out;
}

void Checker::include(const ast::DottedName& name, size_t file, Hazard& out) {
  const Symbol* symbol = symbols_.resolve(file, name, {SymbolKind::Hazard}, "a hazard");
  const Hazard* included = symbol ? hazard(*symbol, name.span) : nullptr;
  if (!included) return;
  // A clause that comes by several ways counts once.
  for (const ir::CallClause& clause : included->calls) {
    auto same = [&](const ir::CallClause& other) { return other.span == clause.span; };
    if (std::none_of(out.calls.begin(), out.calls.end(), same)) out.calls.push_back(clause);
  }
  for (const Hazard::Plan& plan : included->plans) {
    auto same = [&](const Hazard::Plan& other) { return other.clause.span == plan.clause.span; };
    if (std::none_of(out.plans.begin(), out.plans.end(), same)) out.plans.push_back(plan);
  }
}

ir::CallClause Checker::lower(const ast::CallsClause& clause, size_t file) {
  ir::CallClause out{lower(clause.actions, file), nullptr, clause.span};
  require_actions(out.actions, clause.actions.span);
  if (!clause.where) return out;
  out.condition = expressions_.lower_condition(*clause.where, scope_for(file, *clause.where), Context::Call);
  check_keys(out.actions, out.condition, clause.where->span, KeyCarrier::Each);
  return out;
}

Hazard::Plan Checker::lower(const ast::PlanClause& clause, const Symbol& hazard) {
  Hazard::Plan out;
  size_t file = hazard.file;
  Type binder = expressions_.resource_type(clause.types);
  out.types = clause.types;
  out.clause.change = change_of(clause.verb);
  out.clause.except_replacing = clause.except_replacing;
  out.clause.variable = module_.make_variable();
  out.clause.hazard = hazard.qualified();
  out.clause.span = clause.span;
  for (const ast::Name& type : clause.types) out.clause.types.emplace_back(type.text);
  Scope scope(&file_scopes_[file]);
  scope.declare({std::string(clause.binder.text), binder, out.clause.variable, nullptr, clause.binder.span});
  if (clause.subject) lower_subject(*clause.subject, scope, out);
  if (clause.where) {
    use_names(file, *clause.where);
    out.clause.condition = expressions_.lower_condition(*clause.where, scope, Context::Plan);
  }
  for (const ast::Assumption& assumption : clause.assumptions) lower_assumption(assumption, file, scope, out.clause);
  if (clause.say) {
    use_names(file, *clause.say);
    out.clause.say = expressions_.lower_text(*clause.say, scope, Context::Plan);
  }
  return out;
}

void Checker::lower_subject(const ast::SubjectOf& subject, Scope& scope, Hazard::Plan& out) {
  Binding owner{std::string(subject.binder.text), expressions_.resource_type(subject.types), module_.make_variable(),
                nullptr, subject.binder.span};
  Type type;
  const ir::Expr* via = expressions_.lower_attribute(*subject.via, scope, &type);
  if (via && !type.is_text() && !type.is_any()) {
    report(DiagnosticKind::TypeMismatch,
           fmt::format("`{}` is {}, which identifies no resource", folded(subject.via->span), describe(type)),
           subject.via->span)
        .help("name the attribute that holds the id, ARN or name of what it belongs to");
    via = nullptr;
  }
  if (const Binding* other = scope.find(owner.name)) {
    report(DiagnosticKind::ShadowedName, fmt::format("`{}` is already a name here", owner.name), subject.binder.span)
        .label(other->span, "declared here")
        .help("give the resource that it belongs to another name");
    return;
  }
  out.subject_types = subject.types;
  ir::Subject made{{}, owner.variable, via};
  for (const ast::Name& name : subject.types) made.types.emplace_back(name.text);
  scope.declare(std::move(owner));
  if (via) out.clause.subject = std::move(made);
}

void Checker::lower_assumption(const ast::Assumption& assumption, size_t file, const Scope& scope,
                               ir::PlanClause& out) {
  if (!assumption.path || !assumption.value) return;
  Type type;
  const ir::Expr* path = expressions_.lower_attribute(*assumption.path, scope, &type);
  if (!path) return;
  bool known = out.change == ir::ChangeKind::Deletes || out.change == ir::ChangeKind::Forgets ||
               out.change == ir::ChangeKind::Drifts;
  if (known) {
    report(DiagnosticKind::InvalidAssumption, "nothing is unset in what exists already", assumption.span)
        .help("remove the assumption: everything of a deleted, forgotten or drifted resource is known");
    return;
  }
  use_names(file, *assumption.value);
  if (std::optional<ir::Value> value = expressions_.constant(*assumption.value, file_scopes_[file], type))
    out.assumptions.push_back({path, std::move(*value)});
}

void Checker::check_keys(const ir::ActionSet& actions, const ir::Expr* condition, Span span, KeyCarrier carrier) {
  if (!condition) return;
  for (const std::string& key : ir::keys_read(*condition)) {
    std::optional<catalog::ConditionKey> known = catalog_.condition_key(key);
    if (!known || known->global) continue;
    if (carrier == KeyCarrier::Each)
      check_each_carries(actions, key, span);
    else
      check_some_carries(actions, key, span);
  }
}

bool Checker::is_carried(const ir::ActionItem& item, const std::string& key) const {
  if (!item.plus) return false;
  if (item.unchecked) return true;
  bool carried = false;
  catalog_.for_each_action(item.pattern, [&](const catalog::Action& action) {
    carried = carried || catalog_.carries(action, key) != catalog::Carried::No;
  });
  return carried;
}

void Checker::check_each_carries(const ir::ActionSet& actions, const std::string& key, Span span) {
  for (const ir::ActionItem& item : actions.items) {
    if (!item.plus || is_carried(item, key)) continue;
    bool wild = has_wildcard(item.pattern);
    std::string_view name = catalog_.condition_key(key)->name;
    report(DiagnosticKind::KeyNotCarried,
           wild ? fmt::format("no action of `{}` carries `{}`", item.pattern, name)
                : fmt::format("`{}` does not carry `{}`", item.pattern, name),
           span)
        .label(item.span, wild ? "these actions" : "this action")
        .help("the key would always be missing; give actions that carry it a clause of their own");
  }
}

void Checker::check_some_carries(const ir::ActionSet& actions, const std::string& key, Span span) {
  bool carried = std::any_of(actions.items.begin(), actions.items.end(),
                             [&](const ir::ActionItem& item) { return is_carried(item, key); });
  if (carried || actions.items.empty()) return;
  report(DiagnosticKind::KeyNotCarried,
         fmt::format("no call of this rule carries `{}`", catalog_.condition_key(key)->name), span)
      .help("the key would always be missing");
}

}  // namespace berm::check
