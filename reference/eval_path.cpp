// Reading attributes.
#include <algorithm>

#include "reference/eval_plan.h"

namespace berm::reference {
namespace {

bool same_step(const ir::Step& a, const ir::Step& b) {
  if (a.kind != b.kind || a.attribute != b.attribute) return false;
  return a.kind != ir::Step::Kind::Index || (a.index && b.index && a.index->value == b.index->value);
}

bool begins_with(const std::vector<ir::Step>& steps, const std::vector<ir::Step>& start) {
  return steps.size() >= start.size() && std::equal(start.begin(), start.end(), steps.begin(), same_step);
}

}  // namespace

Result PlanEvaluator::read(const ir::Expr& expr) {
  if (expr.variable != variable_) {
    auto bound = bound_.find(expr.variable);
    return bound == bound_.end() ? unknown("") : walk(bound->second, expr.steps, 0);
  }
  size_t first = 0;
  Element start = assumed(expr, first);
  return walk(std::move(start), expr.steps, first);
}

// The resource itself; or, where a provider's default takes the place of an unknown attribute, that, with the number of
// steps that it replaces.
Element PlanEvaluator::assumed(const ir::Expr& expr, size_t& first) {
  Element resource{root_, ""};
  if (!assumptions_) return resource;
  for (const ir::Assumption& assumption : *assumptions_) {
    const std::vector<ir::Step>& steps = assumption.path->steps;
    if (!begins_with(expr.steps, steps)) continue;
    Result actual = walk(resource, steps, 0);
    if (actual.sequence || !actual.value.is_unknown() || !left_unset(*assumption.path)) continue;
    Element element{arena_.constant(assumption.value), actual.path};
    if (!fits_before(*assumption.path, element.value)) continue;
    auto same = [&](const Read& used) { return used.path == element.path; };
    if (std::ranges::none_of(used_, same)) used_.push_back({element.path, element.value});
    first = steps.size();
    return element;
  }
  return resource;
}

// What stays may keep the value that it had, though nobody writes it now.
bool PlanEvaluator::fits_before(const ir::Expr& path, const Value& value) {
  if (change_.creates()) return true;
  Result before = walk({change_.before, ""}, path.steps, 0);
  return before.value.is_null() || equal(before.value, value, path.type) == Tri::True;
}

Result PlanEvaluator::walk(Element start, const std::vector<ir::Step>& steps, size_t first) {
  Result result;
  std::vector<Element> elements{std::move(start)};
  for (size_t i = first; i < steps.size(); ++i) {
    result.sequence = result.sequence || steps[i].kind == ir::Step::Kind::Each;
    result.open = !take(steps[i], elements, result.path) || result.open;
  }
  if (!result.sequence) return {.value = elements[0].value, .path = std::move(elements[0].path)};
  result.elements = std::move(elements);
  return result;
}

// Replaces each element by what the step finds in it. False, with the path of the first such place, where there may be
// elements that are not known.
bool PlanEvaluator::take(const ir::Step& step, std::vector<Element>& elements, std::string& open_path) {
  std::vector<Element> next;
  bool whole = true;
  for (const Element& element : elements) {
    switch (step.kind) {
      case ir::Step::Kind::Attribute: next.push_back(attribute_of(element, step.attribute)); break;
      case ir::Step::Kind::Index: next.push_back(entry_of(element, evaluate(*step.index).value)); break;
      case ir::Step::Kind::Each:
        if (append_elements(element, next)) break;
        if (open_path.empty()) open_path = element.path;
        whole = false;
    }
  }
  elements = std::move(next);
  return whole;
}

}  // namespace berm::reference
