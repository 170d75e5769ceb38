// cap WHO at A [on R, R] { and A [on R] }
#include "compiler/check/build.h"
#include "compiler/check/checker.h"

namespace berm::check {

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::CapSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Cap;
  std::vector<Caller> callers = somebody(sentence.who, place);
  rule.capped = any_of(callers, sentence.who.span);
  for (const ast::CapSentence::Grant& grant : sentence.grants) check_grant(grant, place, rule);
  std::vector<const ir::Expr*> not_excepted;
  for (const ast::Exception& exception : decl.exceptions) {
    if (const ir::Expr* kept = except_from_cap(exception, place, rule)) not_excepted.push_back(kept);
  }
  rule.capped = and_of(module_, {rule.capped, and_of(module_, not_excepted, sentence.who.span)}, sentence.who.span);
  keep_boundary(callers, not_excepted, sentence.who.span, rule);
}

// Returns the condition on callers; null where the exception is about something else.
const ir::Expr* Checker::except_from_cap(const ast::Exception& exception, const Place& place, ir::Rule& rule) {
  switch (exception.kind) {
    case ast::ExceptKind::Principals: return not_excepted(exception, place, rule);
    case ast::ExceptKind::Calls: {
      ir::ActionSet actions = lower(exception.actions, place.file);
      require_actions(actions, exception.actions.span);
      rule.allows.push_back({std::move(actions), nullptr, exception.span});
      return nullptr;
    }
    case ast::ExceptKind::Resource: {
      ir::ActionSet everything{{{true, "*", false, exception.span}}};
      if (const ir::Expr* condition = excepted_resource(exception, place))
        rule.allows.push_back({std::move(everything), condition, exception.span});
      return nullptr;
    }
    case ast::ExceptKind::Subject:
      report_misplaced(exception.span, "the exception excepts nothing: `cap` has no plan clauses",
                       "`except resource r where { … }` excepts the resources of calls");
      return nullptr;
  }
  return nullptr;
}

void Checker::check_grant(const ast::CapSentence::Grant& grant, const Place& place, ir::Rule& rule) {
  ir::ActionSet actions = lower(grant.actions, place.file);
  require_actions(actions, grant.actions.span);
  if (grant.on.empty()) rule.allows.push_back({actions, nullptr, grant.span});
  for (const ast::Expr* target : grant.on) allow_on(actions, *target, place, rule);
}

void Checker::allow_on(const ir::ActionSet& actions, const ast::Expr& target, const Place& place, ir::Rule& rule) {
  for (const Target& each : targets(target, place, "on")) {
    if (each.arn)
      rule.allows.push_back({actions, each.arn, target.span});
    else
      allow_on_storage(actions, *each.storage, target.span, rule);
  }
}

void Checker::allow_on_storage(const ir::ActionSet& actions, const StoragePrefix& storage, Span span, ir::Rule& rule) {
  StorageActions split = storage_actions(actions, span);
  if (!split.objects.items.empty())
    rule.allows.push_back({std::move(split.objects), object_under(module_, input_.partition, storage, span), span});
  if (!split.listings.items.empty())
    rule.allows.push_back({std::move(split.listings), listing_of(module_, input_.partition, storage, span), span});
}

}  // namespace berm::check
