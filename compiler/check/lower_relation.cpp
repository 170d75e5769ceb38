// Relations between resources: `has T x where { … }`, `count(T x where { … })`, `refers(x.a, y)`.
#include <fmt/format.h>

#include "compiler/check/lowering.h"
#include "compiler/check/resource_types.h"
#include "ir/variables.h"

namespace berm::check {
namespace {

void collect_conjuncts(const ir::Expr& condition, std::vector<const ir::Expr*>& conjuncts) {
  if (condition.op != ir::Op::And) return conjuncts.push_back(&condition);
  for (const ir::Expr* child : condition.children) collect_conjuncts(*child, conjuncts);
}

bool is_text(ir::Type type) {
  return type == ir::Type::String || type == ir::Type::Arn || type == ir::Type::Account || type == ir::Type::Region;
}

// `inner.a` on one side, and on the other a text that is known without `inner`.
bool equal_is_index(const ir::Expr& attribute, const ir::Expr& text, ir::Variable inner) {
  bool by_name = attribute.op == ir::Op::Path && attribute.variable == inner && is_text(attribute.type);
  for (const ir::Step& step : attribute.steps) by_name = by_name && step.kind == ir::Step::Kind::Attribute;
  std::set<ir::Variable> read = free_variables(text);
  return by_name && !read.empty() && !read.contains(inner);
}

// What an evaluator can look candidates up by.
bool is_index(const ir::Expr& conjunct, ir::Variable inner) {
  if (conjunct.children.size() != 2) return false;
  const ir::Expr &left = *conjunct.children[0], &right = *conjunct.children[1];
  if (conjunct.op == ir::Op::Refers) return (left.variable == inner) != (right.variable == inner);
  if (conjunct.op != ir::Op::Equal) return false;
  return equal_is_index(left, right, inner) || equal_is_index(right, left, inner);
}

bool identifies(const Type& type) {
  return type.is_text() || type.is_any() || (type.is_array() && identifies(type.element_type()));
}

}  // namespace

Typed Lowering::lower_exists(const ast::Expr& expr) {
  bool counts = expr.kind == ast::ExprKind::CountOf;
  if (context_ != Context::Plan) {
    return not_here(expr,
                    fmt::format("`{}` asks what a plan holds, and this is not about a plan", counts ? "count" : "has"),
                    "relations between resources stand in `plan` clauses and behind `require`");
  }
  std::vector<ast::Name> types;
  for (const ast::Expr* type : expr.children[0]->children) types.push_back({type->text, type->span});
  Binding inner{.name = std::string(expr.text),
                .type = resource_type(types, vocabulary_, diagnostics_),
                .variable = module_.make_variable(),
                .span = expr.name_span};
  if (!is_new_name(expr)) return failed(expr.span);
  ir::Expr* out =
      module_.make(counts ? ir::Op::CountOf : ir::Op::Exists, counts ? ir::Type::Int : ir::Type::Bool, expr.span);
  out->variable = inner.variable;
  for (const ast::Name& type : types) out->types.emplace_back(type.text);
  Typed test = literal({true}, Type::of(ir::Type::Bool), expr.span);
  if (expr.children.size() > 1) {
    // What goes over a part of the inner resource costs as much as that part.
    combined_.push_back(inner.variable);
    test = body(expr, std::move(inner));
    combined_.pop_back();
  }
  if (test.failed() || !has_index(expr, *test.expr, out->variable)) return failed(expr.span);
  out->children = {test.expr};
  return {out, Type::of(out->type)};
}

bool Lowering::has_index(const ast::Expr& expr, const ir::Expr& condition, ir::Variable inner) {
  std::set<ir::Variable> outer = free_variables(condition);
  outer.erase(inner);
  if (outer.empty()) return true;
  std::vector<const ir::Expr*> conjuncts;
  collect_conjuncts(condition, conjuncts);
  for (const ir::Expr* conjunct : conjuncts) {
    if (is_index(*conjunct, inner)) return true;
  }
  report(DiagnosticKind::CostlyJoin, expr.span, "this would be judged for every pair of resources of the plan")
      .help(fmt::format(
          "join them by a part of the condition that all must fulfil: `refers({}.…, …)` or `{}.… == …`; what "
          "is about the other resource alone stands outside of the braces",
          expr.text, expr.text));
  return false;
}

Typed Lowering::lower_refers(const ast::Expr& expr) {
  if (!argument_count(expr, 2)) return failed(expr.span);
  if (context_ != Context::Plan) {
    return not_here(expr, "`refers` asks about resources of a plan", "it can be asked of a planned change");
  }
  Typed attribute = reference_argument(*expr.children[0]);
  Typed resource = resource_argument(*expr.children[1]);
  if (attribute.failed() || resource.failed()) return failed(expr.span);
  return make_bool(ir::Op::Refers, expr.span, {attribute.expr, resource.expr});
}

Typed Lowering::reference_argument(const ast::Expr& expr) {
  Typed typed = value(expr);
  if (typed.failed()) return typed;
  if (typed.expr->op != ir::Op::Path || typed.type.resource) {
    report(DiagnosticKind::TypeMismatch, expr.span, fmt::format("{} is not an attribute of a resource", quoted(expr)))
        .help("the attribute that refers stands first, then the resource: `refers(f.vpc_id, v)`");
    return failed(expr.span);
  }
  Type one = typed.type;
  one.sequence = false;
  if (identifies(one)) return typed;
  report(DiagnosticKind::TypeMismatch, expr.span,
         fmt::format("{} is {}, which identifies no resource", quoted(expr), describe(typed.type)))
      .help("a resource is referred to by its id, ARN or name");
  return failed(expr.span);
}

}  // namespace berm::check
