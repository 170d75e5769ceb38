// `==`, `<`, `like`, `matches`, and which values go together.
#include <fmt/format.h>

#include "access/evaluate.h"
#include "compiler/check/fold.h"
#include "compiler/check/lowering.h"
#include "compiler/check/regex.h"

namespace berm::check {
namespace {

bool is_ordered(const Type& type) { return type.is_number() || type.is(ir::Type::Time) || type.is(ir::Type::Duration); }

const std::string* literal_text(const Typed& typed) {
  return typed.is_literal() ? std::get_if<std::string>(&typed.expr->value.data) : nullptr;
}

// How the constant on one side is written so that it has the other side's type; empty where there is no way.
std::string rewritten(const Typed& constant, const Type& other) {
  bool bare = constant.type.is_number() || constant.type.is(ir::Type::Bool);
  if (constant.is_literal() && other.is_text() && bare) return fmt::format("\"{}\"", show(constant.expr->value));
  const std::string* text = literal_text(constant);
  if (text == nullptr || !(other.is_number() || other.is(ir::Type::Bool))) return "";
  ir::Value value{*text};
  return fit_text(value, other) ? "" : *text;
}

}  // namespace

Typed Lowering::lower_equal(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Typed left = value(left_at), right = value(right_at);
  if (left.failed() || right.failed()) return failed(expr.span);
  bool asks_for_absence = context_ == Context::Call && (left.type.null_literal || right.type.null_literal);
  bool singles = asks_for_absence || (single(left, left_at, "is compared") && single(right, right_at, "is compared"));
  if (!singles || !unify(left, right, expr)) return failed(expr.span);
  if (left.is_literal() && right.is_literal()) {
    return literal({equal_constants(*left.expr, *right.expr)}, Type::of(ir::Type::Bool), expr.span);
  }
  if (context_ == Context::Call) {
    if (!key_and_constant(left, right, expr) || !one_address(left, right, expr)) return failed(expr.span);
    if (!is_key(left)) std::swap(left, right);
  }
  return make_bool(ir::Op::Equal, expr.span, {left.expr, right.expr});
}

Typed Lowering::lower_order(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Typed left = value(left_at), right = value(right_at);
  if (left.failed() || right.failed()) return failed(expr.span);
  if (!single(left, left_at, "is compared") || !single(right, right_at, "is compared")) return failed(expr.span);
  if (!unify(left, right, expr)) return failed(expr.span);
  // Of two sides without an order one is told of; of two that may be null, both.
  bool left_fine = ordered(left, left_at);
  bool right_fine = (left_fine || is_ordered(right.type)) && ordered(right, right_at);
  if (!left_fine || !right_fine) return failed(expr.span);
  bool or_equal = expr.op == ast::BinaryOp::LessEqual || expr.op == ast::BinaryOp::GreaterEqual;
  bool swapped = expr.op == ast::BinaryOp::Greater || expr.op == ast::BinaryOp::GreaterEqual;
  if (swapped) std::swap(left, right);
  if (left.is_literal() && right.is_literal()) {
    return literal({less_constants(*left.expr, *right.expr, or_equal)}, Type::of(ir::Type::Bool), expr.span);
  }
  if (context_ == Context::Call && !key_and_constant(left, right, expr)) return failed(expr.span);
  return make_bool(or_equal ? ir::Op::LessEqual : ir::Op::Less, expr.span, {left.expr, right.expr});
}

bool Lowering::ordered(const Typed& typed, const ast::Expr& at) {
  bool unknown_type = typed.type.is_any() && !typed.type.null_literal;
  if (!unknown_type && !is_ordered(typed.type)) {
    report(DiagnosticKind::TypeMismatch, at.span,
           fmt::format("{} is {}, which has no order", quoted(at), describe(typed.type)))
        .help("numbers, times and durations have an order");
    return false;
  }
  if (!typed.type.nullable || context_ == Context::Call) return true;
  report(DiagnosticKind::MayBeNull, at.span, fmt::format("{} may be null, which has no order", quoted(at)))
      .help(fmt::format("write the value that null stands for, such as `({} ?? {})`", written(at.span),
                        typed.type.is(ir::Type::Time)       ? "\"2026-01-31T12:00:00Z\""
                        : typed.type.is(ir::Type::Duration) ? "0s"
                                                            : "0"));
  return false;
}

Typed Lowering::lower_like(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Typed left = value(left_at), right = value(right_at);
  if (left.failed() || right.failed()) return failed(expr.span);
  if (!single(left, left_at, "is compared") || !single(right, right_at, "is a pattern")) return failed(expr.span);
  bool is_text = left.type.is_text() && !left.type.is(ir::Type::Cidr);
  if (!is_text && !convert(left, Type::of(ir::Type::String), left_at)) return failed(expr.span);
  if (left.type.is(ir::Type::Cidr)) {
    report(DiagnosticKind::TypeMismatch, left_at.span,
           fmt::format("{} is an address, which is not matched as text", quoted(left_at)))
        .help(fmt::format("write `{} in [\"10.0.0.0/8\"]`", written(left_at.span)));
    return failed(expr.span);
  }
  if (!is_pattern_for(right, left, right_at)) return failed(expr.span);
  if (left.is_literal() && right.is_literal()) {
    return literal({like_constants(*left.expr, *right.expr)}, Type::of(ir::Type::Bool), expr.span);
  }
  if (context_ == Context::Call && !is_key(left)) {
    not_here(left_at, fmt::format("{} is not a condition key", quoted(left_at)),
             "the key stands left of `like`, the pattern right");
    return failed(expr.span);
  }
  return make_bool(ir::Op::Like, expr.span, {left.expr, right.expr});
}

bool Lowering::is_pattern_for(Typed& pattern, const Typed& text, const ast::Expr& at) {
  if (pattern.type.is_array()) {
    report(DiagnosticKind::TypeMismatch, at.span,
           fmt::format("{} is {}, not one pattern", quoted(at), describe(pattern.type)))
        .help(fmt::format("write `any p in {} {{ … like p }}`", written(at.span)));
    return false;
  }
  if (!pattern.type.is_text() && !convert(pattern, Type::of(ir::Type::String), at)) return false;
  const std::string* glob = literal_text(pattern);
  if (!text.type.is(ir::Type::Arn)) return true;
  pattern.expr->type = ir::Type::Arn;
  if (glob == nullptr || is_arn_pattern(*glob)) return true;
  report(DiagnosticKind::InvalidLiteral, at.span, fmt::format("`{}` is not a pattern of ARNs", *glob))
      .help("an ARN has six parts, such as `arn:aws:s3:::bucket/*`; each may be `*`");
  return false;
}

Typed Lowering::lower_matches(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Typed left = value(left_at);
  if (context_ == Context::Call) {
    not_here(expr, "policies of the cloud have no regular expressions", "`like` takes globs, with `*` and `?`");
    return failed(expr.span);
  }
  if (left.failed() || !single(left, left_at, "is compared")) return failed(expr.span);
  // What has no type stays without: a number is matched as its text there.
  bool untyped = left.type.is_any() && !left.is_literal();
  if (!left.type.is_text() && !untyped && !convert(left, Type::of(ir::Type::String), left_at)) return failed(expr.span);
  std::optional<std::string> pattern = regex(right_at);
  if (!pattern) return failed(expr.span);
  Typed out = make_bool(ir::Op::Matches, expr.span, {left.expr});
  out.expr->value = {std::move(*pattern)};
  return out;
}

// Written there, or the name of one.
std::optional<std::string> Lowering::regex(const ast::Expr& at) {
  bool name = at.kind == ast::ExprKind::Name || at.kind == ast::ExprKind::Member;
  Typed named = name ? value(at) : Typed{};
  if (name && named.failed()) return std::nullopt;
  const std::string* text = name ? literal_text(named) : nullptr;
  if (at.kind != ast::ExprKind::Regex && text == nullptr) {
    report(DiagnosticKind::TypeMismatch, at.span, fmt::format("{} is not a regular expression", quoted(at)))
        .help("a regular expression stands between backquotes");
    return std::nullopt;
  }
  std::string pattern = text ? *text : std::string(at.text);
  if (std::optional<std::string> mistake = regex_mistake(pattern)) {
    report(DiagnosticKind::InvalidRegex, at.span, *mistake).help("patterns are those of RE2");
    return std::nullopt;
  }
  return pattern;
}

bool Lowering::unify(Typed& left, Typed& right, const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  bool same = left.type.kind == right.type.kind && !left.type.resource && !right.type.resource;
  if ((left.type.null_literal && !right.type.resource) || (right.type.null_literal && !left.type.resource)) return true;
  if (left.type.is_any()) return convert(left, right.type, left_at);
  if (right.type.is_any()) return convert(right, left.type, right_at);
  bool text = left.type.is_text() || right.type.is_text();
  bool time = left.type.is(ir::Type::Time) || right.type.is(ir::Type::Time);
  if (text && !same && (time || (left.type.is_text() && right.type.is_text()))) return unify_texts(left, right, expr);
  // Keys that hold an age count in seconds.
  Typed& age = left.type.is(ir::Type::Duration) ? left : right;
  Typed& key = left.type.is(ir::Type::Duration) ? right : left;
  if (age.type.is(ir::Type::Duration) && key.type.is_number() && is_key(key)) {
    age.type.kind = age.expr->type = ir::Type::Int;
    return true;
  }
  bool arrays = left.type.is_array() && right.type.is_array();
  Type left_element = left.type.element_type(), right_element = right.type.element_type();
  bool elements = left_element.is_any() || right_element.is_any() || left_element.kind == right_element.kind ||
                  (left_element.is_text() && right_element.is_text()) ||
                  (left_element.is_number() && right_element.is_number());
  bool fine = arrays ? elements : same || (left.type.is_number() && right.type.is_number());
  if (!fine) mismatch(left, right, expr);
  return fine;
}

// A string takes the more particular type of the other side.
bool Lowering::unify_texts(Typed& left, Typed& right, const ast::Expr& expr) {
  if (left.type.is(ir::Type::String)) return convert(left, Type::of(right.type.kind), *expr.children[0]);
  if (right.type.is(ir::Type::String)) return convert(right, Type::of(left.type.kind), *expr.children[1]);
  mismatch(left, right, expr);
  return false;
}

void Lowering::mismatch(const Typed& left, const Typed& right, const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Diagnostic& diagnostic = report(
      DiagnosticKind::TypeMismatch, expr.span,
      fmt::format("{} is {}, {} is {}", quoted(left_at), describe(left.type), quoted(right_at), describe(right.type)));
  std::string better = rewritten(right, left.type);
  if (better.empty()) better = rewritten(left, right.type);
  if (!better.empty()) diagnostic.help(fmt::format("write `{}`", better));
  if (left.type.resource || right.type.resource) diagnostic.help("compare an attribute of it");
}

bool Lowering::is_key(const Typed& typed) const {
  const ir::Expr* expr = typed.expr;
  const bool folded = expr->op == ir::Op::Call && expr->builtin == ir::Builtin::Lower;
  if (folded && context_ == Context::Call) expr = expr->children.front();
  // In a call's condition the only variables are the values of a key.
  return expr->op == ir::Op::RequestKey || (context_ == Context::Call && expr->op == ir::Op::Path);
}

// A policy compares a key with a constant, or with a text made of constants and keys.
bool Lowering::key_and_constant(const Typed& left, const Typed& right, const ast::Expr& expr) {
  const Typed& key = is_key(left) ? left : right;
  const Typed& other = is_key(left) ? right : left;
  if (!is_key(key)) {
    not_here(expr, fmt::format("{} tests no condition key", quoted(expr)),
             "compare an attribute of `request`, `principal` or `resource`");
    return false;
  }
  bool text = key.type.is_text() && other.type.is_text() && !key.type.is(ir::Type::Cidr);
  bool variable = other.expr->op == ir::Op::Concat || is_key(other);
  if (other.is_literal() || (text && variable)) return true;
  not_here(expr, "a condition on calls compares a key with a constant",
           "texts may also be made of keys, such as `\"{principal.tags.team}\"`");
  return false;
}

bool Lowering::one_address(const Typed& left, const Typed& right, const ast::Expr& expr) {
  bool left_is_key = is_key(left);
  const Typed& key = left_is_key ? left : right;
  const Typed& constant = left_is_key ? right : left;
  const ast::Expr &key_at = *expr.children[left_is_key ? 0 : 1], &at = *expr.children[left_is_key ? 1 : 0];
  const std::string* text = literal_text(constant);
  std::optional<access::Cidr> cidr = text == nullptr ? std::nullopt : access::parse_cidr(*text);
  if (!key.type.is(ir::Type::Cidr) || !cidr || cidr->prefix == (cidr->v6 ? 128 : 32)) return true;
  report(DiagnosticKind::TypeMismatch, at.span,
         fmt::format("{} is a range, {} is one address", quoted(at), quoted(key_at)))
      .help(fmt::format("write `{} in [{}]`", written(key_at.span), written(at.span)));
  return false;
}

bool Lowering::single(const Typed& typed, const ast::Expr& at, const char* role) {
  if (!typed.type.is_several()) return true;
  report(DiagnosticKind::SeveralValues, at.span,
         fmt::format("{} has several values, and only one {}", quoted(at), role))
      .help(fmt::format("write `any v in {} {{ … v … }}`, or `all` or `no`", written(at.span)));
  return false;
}

}  // namespace berm::check
