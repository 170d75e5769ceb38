#include <fmt/format.h>

#include "compiler/ast/dump.h"

namespace berm::ast {

static std::string_view text(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::Role: return "role";
    case PrincipalKind::User: return "user";
    case PrincipalKind::Account: return "account";
    case PrincipalKind::Ou: return "ou";
    case PrincipalKind::Org: return "org";
    case PrincipalKind::Service: return "service";
    case PrincipalKind::Sso: return "sso";
    case PrincipalKind::Root: return "root";
    case PrincipalKind::Anyone: return "anyone";
    case PrincipalKind::Named: return "named";
  }
  return {};
}

static std::string_view text(PlanVerb verb) {
  switch (verb) {
    case PlanVerb::Plan: return "plan";
    case PlanVerb::Creates: return "plan creates";
    case PlanVerb::Updates: return "plan updates";
    case PlanVerb::Deletes: return "plan deletes";
    case PlanVerb::Replaces: return "plan replaces";
    case PlanVerb::Forgets: return "plan forgets";
    case PlanVerb::Drifts: return "plan drifts";
  }
  return {};
}

static std::string_view text(UnknownPolicy policy) {
  if (policy == UnknownPolicy::Fail) return "if unknown fail";
  return policy == UnknownPolicy::Warn ? "if unknown warn" : "if unknown pass";
}

static std::string joined(const std::vector<Name>& names) {
  std::string out;
  for (const Name& name : names) out += (out.empty() ? "" : ", ") + std::string(name.text);
  return out;
}

void Dumper::term(const PrincipalTerm& term) {
  line(text(term.kind), term.span);
  Indent indent(*this);
  if (term.argument != nullptr) expr(term.argument);
  if (term.named != nullptr) expr(term.named);
  for (const Narrowing& narrowing : term.narrowings) {
    bool mfa = narrowing.kind == Narrowing::Kind::Mfa;
    line(mfa ? "with mfa" : fmt::format("tagged {}", text(narrowing.op)), narrowing.span);
    Indent inner(*this);
    labelled("within", narrowing.within);
    labelled("key", narrowing.key);
    labelled("value", narrowing.value);
  }
}

void Dumper::who(std::string_view label, const Who& who) {
  line(label, who.span);
  Indent indent(*this);
  for (const PrincipalTerm& each : who.terms) term(each);
}

static std::string describe(const ActionItem& item) {
  std::string sign = item.sign == ActionItem::Sign::Plus ? "plus" : "minus";
  switch (item.kind) {
    case ActionItem::Kind::Pattern: return fmt::format("{} {}", sign, item.pattern);
    case ActionItem::Kind::Named: return fmt::format("{} named {}", sign, item.name.text());
    case ActionItem::Kind::Unchecked: return fmt::format("{} unchecked {}", sign, item.pattern);
  }
  return {};
}

void Dumper::actions(std::string_view label, const Actions& actions) {
  line(label, actions.span);
  Indent indent(*this);
  for (const ActionItem& item : actions.items) line(describe(item), item.span);
}

void Dumper::plan(const PlanClause& plan) {
  line(fmt::format("{} {} {}", text(plan.verb), joined(plan.types), plan.binder.text), plan.span);
  Indent indent(*this);
  if (plan.subject) {
    line(fmt::format("of {} {}", joined(plan.subject->types), plan.subject->binder.text), plan.subject->span);
    Indent inner(*this);
    labelled("by", plan.subject->via);
  }
  labelled("where", plan.where);
  if (plan.except_replacing) line("except replacing", plan.span);
  for (const Assumption& assumption : plan.assumptions) {
    line("assume unset", assumption.span);
    Indent inner(*this);
    expr(assumption.path);
    expr(assumption.value);
  }
  labelled("say", plan.say);
}

void Dumper::decl(const HazardDecl& decl) {
  head("hazard", decl);
  Indent indent(*this);
  decl_details(decl);
  for (const DottedName& name : decl.includes) line("includes " + name.text(), name.span);
  for (const CallsClause& calls : decl.calls) {
    line("calls", calls.span);
    Indent inner(*this);
    actions("set", calls.actions);
    labelled("where", calls.where);
  }
  for (const PlanClause& each : decl.plans) plan(each);
}

void Dumper::sentence(const ForbidSentence& sentence, Span span) {
  line("forbid", span);
  Indent indent(*this);
  if (!sentence.name.parts.empty()) line("target " + sentence.name.text(), sentence.name.span);
  if (!sentence.actions.items.empty()) actions("set", sentence.actions);
  if (sentence.by) who("by", *sentence.by);
  labelled("where", sentence.where);
}

void Dumper::sentence(const RequireSentence& sentence, Span span) {
  line(fmt::format("require {} {}", joined(sentence.types), sentence.binder.text), span);
  Indent indent(*this);
  labelled("where", sentence.where);
  labelled("condition", sentence.condition);
}

void Dumper::sentence(const CapSentence& sentence, Span span) {
  line("cap", span);
  Indent indent(*this);
  who("who", sentence.who);
  grants(sentence.grants);
}

void Dumper::grants(const std::vector<CapSentence::Grant>& grants) {
  for (const CapSentence::Grant& grant : grants) {
    line("grant", grant.span);
    Indent inner(*this);
    actions("set", grant.actions);
    for (const Expr* on : grant.on) labelled("on", on);
  }
}

static std::string_view text(ConfineSentence::What what) {
  switch (what) {
    case ConfineSentence::What::Actions: return "confine";
    case ConfineSentence::What::Storage: return "confine storage";
    case ConfineSentence::What::Region: return "confine region";
    case ConfineSentence::What::Network: return "confine network";
    case ConfineSentence::What::Organisation: return "confine organisation";
  }
  return {};
}

void Dumper::sentence(const ConfineSentence& sentence, Span span) {
  line(text(sentence.what), span);
  Indent indent(*this);
  if (!sentence.actions.items.empty()) actions("set", sentence.actions);
  if (sentence.by) who("by", *sentence.by);
  for (const Expr* within : sentence.within) labelled("within", within);
  for (const Expr* to : sentence.to) labelled("to", to);
}

void Dumper::sentence(const TrustSentence& sentence, Span span) {
  line(sentence.nothing_else ? "trust, nothing else may" : "trust", span);
  Indent indent(*this);
  for (const TrustSentence::Identity& identity : sentence.identities) {
    line(identity.kind.text, identity.span);
    Indent inner(*this);
    expr(identity.value);
    for (const TrustSentence::Claim& claim : identity.claims) {
      line(fmt::format("{}{}", claim.from ? "from " : "", claim.name.text), claim.span);
      Indent value(*this);
      if (claim.value != nullptr) expr(claim.value);
    }
  }
  who("roles", sentence.roles);
}

void Dumper::sentence(const GrantSentence& sentence, Span span) {
  line("grant", span);
  Indent indent(*this);
  who("who", sentence.who);
  grants(sentence.grants);
  labelled("for", sentence.duration);
  if (!sentence.mfa) return;
  line("with mfa", sentence.mfa_span);
  Indent inner(*this);
  labelled("within", sentence.mfa_within);
}

void Dumper::exception(const Exception& exception) {
  switch (exception.kind) {
    case ExceptKind::Principals: line("except", exception.span); break;
    case ExceptKind::Calls: line("except calls", exception.span); break;
    case ExceptKind::Resource: line(fmt::format("except resource {}", exception.binder.text), exception.span); break;
    case ExceptKind::Subject: line(fmt::format("except subject {}", exception.binder.text), exception.span); break;
  }
  Indent indent(*this);
  if (!exception.who.terms.empty()) who("who", exception.who);
  if (!exception.actions.items.empty()) actions("set", exception.actions);
  labelled("where", exception.where);
}

void Dumper::decl(const RuleDecl& decl) {
  head("rule", decl);
  Indent indent(*this);
  decl_details(decl);
  if (decl.team_variable) line(fmt::format("for team {}", decl.team_variable->text), decl.team_variable->span);
  std::visit([&](const auto& made) { sentence(made, decl.sentence_span); }, decl.sentence);
  for (const Exception& each : decl.exceptions) exception(each);
  if (decl.if_unknown) line(text(*decl.if_unknown), decl.if_unknown_span);
  labelled("accept wider", decl.accept_wider);
}

}  // namespace berm::ast
