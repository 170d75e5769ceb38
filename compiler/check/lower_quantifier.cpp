// `any`, `all`, `no`, `count`.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/check/lowering.h"
#include "ir/variables.h"

namespace berm::check {
namespace {

// Copies of a body that constant lists may make in one expression.
constexpr size_t kMaxExpansions = 4096;

// A join of two collections of a resource; a third one would make the cost the cube of the plan.
constexpr size_t kMaxCombined = 2;

// One whose size the source, not the plan, says.
bool is_written(const ir::Expr& collection) {
  return collection.op == ir::Op::Literal || collection.op == ir::Op::List;
}

}  // namespace

Typed Lowering::lower_quantifier(const ast::Expr& expr) {
  if (expr.children.size() < 2) return count_of(expr);
  const ast::Expr& over = *expr.children[0];
  Typed collection = value(over);
  bool fine = !collection.failed() && (is_planned_map(collection) || is_collection(collection, over, "a quantifier"));
  if (!is_new_name(expr)) return failed(expr.span);
  if (!fine) {
    // The body is checked all the same: its other mistakes are reported too.
    body(expr, {.name = std::string(expr.text), .type = Type::failed(), .span = expr.name_span});
    return failed(expr.span);
  }
  bool about_call = context_ != Context::Plan;
  if (about_call && expr.quantifier == ast::QuantifierKind::Count) {
    return not_here(expr, "policies of the cloud do not count", "`any`, `all` and `no` can be asked");
  }
  return about_call && collection.is_literal() ? expand(expr, collection) : quantify(expr, collection);
}

// A quantifier goes over the values of a map.
bool Lowering::is_planned_map(const Typed& typed) const {
  return context_ == Context::Plan && typed.type.is(ir::Type::Map) && !typed.is_literal();
}

bool Lowering::is_new_name(const ast::Expr& expr) {
  const Binding* other = scope_->find(expr.text);
  if (other == nullptr && !root_named(expr.text)) return true;
  Diagnostic& diagnostic =
      report(DiagnosticKind::ShadowedName, expr.name_span, fmt::format("`{}` is already a name here", expr.text));
  if (other != nullptr && !other->span.empty()) diagnostic.label(other->span, "declared here");
  diagnostic.help("give the element another name");
  return false;
}

Typed Lowering::body(const ast::Expr& expr, Binding element) {
  Scope inner(scope_);
  inner.declare(std::move(element));
  const Scope* outer = std::exchange(scope_, &inner);
  Typed out = condition(*expr.children[1]);
  scope_ = outer;
  return out;
}

Typed Lowering::quantify(const ast::Expr& expr, const Typed& collection) {
  if (context_ != Context::Plan && !collection.type.multivalued) {
    return not_here(*expr.children[0],
                    fmt::format("{} is neither a key with several values nor a constant", quoted(*expr.children[0])),
                    "keys with several values are such as `request.tag_keys`");
  }
  Binding element{.name = std::string(expr.text),
                  .type = collection.type.one(),
                  .variable = module_.make_variable(),
                  .span = expr.name_span};
  ir::Variable variable = element.variable;
  std::optional<std::vector<ir::Variable>> combined = nested_under(*expr.children[0], *collection.expr, variable);
  if (!combined) return failed(expr.span);
  std::swap(combined_, *combined);
  Typed test = body(expr, std::move(element));
  std::swap(combined_, *combined);
  if (test.failed()) return failed(expr.span);
  bool all = expr.quantifier == ast::QuantifierKind::All, count = expr.quantifier == ast::QuantifierKind::Count;
  Typed out = make_bool(all     ? ir::Op::All
                        : count ? ir::Op::Count
                                : ir::Op::Any,
                        expr.span, {collection.expr, test.expr});
  out.expr->variable = variable;
  if (count) out.type.kind = out.expr->type = ir::Type::Int;
  return expr.quantifier == ast::QuantifierKind::No ? negate(out, expr.span) : out;
}

// What is combined inside this quantifier. Going over the parts of an element costs as much as those parts; anything
// else is gone over once for each of the combinations that there are. Nothing, after a report, where that is too much.
std::optional<std::vector<ir::Variable>> Lowering::nested_under(const ast::Expr& over, const ir::Expr& collection,
                                                                ir::Variable element) {
  std::vector<ir::Variable> combined = combined_;
  if (context_ != Context::Plan || is_written(collection)) return combined;
  std::set<ir::Variable> read = variables_read(collection);
  auto parent = read.size() == 1 ? std::find(combined.begin(), combined.end(), *read.begin()) : combined.end();
  if (parent != combined.end()) {
    *parent = element;
    return combined;
  }
  combined.push_back(element);
  if (combined.size() <= kMaxCombined) return combined;
  report(DiagnosticKind::CostlyQuantifier, over.span,
         fmt::format("{} is gone over for each combination of two other collections", quoted(over)))
      .help(
          "go over a part of an element from outside (`any b in a.parts[*]`), or move this quantifier out of the "
          "others "
          "and join them by `and`; at most two unrelated collections are combined");
  return std::nullopt;
}

// Over a constant list: the body once for each element, up to the first mistake.
Typed Lowering::expand(const ast::Expr& expr, const Typed& collection) {
  Type element = collection.type.one();
  std::vector<Typed> tests;
  for (const ir::Value& item : std::get<ir::ValueList>(collection.expr->value.data)) {
    if (++expansions_ > kMaxExpansions) return too_many_expansions(expr);
    Type type = element.is_any() ? natural_type(item) : element;
    const ir::Expr* constant = literal(item, type, expr.span).expr;
    tests.push_back(
        body(expr, {.name = std::string(expr.text), .type = type, .constant = constant, .span = expr.name_span}));
    if (tests.back().failed()) return failed(expr.span);
  }
  bool all = expr.quantifier == ast::QuantifierKind::All;
  Typed out = combine(all ? ir::Op::And : ir::Op::Or, tests, expr.span);
  return expr.quantifier == ast::QuantifierKind::No ? negate(out, expr.span) : out;
}

Typed Lowering::too_many_expansions(const ast::Expr& expr) {
  report(DiagnosticKind::ExpansionTooLarge, expr.span,
         fmt::format("quantifiers over constants make more than {} conditions", kMaxExpansions))
      .help("use fewer or shorter lists");
  return failed(expr.span);
}

// `count(xs)`
Typed Lowering::count_of(const ast::Expr& expr) {
  if (!argument_count(expr, 1)) return failed(expr.span);
  const ast::Expr& over = *expr.children[0];
  Typed collection = value(over);
  if (collection.failed() || !is_collection(collection, over, "`count`")) return failed(expr.span);
  if (context_ == Context::Call) {
    return not_here(expr, "policies of the cloud do not count", "`any`, `all` and `no` can be asked");
  }
  ir::Variable element = module_.make_variable();
  if (!nested_under(over, *collection.expr, element)) return failed(expr.span);
  ir::Expr* out = module_.make(ir::Op::Count, ir::Type::Int, expr.span);
  out->variable = element;
  out->children = {collection.expr, literal({true}, Type::of(ir::Type::Bool), expr.span).expr};
  return {out, Type::of(ir::Type::Int)};
}

}  // namespace berm::check
