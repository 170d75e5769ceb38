// Reading attributes.
#include <algorithm>

#include "reference/eval_plan.h"
#include "reference/misfit.h"

namespace berm::reference {
namespace {

bool same_step(const ir::Step& a, const ir::Step& b) {
  if (a.kind != b.kind || a.attribute != b.attribute) return false;
  return a.kind != ir::Step::Kind::Index || (a.index && b.index && a.index->value == b.index->value);
}

bool begins_with(const std::vector<ir::Step>& steps, const std::vector<ir::Step>& start) {
  return steps.size() >= start.size() && std::equal(start.begin(), start.end(), steps.begin(), same_step);
}

// As the configuration says. A `dynamic` block is not in it: whoever assumes the default of a block takes that into
// account, and the report lists the assumption.
bool left_unset(const facts::ResourceChange& change, const ir::Expr& path) {
  if (!change.config || path.steps.empty()) return false;
  const auto& written = change.config->written;
  return std::ranges::find(written, path.steps[0].attribute) == written.end();
}

bool has_no_parts(const Value& value) {
  return value.kind == ValueKind::String || value.kind == ValueKind::Number || value.kind == ValueKind::Bool;
}

}  // namespace

const Resource* PlanEvaluator::resource(ir::Variable variable) {
  auto found = resources_.find(variable);
  if (found != resources_.end()) return &found->second;
  if (!subject_ || subject_->variable != variable) return nullptr;
  return &resources_.emplace(variable, resolve(*subject_)).first->second;
}

std::optional<PlanEvaluator::Start> PlanEvaluator::start_of(const ir::Expr& expr) {
  if (const Resource* of = resource(expr.variable)) {
    size_t first = 0;
    bool own = expr.variable == variable_;
    Element start = own ? assumed(*of, expr, first) : of->root;
    return Start{std::move(start), std::span(expr.steps).subspan(first)};
  }
  auto bound = bound_.find(expr.variable);
  if (bound == bound_.end()) return std::nullopt;
  return Start{bound->second, expr.steps};
}

Result PlanEvaluator::read(const ir::Expr& expr) {
  std::optional<Start> start = start_of(expr);
  return start ? walk(std::move(start->element), start->steps) : unknown("");
}

Result PlanEvaluator::read_plain(const ir::Expr& expr) {
  const Resource* of = resource(expr.variable);
  return of ? walk(of->root, expr.steps) : read(expr);
}

Result PlanEvaluator::read_before(const Resource& resource, std::span<const ir::Step> steps) {
  return walk({resource.change->before, resource.root.path, {}, resource.change}, steps);
}

// The resource itself; or, where a provider's default takes the place of an unknown attribute, that, with the number of
// steps that it replaces.
Element PlanEvaluator::assumed(const Resource& resource, const ir::Expr& expr, size_t& first) {
  if (!assumptions_) return resource.root;
  for (const ir::Assumption& assumption : *assumptions_) {
    const std::vector<ir::Step>& steps = assumption.path->steps;
    if (!begins_with(expr.steps, steps)) continue;
    Result actual = walk(resource.root, steps);
    bool unset = !actual.sequence && actual.value.is_unknown() && left_unset(*resource.change, *assumption.path);
    if (!unset) continue;
    Element element{constant(assumption.value), actual.path, {}, resource.change};
    if (!fits_before(resource, *assumption.path, element.value)) continue;
    use({element.path, element.value});
    first = steps.size();
    return element;
  }
  return resource.root;
}

// What stays may keep the value that it had, though nobody writes it now.
bool PlanEvaluator::fits_before(const Resource& resource, const ir::Expr& path, const Value& value) {
  if (resource.change->creates()) return true;
  Result before = read_before(resource, path.steps);
  return before.value.is_null() || equal(before.value, value, path.type) == Tri::True;
}

Result PlanEvaluator::walk(Element start, std::span<const ir::Step> steps) {
  auto each = [](const ir::Step& step) { return step.kind == ir::Step::Kind::Each; };
  Result result;
  if (std::ranges::any_of(steps, each)) {
    result.sequence = true;
    result.starts.push_back(std::move(start));
    result.steps = steps;
    return result;
  }
  for (const ir::Step& step : steps) start = take(start, step);
  return as_result(std::move(start));
}

Element PlanEvaluator::take(const Element& element, const ir::Step& step) {
  if (step.kind == ir::Step::Kind::Attribute) return attribute_of(element, step.attribute);
  return entry_of(element, evaluate(*step.index).value);
}

struct PlanEvaluator::Tour {
  const Result& sequence;
  const Visit& visit;
  Result rest = known(facts::kNull);
};

Result PlanEvaluator::for_each(const Result& sequence, const Visit& visit_one) {
  Tour tour{sequence, visit_one};
  for (const Element& start : sequence.starts) {
    if (!visit(tour, start, sequence.steps)) return known(facts::kNull);
  }
  if (sequence.open && !tour.rest.value.is_unknown()) return unknown(sequence.path);
  return tour.rest;
}

// The first place where there may be elements that are not known goes to `tour.rest`. False: enough.
bool PlanEvaluator::visit(Tour& tour, Element element, std::span<const ir::Step> steps) {
  Arena::Mark made = arena_.mark();
  size_t reads = reads_.size();
  for (; !steps.empty() && steps[0].kind != ir::Step::Kind::Each; steps = steps.subspan(1)) {
    element = take(element, steps[0]);
    reads_.resize(reads);
    arena_.release(made);
  }
  auto shown = [&](const std::string& path) { return tour.sequence.before ? before_path(path) : path; };
  if (steps.empty()) {
    element.path = shown(element.path);
    return tour.visit(element);
  }
  auto go_on = [&](const Element& part) { return visit(tour, part, steps.subspan(1)); };
  if (tour.sequence.or_alone && has_no_parts(element.value)) return go_on(element);
  Visited visited = visit_parts(element, tour.sequence.or_maps, go_on);
  if (visited == Visited::NotReadable && !tour.rest.value.is_unknown()) {
    tour.rest = unknown(shown(element.path), element.value.is_unknown() ? element.why : kNotList);
  }
  return visited != Visited::Enough;
}

}  // namespace berm::reference
