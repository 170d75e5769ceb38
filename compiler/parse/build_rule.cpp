#include "compiler/parse/build.h"

namespace berm::parse {

ast::ForbidSentence Builder::forbid(const Node& node) {
  ast::ForbidSentence made;
  made.actions = action_set(*node.child(RuleKind::ActionSet));
  bool one_name = made.actions.items.size() == 1 && made.actions.items[0].kind == ast::ActionItem::Kind::Named;
  if (one_name) {
    made.name = made.actions.items[0].name;
    made.actions = {};
  }
  if (const Node* by = node.child(RuleKind::By)) made.by = who(*by->child(RuleKind::Who));
  made.where = where(node.child(RuleKind::Where));
  return made;
}

ast::RequireSentence Builder::require(const Node& node) {
  ast::RequireSentence made;
  made.types = types(node);
  made.binder = name(*node.child(RuleKind::Binder));
  made.where = where(node.child(RuleKind::Where));
  made.condition = expr(*node.child(RuleKind::Expr));
  return made;
}

ast::CapSentence Builder::cap(const Node& node) {
  ast::CapSentence made;
  made.who = who(*node.child(RuleKind::Who));
  made.grants = grants(node);
  return made;
}

std::vector<ast::CapSentence::Grant> Builder::grants(const Node& node) {
  std::vector<ast::CapSentence::Grant> made;
  for (const Node* each : node.all(RuleKind::Grant)) {
    ast::CapSentence::Grant grant;
    grant.actions = action_set(*each->child(RuleKind::ActionSet));
    if (const Node* on = each->child(RuleKind::Operands)) grant.on = operands(*on);
    grant.span = context_.span(*each);
    made.push_back(std::move(grant));
  }
  return made;
}

ast::Exception Builder::exception(const Node& node) {
  ast::Exception made;
  made.span = context_.span(node);
  const Node& what = *node.children[1];
  switch (what.rule) {
    case RuleKind::ExceptCalls:
      made.kind = ast::ExceptKind::Calls;
      made.actions = action_set(*what.child(RuleKind::ActionSet));
      return made;
    case RuleKind::Who: made.who = who(what); return made;
    case RuleKind::ExceptResource: made.kind = ast::ExceptKind::Resource; break;
    default: made.kind = ast::ExceptKind::Subject; break;
  }
  made.binder = name(*what.child(RuleKind::Binder));
  made.where = where(what.child(RuleKind::Where));
  return made;
}

static ast::UnknownPolicy unknown_policy(TokenKind token) {
  if (token == TokenKind::Fail) return ast::UnknownPolicy::Fail;
  return token == TokenKind::Warn ? ast::UnknownPolicy::Warn : ast::UnknownPolicy::Pass;
}

void Builder::rule_clauses(const Node& node, ast::RuleDecl& decl) {
  once(node, RuleKind::IfUnknown, "if unknown");
  once(node, RuleKind::AcceptWider, "accept wider");
  for (const Node* each : node.all(RuleKind::ExceptClause)) decl.exceptions.push_back(exception(*each));
  if (const Node* unknown = node.child(RuleKind::IfUnknown)) {
    decl.if_unknown = unknown_policy(unknown->children[2]->token);
    decl.if_unknown_span = context_.span(*unknown);
  }
  if (const Node* wider = node.child(RuleKind::AcceptWider)) decl.accept_wider = string(*wider->children[2]);
}

void Builder::rule(const Node& node, std::string_view doc) {
  auto made = start<ast::RuleDecl>(node, doc);
  if (const Node* team = node.child(RuleKind::Binder)) made.team_variable = name(*team);
  const Node& sentence = *node.child(RuleKind::Sentence);
  made.sentence_span = context_.span(sentence);
  const Node& what = *sentence.children[0];
  switch (what.rule) {
    case RuleKind::Forbid: made.sentence = forbid(what); break;
    case RuleKind::Require: made.sentence = require(what); break;
    case RuleKind::Cap: made.sentence = cap(what); break;
    case RuleKind::Confine: made.sentence = confine(what); break;
    case RuleKind::Trust: made.sentence = trust(what); break;
    default: made.sentence = timed_grant(what); break;
  }
  rule_clauses(node, made);
  file_.decls.push_back(std::move(made));
}

}  // namespace berm::parse
