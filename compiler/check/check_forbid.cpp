// forbid TARGET [by WHO] [where { … }]
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::ForbidSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Forbid;
  std::optional<Hazard> target = forbidden(sentence, place, rule);
  if (!target) return;
  bool had_calls = !target->calls.empty();
  narrow_calls(sentence, place, *target);
  for (const ast::Exception& exception : decl.exceptions) except_from_forbid(exception, place, *target, rule);
  rule.calls = std::move(target->calls);
  for (Hazard::Plan& plan : target->plans) rule.plans.push_back(std::move(plan.clause));
  if (rule.calls.empty() && rule.plans.empty() && had_calls)
    report_empty(decl, fmt::format("the exceptions of rule `{}` leave nothing to forbid", decl.name.text),
                 "remove the rule, or except less");
}

std::optional<Hazard> Checker::forbidden(const ast::ForbidSentence& sentence, const Place& place, ir::Rule& rule) {
  if (sentence.name.parts.empty()) {
    ir::ActionSet actions = lower(sentence.actions, place.file);
    require_actions(actions, sentence.actions.span);
    return Hazard{{{std::move(actions), nullptr, sentence.actions.span}}, {}};
  }
  const Symbol* symbol = symbols_.resolve(place.file, sentence.name, {SymbolKind::Hazard, SymbolKind::Actions},
                                          "a hazard or an action set");
  if (!symbol) return std::nullopt;
  if (symbol->kind == SymbolKind::Hazard) {
    rule.hazard = symbol->qualified();
    const Hazard* made = hazard(*symbol, sentence.name.span);
    return made ? std::optional<Hazard>(*made) : std::nullopt;
  }
  const ir::ActionSet* actions = action_set(*symbol, sentence.name.span);
  if (!actions) return std::nullopt;
  return Hazard{{{*actions, nullptr, sentence.name.span}}, {}};
}

// A plan is judged as if by someone whom every `by` covers, so these restrict calls alone.
void Checker::narrow_calls(const ast::ForbidSentence& sentence, const Place& place, Hazard& target) {
  if (target.calls.empty()) {
    constexpr std::string_view kWhy = "the hazard has no calls, and who makes a plan or from where is not in it";
    if (sentence.by) report_misplaced(sentence.by->span, "`by` restricts nothing here", std::string(kWhy));
    if (sentence.where) report_misplaced(sentence.where->span, "`where` restricts nothing here", std::string(kWhy));
    return;
  }
  if (sentence.by) restrict_calls(target, any_of(somebody(*sentence.by, place), sentence.by->span), sentence.by->span);
  if (!sentence.where) return;
  use_names(place.file, *sentence.where);
  const ir::Expr* where = expressions_.lower_condition(*sentence.where, *place.scope, Context::Call);
  // Actions that the rule names itself must each carry the keys; of a hazard's, some.
  bool own_actions = sentence.name.parts.empty();
  if (own_actions)
    check_keys(target.calls[0].actions, where, sentence.where->span, KeyCarrier::Each);
  else
    check_some_call_carries(target, where, sentence.where->span);
  restrict_calls(target, where, sentence.where->span);
}

void Checker::restrict_calls(Hazard& target, const ir::Expr* condition, Span span) {
  for (ir::CallClause& clause : target.calls) clause.condition = and_of(module_, {clause.condition, condition}, span);
}

}  // namespace berm::check
