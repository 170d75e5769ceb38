#include "compiler/parse/build.h"

namespace berm::parse {

using ast::ActionItem;
using ast::PrincipalKind;

ast::Who Builder::who(const Node& node) {
  ast::Who made;
  for (const Node* each : node.all(RuleKind::Term)) made.terms.push_back(term(*each));
  made.span = context_.span(node);
  return made;
}

static PrincipalKind principal_kind(TokenKind token) {
  switch (token) {
    case TokenKind::Role: return PrincipalKind::Role;
    case TokenKind::User: return PrincipalKind::User;
    case TokenKind::Account: return PrincipalKind::Account;
    case TokenKind::Ou: return PrincipalKind::Ou;
    case TokenKind::Org: return PrincipalKind::Org;
    case TokenKind::Service: return PrincipalKind::Service;
    case TokenKind::Sso: return PrincipalKind::Sso;
    case TokenKind::Root: return PrincipalKind::Root;
    default: return PrincipalKind::Anyone;
  }
}

ast::PrincipalTerm Builder::term(const Node& node) {
  ast::PrincipalTerm made;
  const Node& first = *node.children[0];
  if (first.is_token) {
    made.kind = principal_kind(first.token);
  } else if (first.rule == RuleKind::PrincipalKind) {
    made.kind = principal_kind(first.children[0]->token);
    made.argument = operand(*node.child(RuleKind::Operand));
  } else {
    made.named = principal_name(first);
  }
  for (const Node* each : node.all(RuleKind::Narrowing)) made.narrowings.push_back(narrowing(*each));
  made.span = context_.span(node);
  return made;
}

const ast::Expr* Builder::principal_name(const Node& node) {
  const Node& first = *node.children[0];
  const ast::Expr* made = leaf(ast::ExprKind::Name, context_.span(first), context_.source(first));
  for (const Node* word : node.all(RuleKind::Word)) {
    ast::Expr* member = make(ast::ExprKind::Member, context_.span(node.begin, word->end));
    member->text = context_.source(*word);
    member->name_span = context_.span(*word);
    made = with_children(member, {made});
    if (made->kind == ast::ExprKind::Error) break;
  }
  return made;
}

ast::Narrowing Builder::narrowing(const Node& node) {
  ast::Narrowing made;
  made.span = context_.span(node);
  std::vector<const Node*> values = node.all(RuleKind::Operand);
  if (node.children[0]->token == TokenKind::With) {
    if (!values.empty()) made.within = operand(*values[0]);
    return made;
  }
  made.kind = ast::Narrowing::Kind::Tagged;
  made.key = operand(*values[0]);
  made.op = compare_op(*node.child(RuleKind::TaggedOp));
  made.value = operand(*values[1]);
  return made;
}

// An action's text; one that was written as several words comes without the spaces.
std::string_view Builder::one_word(const Node& node) const {
  std::string_view text = context_.source(node);
  if (text.find_first_of(" \t\r\n") == std::string_view::npos) return text;
  std::string word;
  for (char c : text) {
    if (std::string_view(" \t\r\n").find(c) == std::string_view::npos) word += c;
  }
  return context_.keep(word);
}

ast::Actions Builder::action_set(const Node& node) {
  ast::Actions made;
  made.span = context_.span(node);
  ActionItem::Sign sign = ActionItem::Sign::Plus;
  for (const Node* child : node.children) {
    if (child->is_token) {
      sign = child->token == TokenKind::MinusWord ? ActionItem::Sign::Minus : ActionItem::Sign::Plus;
    } else {
      action_item(*child, sign, made.items);
    }
  }
  return made;
}

void Builder::action_item(const Node& node, ActionItem::Sign sign, std::vector<ActionItem>& items) {
  const Node& first = *node.children[0];
  if (!first.is_token && first.rule == RuleKind::ActionBraces) return action_braces(first, sign, items);
  ActionItem item;
  item.sign = sign;
  item.span = context_.span(node);
  if (!first.is_token) {
    item.kind = ActionItem::Kind::Named;
    item.name = dotted(first);
  } else if (first.token == TokenKind::Unchecked) {
    item.kind = ActionItem::Kind::Unchecked;
    item.pattern = plain_string(*node.children[1]);
  } else {
    item.pattern = one_word(first);
  }
  items.push_back(std::move(item));
}

// `s3:{GetObject, Put*}`: one item for each name.
void Builder::action_braces(const Node& node, ActionItem::Sign sign, std::vector<ActionItem>& items) {
  std::string_view open = one_word(*node.children[0]);
  std::string service(open.substr(0, open.size() - 1));
  for (const Node* part : node.all(RuleKind::ActionPart)) {
    if (part->begin == part->end) continue;  // put in where nothing stood
    ActionItem item;
    item.sign = sign;
    item.pattern = context_.keep(service + std::string(context_.source(*part)));
    item.span = context_.span(*part);
    items.push_back(std::move(item));
  }
}

}  // namespace berm::parse
