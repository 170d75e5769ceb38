// `and`, `or`, `not`, `??`, and what may stand where a condition is wanted.
#include <fmt/format.h>

#include "compiler/check/lowering.h"

namespace berm::check {
namespace {

// The constant that a condition is, where it is one.
std::optional<bool> truth(const ir::Expr& expr) {
  if (expr.op != ir::Op::Literal) return std::nullopt;
  auto* value = std::get_if<bool>(&expr.value.data);
  return value == nullptr ? std::nullopt : std::optional<bool>(*value);
}

}  // namespace

Typed Lowering::lower_binary(const ast::Expr& expr) {
  switch (expr.op) {
    case ast::BinaryOp::Equal: return lower_equal(expr);
    case ast::BinaryOp::NotEqual: return negate(lower_equal(expr), expr.span);
    case ast::BinaryOp::Less:
    case ast::BinaryOp::LessEqual:
    case ast::BinaryOp::Greater:
    case ast::BinaryOp::GreaterEqual: return lower_order(expr);
    case ast::BinaryOp::In: return lower_in(expr);
    case ast::BinaryOp::NotIn: return negate(lower_in(expr), expr.span);
    case ast::BinaryOp::Like: return lower_like(expr);
    case ast::BinaryOp::NotLike: return negate(lower_like(expr), expr.span);
    case ast::BinaryOp::Matches: return lower_matches(expr);
    case ast::BinaryOp::NotMatches: return negate(lower_matches(expr), expr.span);
    case ast::BinaryOp::And:
    case ast::BinaryOp::Or: return lower_and_or(expr);
    case ast::BinaryOp::Coalesce: return lower_coalesce(expr);
  }
  return failed(expr.span);
}

Typed Lowering::make_bool(ir::Op op, Span span, std::initializer_list<const ir::Expr*> children) {
  ir::Expr* expr = module_.make(op, ir::Type::Bool, span);
  expr->children = children;
  return {expr, Type::of(ir::Type::Bool)};
}

Typed Lowering::negate(Typed typed, Span span) {
  if (typed.failed()) return typed;
  if (std::optional<bool> constant = truth(*typed.expr)) return literal({!*constant}, Type::of(ir::Type::Bool), span);
  return make_bool(ir::Op::Not, span, {typed.expr});
}

Typed Lowering::lower_not(const ast::Expr& expr) { return negate(condition(*expr.children[0]), expr.span); }

Typed Lowering::lower_and_or(const ast::Expr& expr) {
  std::vector<Typed> operands;
  for (const ast::Expr* child : expr.children) operands.push_back(condition(*child));
  return combine(expr.op == ast::BinaryOp::And ? ir::Op::And : ir::Op::Or, operands, expr.span);
}

// Operands that are constants drop out or decide: a call's condition holds tests on keys only.
Typed Lowering::combine(ir::Op op, const std::vector<Typed>& operands, Span span) {
  bool is_and = op == ir::Op::And, decided = false;
  std::vector<Typed> rest;
  for (const Typed& operand : operands) {
    if (operand.failed()) return failed(span);
    std::optional<bool> constant = truth(*operand.expr);
    decided |= constant && *constant != is_and;
    if (!constant) rest.push_back(operand);
  }
  if (decided || rest.empty()) return literal({is_and != decided}, Type::of(ir::Type::Bool), span);
  if (rest.size() == 1) return rest.front();
  Typed out = make_bool(op, span, {});
  for (const Typed& operand : rest) {
    auto& children = out.expr->children;
    const auto& inner = operand.expr->children;
    if (operand.expr->op == op) {
      children.insert(children.end(), inner.begin(), inner.end());
    } else {
      children.push_back(operand.expr);
    }
  }
  return out;
}

Typed Lowering::lower_coalesce(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  if (context_ == Context::Call) {
    return not_here(expr, "`??` has no use in a condition on calls",
                    "a missing key makes a test false and its negation true");
  }
  Typed left = value(left_at), right = value(right_at);
  if (left.failed() || right.failed()) return failed(expr.span);
  if (!single(left, left_at, "stands left of `??`") || !single(right, right_at, "stands right of `??`"))
    return failed(expr.span);
  if (!unify(left, right, expr)) return failed(expr.span);
  if (left.is_literal() && right.is_literal()) return left.expr->value.is_null() ? right : left;
  ir::Expr* out = module_.make(ir::Op::Coalesce, right.type.kind, expr.span);
  out->children = {left.expr, right.expr};
  Type type = left.type.is_any() || left.type.null_literal ? right.type : left.type;
  out->type = type.kind;
  type.nullable = right.type.nullable;
  return {out, type};
}

Typed Lowering::condition(const ast::Expr& expr) { return as_condition(value(expr), expr); }

Typed Lowering::as_condition(Typed typed, const ast::Expr& at) {
  if (typed.failed() || !single(typed, at, "stands as a condition")) return failed(at.span);
  bool is_key = typed.expr->op == ir::Op::RequestKey;
  if (!typed.type.is(ir::Type::Bool) && (!typed.type.is_any() || typed.type.null_literal)) {
    report(DiagnosticKind::TypeMismatch, at.span,
           fmt::format("{} is {}, not a condition", quoted(at), describe(typed.type)))
        .help("a condition compares: `==`, `<`, `in`, `like`, …");
    return failed(at.span);
  }
  if (is_key) {
    typed.expr->type = ir::Type::Bool;
    return make_bool(ir::Op::Equal, at.span, {typed.expr, literal({true}, Type::of(ir::Type::Bool), at.span).expr});
  }
  if (typed.type.nullable && context_ == Context::Plan) {
    report(DiagnosticKind::MayBeNull, at.span,
           fmt::format("{} may be null, and then is neither true nor false", quoted(at)))
        .help(fmt::format("write `{0} == true`, or `{0} ?? false`", written(at.span)));
    return failed(at.span);
  }
  return typed;
}

}  // namespace berm::check
