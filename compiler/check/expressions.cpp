#include "compiler/check/expressions.h"

#include <fmt/format.h>

#include "compiler/check/literals.h"
#include "compiler/check/lowering.h"
#include "compiler/check/resource_types.h"

namespace berm::check {

ExpressionChecker::ExpressionChecker(ir::Module& module, const catalog::Catalog& catalog, const SourceSet& sources,
                                     const Records& declared, const GrantActions& grants, Diagnostics& diagnostics)
    : module_(module), vocabulary_{catalog, declared, grants}, sources_(sources), diagnostics_(diagnostics) {}

ir::Expr* ExpressionChecker::lower(const ast::Expr& expr, const Scope& scope, Context context,
                                   const std::optional<Type>& expected, Type* result) {
  Lowering lowering(module_, vocabulary_, sources_, diagnostics_, scope, context);
  Typed typed = lowering.value(expr);
  if (expected && !lowering.convert(typed, *expected, expr)) {
    typed.type = Type::failed();
    typed.expr = module_.make(ir::Op::Literal, ir::Type::Any, expr.span);
  }
  if (result != nullptr) *result = typed.type;
  return typed.expr;
}

ir::Expr* ExpressionChecker::lower_condition(const ast::Expr& expr, const Scope& scope, Context context) {
  return Lowering(module_, vocabulary_, sources_, diagnostics_, scope, context).condition(expr).expr;
}

ir::Expr* ExpressionChecker::lower_text(const ast::Expr& expr, const Scope& scope, Context context) {
  return Lowering(module_, vocabulary_, sources_, diagnostics_, scope, context).text(expr).expr;
}

const ir::Expr* ExpressionChecker::lower_attribute(const ast::Expr& expr, const Scope& scope, Type* type) {
  Lowering lowering(module_, vocabulary_, sources_, diagnostics_, scope, Context::Plan);
  Typed typed = lowering.attribute_path(expr);
  if (typed.failed()) return nullptr;
  if (typed.type.sequence) {
    diagnostics_.add(DiagnosticKind::SeveralValues, fmt::format("`{}` names several values", sources_.text(expr.span)))
        .at(expr.span)
        .help("name one attribute, without `[*]`");
    return nullptr;
  }
  if (type != nullptr) *type = typed.type;
  return typed.expr;
}

std::optional<ir::Value> ExpressionChecker::constant(const ast::Expr& expr, const Scope& scope, const Type& expected,
                                                     Type* result) {
  Lowering lowering(module_, vocabulary_, sources_, diagnostics_, scope, Context::Constant);
  Typed typed = lowering.value(expr);
  if (typed.failed()) return std::nullopt;
  if (!typed.is_literal()) {
    diagnostics_.add(DiagnosticKind::NotConstant, "the value is known only when a plan or a call is judged")
        .at(expr.span)
        .help("write a literal, or names of `let` and `param`");
    return std::nullopt;
  }
  if (!lowering.convert(typed, expected, expr)) return std::nullopt;
  if (result != nullptr) *result = typed.type;
  return typed.expr->value;
}

std::optional<std::string> ExpressionChecker::fit(ir::Value& value, const Type& expected) const {
  std::optional<Misfit> misfit = fit_text(value, expected);
  if (!misfit) return std::nullopt;
  return misfit->message;
}

Type ExpressionChecker::resource_type(const std::vector<ast::Name>& types) {
  return check::resource_type(types, vocabulary_, diagnostics_);
}

const ir::Expr* ExpressionChecker::literal(ir::Value value, const Type& type, Span span) {
  ir::Expr* expr = module_.make(ir::Op::Literal, type.kind, span);
  expr->value = std::move(value);
  return expr;
}

}  // namespace berm::check
