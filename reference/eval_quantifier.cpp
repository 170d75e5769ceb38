#include <fmt/format.h>

#include "reference/eval_plan.h"

namespace berm::reference {

// `decisive` is the element's answer that decides whatever the others are: true for `any`, false for `all`.
Result PlanEvaluator::quantifier(const ir::Expr& expr, bool decisive) {
  size_t from = reads_.size();
  Result collection = elements_of(evaluate(*expr.children[0]));
  Result first_unknown = known(boolean(tri(!decisive)));
  for (const Element& element : collection.elements) {
    size_t before_element = reads_.size();
    bound_[expr.variable] = element;
    Result body = evaluate(*expr.children[1]);
    Tri value = truth(body.value);
    if (value == tri(decisive)) {
      keep_reads(from, before_element);
      return known(boolean(value));
    }
    if (value == Tri::Unknown && !first_unknown.value.is_unknown()) first_unknown = unknown(body.path);
    reads_.resize(before_element);
  }
  if (first_unknown.value.is_unknown()) return first_unknown;
  if (collection.open) return unknown(collection.path);
  reads_.resize(from);
  record_collection(*expr.children[0], collection);
  return first_unknown;
}

// No single element decided: the evidence is all of them.
void PlanEvaluator::record_collection(const ir::Expr& expr, const Result& collection) {
  if (expr.op != ir::Op::Path) return;
  std::vector<Value> values;
  for (const Element& element : collection.elements) values.push_back(element.value);
  std::string path = expr.variable == variable_ ? "" : bound_[expr.variable].path;
  for (const ir::Step& step : expr.steps) {
    if (step.kind == ir::Step::Kind::Each) path += "[*]";
    if (step.kind == ir::Step::Kind::Index) path += "[…]";
    if (step.kind == ir::Step::Kind::Attribute) path += (path.empty() ? "" : ".") + step.attribute;
  }
  reads_.push_back({path, arena_.list(std::move(values))});
}

Result PlanEvaluator::count(const ir::Expr& expr) {
  Result collection = elements_of(evaluate(*expr.children[0]));
  size_t number = 0;
  for (const Element& element : collection.elements) {
    bound_[expr.variable] = element;
    Result body = evaluate(*expr.children[1]);
    Tri value = truth(body.value);
    if (value == Tri::Unknown) return unknown(body.path);
    if (value == Tri::True) ++number;
  }
  if (collection.open) return unknown(collection.path);
  return known(arena_.number(fmt::format("{}", number)));
}

}  // namespace berm::reference
