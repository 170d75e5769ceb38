// trust and grant: who may come in, and what is given for a while.
#include "compiler/parse/build.h"

namespace berm::parse {

ast::TrustSentence::Claim Builder::claim(const Node& node) {
  ast::TrustSentence::Claim made;
  made.span = context_.span(node);
  const Node* named = node.child(RuleKind::ClaimName);
  made.name = name(named != nullptr ? *named : *node.children[1]);
  made.from = node.child(TokenKind::From) != nullptr;
  if (const Node* value = node.child(RuleKind::Operand)) made.value = operand(*value);
  return made;
}

ast::TrustSentence::Identity Builder::identity(const Node& node) {
  ast::TrustSentence::Identity made;
  made.kind = name(*node.child(RuleKind::IdentityKind));
  made.value = operand(*node.child(RuleKind::Operand));
  for (const Node* each : node.all(RuleKind::Claim)) made.claims.push_back(claim(*each));
  made.span = context_.span(node);
  return made;
}

ast::TrustSentence Builder::trust(const Node& node) {
  ast::TrustSentence made;
  for (const Node* each : node.all(RuleKind::Identity)) made.identities.push_back(identity(*each));
  made.roles = who(*node.child(RuleKind::Who));
  made.nothing_else = node.child(RuleKind::NothingElse) != nullptr;
  return made;
}

ast::GrantSentence Builder::timed_grant(const Node& node) {
  ast::GrantSentence made;
  made.who = who(*node.child(RuleKind::Who));
  made.grants = grants(node);
  made.duration = operand(*node.child(RuleKind::Operand));
  if (const Node* mfa = node.child(RuleKind::WithMfa)) {
    made.mfa = true;
    made.mfa_span = context_.span(*mfa);
    if (const Node* within = mfa->child(RuleKind::Operand)) made.mfa_within = operand(*within);
  }
  return made;
}

}  // namespace berm::parse
