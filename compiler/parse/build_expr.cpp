#include "compiler/parse/build.h"

namespace berm::parse {

using ast::BinaryOp;
using ast::Expr;
using ast::ExprKind;

ast::Expr* Builder::make(ExprKind kind, Span span) {
  Expr* made = new (context_.arena.Allocate<Expr>()) Expr;
  made->kind = kind;
  made->span = span;
  return made;
}

const Expr* Builder::leaf(ExprKind kind, Span span, std::string_view text) {
  Expr* made = make(kind, span);
  made->text = text;
  return made;
}

const Expr* Builder::with_children(Expr* made, const std::vector<const Expr*>& children) {
  auto** kept = context_.arena.Allocate<const Expr*>(children.size());
  std::copy(children.begin(), children.end(), kept);
  made->children = {kept, children.size()};
  for (const Expr* child : children) made->depth = std::max(made->depth, child->depth + 1);
  if (made->depth <= ast::kMaxExprDepth) return made;
  context_.diagnostics.add(DiagnosticKind::TooDeep, "this expression has too many parts in a row")
      .at(children.back()->span)
      .help("put parts of it into `let` declarations");
  return error(made->span);
}

const Expr* Builder::binary(BinaryOp op, const Expr* left, Span op_span, const Expr* right) {
  Expr* made = make(ExprKind::Binary, cover(left->span, right->span));
  made->op = op;
  made->name_span = op_span;
  return with_children(made, {left, right});
}

const Expr* Builder::value(const Node& node) {
  const Node& only = *node.children[0];
  if (only.is_token) return make(ExprKind::Unknown, context_.span(only));
  return only.rule == RuleKind::Object ? object(only) : expr(only);
}

const Expr* Builder::object(const Node& node) {
  std::vector<const Expr*> children;
  for (const Node* entry : node.all(RuleKind::ObjectEntry)) {
    const Node& key = *entry->children[0];
    children.push_back(key.is_token ? string(key) : leaf(ExprKind::String, context_.span(key), context_.source(key)));
    children.push_back(value(*entry->child(RuleKind::Value)));
  }
  return with_children(make(ExprKind::Object, context_.span(node)), children);
}

std::vector<const Expr*> Builder::operands(const Node& node) {
  std::vector<const Expr*> made;
  for (const Node* each : node.all(RuleKind::Operand)) made.push_back(operand(*each));
  return made;
}

const Expr* Builder::operand(const Node& node) { return unary(*node.children[0]); }

const Expr* Builder::expr(const Node& node) { return logic(node, RuleKind::Conjunction, BinaryOp::Or); }

const Expr* Builder::conjunction(const Node& node) { return logic(node, RuleKind::Negation, BinaryOp::And); }

// Whether a quantifier stands open at the end of this operand, outside parentheses.
static const Node* open_quantifier(const Node& node) {
  const Node* last = &node;
  while (!last->is_token && !last->children.empty()) {
    if (last->rule == RuleKind::Quantifier || last->rule == RuleKind::Has) return last;
    bool passes = last->rule == RuleKind::Conjunction || last->rule == RuleKind::Negation;
    if (!passes) return nullptr;
    last = last->children.back();
  }
  return nullptr;
}

const Expr* Builder::logic(const Node& node, RuleKind operand_kind, BinaryOp op) {
  std::vector<const Node*> parts = node.all(operand_kind);
  auto build = [&](const Node& part) {
    return operand_kind == RuleKind::Conjunction ? conjunction(part) : negation(part);
  };
  const Expr* left = build(*parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    if (const Node* open = open_quantifier(*parts[i - 1])) {
      context_.diagnostics.add(DiagnosticKind::QuantifierNotLast, "a quantifier stands alone, after `not`, or last")
          .at(context_.span(*open))
          .help("move it to the end, or put it in parentheses");
    }
    left = binary(op, left, context_.span(*node.children[2 * i - 1]), build(*parts[i]));
    if (left->kind == ExprKind::Error) return left;
  }
  return left;
}

const Expr* Builder::negation(const Node& node) {
  const Node& last = *node.children.back();
  const Expr* made = last.rule == RuleKind::Quantifier ? quantifier(last)
                     : last.rule == RuleKind::Has      ? some(last, ExprKind::Has, context_.span(last))
                                                       : comparison(last);
  for (size_t i = node.children.size() - 1; i-- > 0;) {
    Expr* negated = make(ExprKind::Not, context_.span(node.children[i]->begin, node.end));
    made = with_children(negated, {made});
    if (made->kind == ExprKind::Error) break;
  }
  return made;
}

static ast::QuantifierKind quantifier_kind(TokenKind token) {
  if (token == TokenKind::Any) return ast::QuantifierKind::Any;
  return token == TokenKind::All ? ast::QuantifierKind::All : ast::QuantifierKind::No;
}

const Expr* Builder::quantifier(const Node& node) {
  Expr* made = make(ExprKind::Quantifier, context_.span(node));
  made->quantifier = quantifier_kind(node.children[0]->token);
  const Node& variable = *node.child(RuleKind::Binder);
  made->text = context_.source(variable);
  made->name_span = context_.span(variable);
  return with_children(made, {coalesce(*node.child(RuleKind::Coalesce)), expr(*node.child(RuleKind::Expr))});
}

// `has T x where { … }` and `count(T x where { … })`
const Expr* Builder::some(const Node& node, ExprKind kind, Span span) {
  const Node& what = *node.child(RuleKind::Some);
  const Node& list = *what.child(RuleKind::TypeList);
  std::vector<const Expr*> names;
  for (const ast::Name& type : types(what)) names.push_back(leaf(ExprKind::String, type.span, type.text));
  std::vector<const Expr*> children = {with_children(make(ExprKind::List, context_.span(list)), names)};
  if (const Node* condition = what.child(RuleKind::Where)) children.push_back(where(condition));
  const Node& variable = *what.child(RuleKind::Binder);
  Expr* made = make(kind, span);
  made->text = context_.source(variable);
  made->name_span = context_.span(variable);
  return with_children(made, children);
}

BinaryOp compare_op(const Node& node) {
  bool negated = node.children[0]->token == TokenKind::Not;
  switch (node.children.back()->token) {
    case TokenKind::Equal: return BinaryOp::Equal;
    case TokenKind::NotEqual: return BinaryOp::NotEqual;
    case TokenKind::Less: return BinaryOp::Less;
    case TokenKind::LessEqual: return BinaryOp::LessEqual;
    case TokenKind::Greater: return BinaryOp::Greater;
    case TokenKind::GreaterEqual: return BinaryOp::GreaterEqual;
    case TokenKind::In: return negated ? BinaryOp::NotIn : BinaryOp::In;
    case TokenKind::Like: return negated ? BinaryOp::NotLike : BinaryOp::Like;
    default: return negated ? BinaryOp::NotMatches : BinaryOp::Matches;
  }
}

const Expr* Builder::comparison(const Node& node) {
  const Expr* left = coalesce(*node.children[0]);
  if (node.children.size() == 1) return left;
  if (const Node* grant = node.child(RuleKind::PolicyGrant)) return policy_grant(left, *grant);
  if (node.children.size() > 3) {
    context_.diagnostics.add(DiagnosticKind::ChainedComparison, "comparisons do not chain")
        .at(context_.span(*node.children[3]))
        .help("join two comparisons with `and`, or put one in parentheses");
    return error(context_.span(node));
  }
  const Node& op = *node.children[1];
  return binary(compare_op(op), left, context_.span(op), coalesce(*node.children[2]));
}

const Expr* Builder::coalesce(const Node& node) {
  const Expr* left = unary(*node.children[0]);
  for (size_t i = 2; i < node.children.size(); i += 2) {
    left = binary(BinaryOp::Coalesce, left, context_.span(*node.children[i - 1]), unary(*node.children[i]));
    if (left->kind == ExprKind::Error) break;
  }
  return left;
}

const Expr* Builder::unary(const Node& node) {
  const Expr* made = postfix(*node.children.back());
  for (size_t i = node.children.size() - 1; i-- > 0;) {
    made = with_children(make(ExprKind::Negate, context_.span(node.children[i]->begin, node.end)), {made});
    if (made->kind == ExprKind::Error) break;
  }
  return made;
}

const Expr* Builder::postfix(const Node& node) {
  const Expr* made = primary(*node.children[0]);
  for (size_t i = 1; i < node.children.size() && made->kind != ExprKind::Error; ++i) {
    const Node& suffix = *node.children[i];
    Span span = context_.span(node.begin, suffix.end);
    if (suffix.is_token) {
      made = with_children(make(ExprKind::Splat, span), {made});
    } else if (suffix.rule == RuleKind::Member) {
      Expr* member = make(ExprKind::Member, span);
      member->text = context_.source(*suffix.children[1]);
      member->name_span = context_.span(*suffix.children[1]);
      made = with_children(member, {made});
    } else {
      made = with_children(make(ExprKind::Index, span), {made, expr(*suffix.child(RuleKind::Expr))});
    }
  }
  return made;
}

const Expr* Builder::primary(const Node& node) {
  const Node& first = *node.children[0];
  if (first.is_token) {
    if (first.token == TokenKind::LeftParen) return expr(*node.children[1]);
    if (first.token == TokenKind::Principal) return leaf(ExprKind::Name, context_.span(first), "principal");
    return leaf(ExprKind::Unchecked, context_.span(node), plain_string(*node.children[1]));
  }
  switch (first.rule) {
    case RuleKind::Literal: return literal(first);
    case RuleKind::Call: return call(first);
    case RuleKind::List: return list(first);
    default: return leaf(ExprKind::Name, context_.span(first), context_.source(first));
  }
}

const Expr* Builder::call(const Node& node) {
  if (node.child(RuleKind::Some) != nullptr) return some(node, ExprKind::CountOf, context_.span(node));
  ast::Name function = name(*node.children[0]);
  if (node.child(TokenKind::LeftBrace) != nullptr) return count(node, function);
  Expr* made = make(ExprKind::Call, context_.span(node));
  made->text = function.text;
  made->name_span = function.span;
  std::vector<const Expr*> arguments;
  for (const Node* argument : node.all(RuleKind::Expr)) arguments.push_back(expr(*argument));
  return with_children(made, arguments);
}

// `count(c in xs { … })`: what stands before the brace was read as the expression `c in xs`.
const Expr* Builder::count(const Node& node, const ast::Name& function) {
  std::vector<const Node*> parts = node.all(RuleKind::Expr);
  const Expr* range = expr(*parts[0]);
  bool fits = function.text == "count" && range->kind == ExprKind::Binary && range->op == BinaryOp::In &&
              range->children[0]->kind == ExprKind::Name;
  if (!fits) {
    if (range->kind == ExprKind::Error) return range;
    context_.diagnostics.add(DiagnosticKind::UnexpectedToken, "unexpected `{` in the arguments of a function")
        .at(context_.span(*node.child(TokenKind::LeftBrace)))
        .help("only `count(x in list { … })` has a condition in braces");
    return error(context_.span(node));
  }
  Expr* made = make(ExprKind::Quantifier, context_.span(node));
  made->quantifier = ast::QuantifierKind::Count;
  made->text = range->children[0]->text;
  made->name_span = range->children[0]->span;
  return with_children(made, {range->children[1], expr(*parts[1])});
}

const Expr* Builder::list(const Node& node) {
  std::vector<const Expr*> elements;
  for (const Node* element : node.all(RuleKind::Value)) elements.push_back(value(*element));
  return with_children(make(ExprKind::List, context_.span(node)), elements);
}

const Expr* Builder::literal(const Node& node) {
  const Node& token = *node.children[0];
  std::string_view text = context_.source(token);
  Span span = context_.span(token);
  if (text.empty()) return error(span);  // put in where nothing stood
  switch (token.token) {
    case TokenKind::Null: return leaf(ExprKind::Null, span, {});
    case TokenKind::Integer: return leaf(ExprKind::Integer, span, text);
    case TokenKind::Float: return leaf(ExprKind::Float, span, text);
    case TokenKind::Duration: return leaf(ExprKind::Duration, span, text);
    case TokenKind::String: return string(token);
    case TokenKind::Regex: return leaf(ExprKind::Regex, span, text.substr(1, text.find('`', 1) - 1));
    default: return leaf(ExprKind::Bool, span, text);
  }
}

}  // namespace berm::parse
