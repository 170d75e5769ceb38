#include "compiler/parse/build.h"

namespace berm::parse {

ast::CallsClause Builder::calls(const Node& node) {
  ast::CallsClause made;
  made.span = context_.span(node);
  ast::ActionItem::Sign sign = ast::ActionItem::Sign::Plus;
  std::vector<const Node*> items = node.all(RuleKind::ActionItem);
  for (const Node* child : node.children) {
    if (child->is_token) continue;
    if (child->rule == RuleKind::CallsSeparator) {
      bool minus = child->children[0]->token == TokenKind::MinusWord;
      sign = minus ? ast::ActionItem::Sign::Minus : ast::ActionItem::Sign::Plus;
    } else if (child->rule == RuleKind::ActionItem) {
      action_item(*child, sign, made.actions.items);
    }
  }
  made.actions.span = context_.span(items.front()->begin, items.back()->end);
  made.where = where(node.child(RuleKind::Where));
  return made;
}

const ast::Expr* Builder::where(const Node* node) {
  return node == nullptr ? nullptr : expr(*node->child(RuleKind::Expr));
}

std::vector<ast::Name> Builder::types(const Node& node) const {
  std::vector<ast::Name> made;
  for (const Node* each : node.child(RuleKind::TypeList)->all(RuleKind::TypeName)) made.push_back(name(*each));
  return made;
}

ast::Assumption Builder::assumption(const Node& node) {
  ast::Assumption made;
  made.path = operand(*node.child(RuleKind::Operand));
  made.value = value(*node.child(RuleKind::Value));
  made.span = context_.span(node);
  return made;
}

ast::SubjectOf Builder::subject(const Node& node) {
  ast::SubjectOf made;
  made.types = types(node);
  made.binder = name(*node.child(RuleKind::Binder));
  made.via = operand(*node.child(RuleKind::Operand));
  made.span = context_.span(node);
  return made;
}

static ast::PlanVerb plan_verb(const Node* node) {
  if (node == nullptr) return ast::PlanVerb::Plan;
  switch (node->children[0]->token) {
    case TokenKind::Creates: return ast::PlanVerb::Creates;
    case TokenKind::Updates: return ast::PlanVerb::Updates;
    case TokenKind::Deletes: return ast::PlanVerb::Deletes;
    case TokenKind::Forgets: return ast::PlanVerb::Forgets;
    case TokenKind::Drifts: return ast::PlanVerb::Drifts;
    default: return ast::PlanVerb::Replaces;
  }
}

ast::PlanClause Builder::plan(const Node& node) {
  ast::PlanClause made;
  made.verb = plan_verb(node.child(RuleKind::PlanVerb));
  made.types = types(node);
  made.binder = name(*node.child(RuleKind::Binder));
  once(node, RuleKind::Where, "where");
  once(node, RuleKind::Say, "say");
  once(node, RuleKind::SubjectOf, "of");
  if (const Node* parent = node.child(RuleKind::SubjectOf)) made.subject = subject(*parent);
  made.where = where(node.child(RuleKind::Where));
  made.except_replacing = node.child(RuleKind::ExceptReplacing) != nullptr;
  for (const Node* each : node.all(RuleKind::Assume)) made.assumptions.push_back(assumption(*each));
  if (const Node* said = node.child(RuleKind::Say)) made.say = string(*said->children[1]);
  made.span = context_.span(node);
  return made;
}

void Builder::hazard(const Node& node, std::string_view doc) {
  auto made = start<ast::HazardDecl>(node, doc);
  for (const Node* clause : node.all(RuleKind::IncludesClause)) {
    for (const Node* each : clause->all(RuleKind::Dotted)) made.includes.push_back(dotted(*each));
  }
  for (const Node* each : node.all(RuleKind::CallsClause)) made.calls.push_back(calls(*each));
  for (const Node* each : node.all(RuleKind::PlanClause)) made.plans.push_back(plan(*each));
  if (made.includes.empty() && made.calls.empty() && made.plans.empty()) {
    empty_braces(node, "this hazard has no clause", "say what it looks like with `calls …` or `plan …`");
  }
  file_.decls.push_back(std::move(made));
}

}  // namespace berm::parse
