#include <fmt/format.h>

#include "reference/eval_plan.h"
#include "reference/trace.h"

namespace berm::reference {

// Reports cut a value before that.
constexpr size_t kMostShown = 64;

// `decisive` is the element's answer that decides whatever the others are: true for `any`, false for `all`.
Result PlanEvaluator::quantifier(const ir::Expr& expr, bool decisive) {
  Trail from = trail();
  Result collection = elements_of(evaluate(*expr.children[0]), expr.children[0]->type);
  Trail before_elements = trail(), before_element = before_elements;
  Arena::Mark made = arena_.mark();
  Result answer = known(boolean(tri(!decisive)));
  Result rest = for_each(collection, [&](const Element& element) {
    // What earlier elements left behind.
    drop_reads(before_elements);
    arena_.release(made);
    before_element = trail();
    bound_[expr.variable] = element;
    Result body = test_element(element.path, *expr.children[1]);
    bool decided = truth(body.value) == tri(decisive);
    if (decided || (body.value.is_unknown() && !answer.value.is_unknown())) answer = std::move(body);
    return !decided;
  });
  if (trace_) trace_->leave_elements(truth(answer.value) == tri(decisive));
  if (truth(answer.value) == tri(decisive)) {
    keep_since(from, before_element);
    return known(answer.value);
  }
  drop_reads(before_elements);
  if (answer.value.is_unknown()) return answer;
  if (rest.value.is_unknown()) return rest;
  drop_reads(from);
  record_collection(*expr.children[0], collection);
  return answer;
}

Result PlanEvaluator::test_element(std::string_view path, const ir::Expr& body) {
  if (trace_) trace_->enter_element(std::string(path));
  Result result = test(body);
  if (trace_) trace_->leave_element(result);
  return result;
}

Value PlanEvaluator::sample(const Result& sequence) {
  std::vector<Value> values;
  Result rest = for_each(sequence, [&](const Element& element) {
    values.push_back(element.value);
    return values.size() < kMostShown;
  });
  if (rest.value.is_unknown()) values.push_back(facts::kUnknown);
  return arena_.list(std::move(values));
}

// No single element decided: the evidence is all of them.
void PlanEvaluator::record_collection(const ir::Expr& expr, const Result& collection) {
  if (expr.op != ir::Op::Path) return;
  const Resource* of = resource(expr.variable);
  std::string path = of ? of->root.path : bound_[expr.variable].path;
  for (const ir::Step& step : expr.steps) {
    if (step.kind == ir::Step::Kind::Each) path += "[*]";
    if (step.kind == ir::Step::Kind::Index) path += "[…]";
    if (step.kind == ir::Step::Kind::Attribute) path += (path.empty() ? "" : ".") + step.attribute;
  }
  reads_.push_back({path, sample(collection)});
}

Result PlanEvaluator::count(const ir::Expr& expr) {
  Result collection = elements_of(evaluate(*expr.children[0]), expr.children[0]->type);
  Trail before_elements = trail();
  size_t number = 0;
  Arena::Mark made = arena_.mark();
  bool may_collapse = expr.children[0]->type == ir::Type::Set;
  Result doubt = known(facts::kNull);
  Result rest = for_each(collection, [&](const Element& element) {
    bound_[expr.variable] = element;
    Result body = test_element(element.path, *expr.children[1]);
    bool counts = truth(body.value) == Tri::True;
    if (counts) ++number;
    if (body.value.is_unknown()) doubt = std::move(body);
    // A set with unknown elements may have fewer of them than it shows.
    if (counts && may_collapse && !is_whole(element.value)) doubt = unknown(element);
    drop_reads(before_elements);
    arena_.release(made);
    return !doubt.value.is_unknown();
  });
  if (trace_) trace_->leave_elements(false);
  if (doubt.value.is_unknown()) return unknown(doubt.path, doubt.why);
  if (rest.value.is_unknown()) return rest;
  return known(arena_.number(fmt::format("{}", number)));
}

}  // namespace berm::reference
