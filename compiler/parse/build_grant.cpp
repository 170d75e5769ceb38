#include "compiler/parse/build.h"

namespace berm::parse {

const ast::GrantTest* Builder::grant_test(const Node& node) {
  auto made = std::make_unique<ast::GrantTest>();
  using Quantifier = ast::GrantTest::Quantifier;
  if (node.child(TokenKind::Any) != nullptr) made->quantifier = Quantifier::Any;
  if (node.child(TokenKind::All) != nullptr) made->quantifier = Quantifier::All;
  made->actions = action_set(*node.child(RuleKind::ActionSet));
  if (const Node* on = node.child(RuleKind::Operands)) made->on = operands(*on);
  if (const Node* to = node.child(RuleKind::Grantee)) {
    const Node* account = to->child(RuleKind::Operand);
    made->to_anyone = account == nullptr;
    if (account != nullptr) made->to_account = operand(*account);
  }
  made->span = context_.span(node);
  file_.grants.push_back(std::move(made));
  return file_.grants.back().get();
}

const ast::Expr* Builder::policy_grant(const ast::Expr* policy, const Node& node) {
  Span span = cover(policy->span, context_.span(node));
  bool fits = policy->kind == ast::ExprKind::Call && policy->text == "policy" && policy->children.size() == 1;
  if (!fits) {
    if (policy->kind == ast::ExprKind::Error) return policy;
    context_.diagnostics.add(DiagnosticKind::UnexpectedToken, "`grants` stands behind something that is no policy")
        .at(context_.span(*node.children[0]))
        .help("it reads `policy(x.policy) grants any s3:* on \"*\" to anyone`");
    return error(span);
  }
  ast::Expr* made = make(ast::ExprKind::Grants, span);
  made->grant = grant_test(node);
  return with_children(made, {policy->children[0]});
}

}  // namespace berm::parse
