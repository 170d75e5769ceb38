// `in`.
#include <fmt/format.h>

#include <limits>

#include "compiler/check/fold.h"
#include "compiler/check/lowering.h"

namespace berm::check {
Typed Lowering::lower_in(const ast::Expr& expr) {
  const ast::Expr &left_at = *expr.children[0], &right_at = *expr.children[1];
  Typed element = value(left_at), collection = value(right_at);
  if (element.failed() || collection.failed()) return failed(expr.span);
  if (!single(element, left_at, "is looked for")) return failed(expr.span);
  if (!is_collection(collection, right_at, "`in`") || !unify_elements(element, collection, expr))
    return failed(expr.span);
  if (element.is_literal() && collection.is_literal()) {
    return literal({is_among_constants(*element.expr, *collection.expr)}, Type::of(ir::Type::Bool), expr.span);
  }
  constexpr ir::Variable kNone = std::numeric_limits<ir::Variable>::max();
  if (!nested_under(right_at, *collection.expr, kNone)) return failed(expr.span);
  if (context_ == Context::Call) {
    if (!readable_in_call(element, collection, expr)) return failed(expr.span);
    if (element.type.is(ir::Type::Cidr) && collection.is_literal()) return in_ranges(element, collection, expr.span);
  }
  return make_bool(ir::Op::In, expr.span, {element.expr, collection.expr});
}

bool Lowering::is_collection(Typed& typed, const ast::Expr& at, const char* user) {
  bool unchecked_key = typed.expr->op == ir::Op::RequestKey && typed.type.is_any();
  if (unchecked_key) typed.expr->multivalued = typed.type.multivalued = true;
  if (typed.type.is_several() || typed.type.is_array()) return true;
  if (typed.type.is_any() && !typed.type.null_literal) return true;
  Diagnostic& diagnostic = report(DiagnosticKind::TypeMismatch, at.span,
                                  fmt::format("{} is {}, and {} wants a list", quoted(at), describe(typed.type), user));
  if (typed.type.is(ir::Type::Map))
    diagnostic.help(fmt::format("`{}[\"…\"] != null` asks for a key", written(at.span)));
  if (typed.type.is_text()) {
    diagnostic.help(context_ == Context::Call ? "one value is compared by `==`"
                                              : "`contains(text, part)` looks into a text");
  }
  return false;
}

bool Lowering::unify_elements(Typed& element, Typed& collection, const ast::Expr& expr) {
  Type one = collection.type.one();
  bool numbers = element.type.is_number() && one.is_number();
  if (element.type.null_literal || numbers || one.kind == element.type.kind) return true;
  bool texts = element.type.is_text() && one.is_text();
  bool time = element.type.is(ir::Type::Time) || one.is(ir::Type::Time);
  bool by_element = (texts && one.is(ir::Type::String)) || (time && one.is(ir::Type::String)) || one.is_any();
  if (by_element && !collection.is_literal()) return true;
  if (by_element) return convert(collection, Type::list_of(Type::of(element.type.kind)), *expr.children[1]);
  if ((texts && element.type.is(ir::Type::String)) || (time && element.type.is(ir::Type::String)) ||
      element.type.is_any()) {
    return convert(element, one, *expr.children[0]);
  }
  report(DiagnosticKind::TypeMismatch, expr.span,
         fmt::format("{} is {}, and {} holds {}", quoted(*expr.children[0]), describe(element.type),
                     quoted(*expr.children[1]), describe_many(one)));
  return false;
}

bool Lowering::readable_in_call(const Typed& element, const Typed& collection, const ast::Expr& expr) {
  if (is_key(element) && (collection.is_literal() || collection.expr->op == ir::Op::List)) return true;
  bool text = element.type.is_text();
  bool readable = element.is_literal() || (text && (element.expr->op == ir::Op::Concat || is_key(element)));
  if (collection.type.multivalued && readable) return true;
  not_here(expr, fmt::format("{} tests no condition key", quoted(expr)),
           "compare an attribute of `request`, `principal` or `resource`");
  return false;
}

// An address is in a list of ranges when one of them covers it.
Typed Lowering::in_ranges(const Typed& address, const Typed& ranges, Span span) {
  std::vector<Typed> tests;
  for (const ir::Value& range : std::get<ir::ValueList>(ranges.expr->value.data)) {
    Typed constant = literal(range, Type::of(ir::Type::Cidr), ranges.expr->span);
    Typed test = make_bool(ir::Op::Call, span, {constant.expr, address.expr});
    test.expr->builtin = ir::Builtin::Covers;
    tests.push_back(test);
  }
  return combine(ir::Op::Or, tests, span);
}

}  // namespace berm::check
