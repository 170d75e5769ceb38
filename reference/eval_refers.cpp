// `refers(f.vpc_id, v)`: what an attribute was made from.
#include <fmt/format.h>

#include <algorithm>

#include "reference/eval_plan.h"
#include "reference/misfit.h"

namespace berm::reference {
namespace {

using relations::Answer;
using relations::Reading;

// Some element refers where one does; none does where each certainly does not, and that rests on what each no rests on.
void merge(Reading& all, Reading one) {
  bool first_to_rest = one.answer == Answer::No && all.assumption.empty();
  if (one.answer > all.answer || (one.answer == all.answer && first_to_rest)) std::swap(all, one);
}

}  // namespace

Result PlanEvaluator::refers(const ir::Expr& expr) {
  const Resource* to = resource(expr.children[1]->variable);
  std::optional<Start> start = start_of(*expr.children[0]);
  if (!to || !start) return unknown("");
  if (!to->change) return unknown(to->root);
  Result value = read(*expr.children[0]);
  if (!start->element.from) return unknown(value.path);
  Reading reading = without_assumption(refers(std::move(*start), *to->change));
  std::string_view address = to->change->address;
  if (reading.answer == Answer::CantTell) {
    return unknown(value.path, context_.keep(fmt::format("can't be traced to `{}`: {}", address, reading.why)));
  }
  bool yes = reading.answer == Answer::Yes;
  if (!reading.assumption.empty()) use({value.path, facts::kNull, reading.assumption, address});
  if (value.sequence) {
    record_collection(*expr.children[0], value);
  } else {
    bool shown = yes && value.value.is_unknown();
    reads_.push_back({value.path, value.value, shown ? fmt::format("(known after apply, from {})", address) : ""});
  }
  return {.value = boolean(tri(yes)), .path = value.path};
}

// Where nothing is assumed, what rests on something can't be told.
Reading PlanEvaluator::without_assumption(Reading reading) const {
  if (reading.answer == Answer::CantTell) reading.assumption.clear();
  if (assumptions_ || reading.assumption.empty()) return reading;
  return {Answer::CantTell, fmt::format("it would have to be assumed that {}", reading.assumption), ""};
}

Reading PlanEvaluator::refers(Start start, const facts::ResourceChange& to) {
  Element element = std::move(start.element);
  std::span<const ir::Step> steps = start.steps;
  while (!steps.empty() && !element.value.is_unknown()) {
    if (steps[0].kind == ir::Step::Kind::Each) return refers_within(element, steps.subspan(1), to);
    element = take(element, steps[0]);
    steps = steps.subspan(1);
  }
  append(element, steps);
  // All elements of what is not known are what it is itself; their attributes are only a part of that.
  bool exact = steps.empty() || (steps.size() == 1 && steps[0].kind == ir::Step::Kind::Each);
  return refers_at(element, exact, to);
}

Reading PlanEvaluator::refers_within(const Element& collection, std::span<const ir::Step> steps,
                                     const facts::ResourceChange& to) {
  Reading all{Answer::No, "", ""};
  Visited visited = visit_parts(collection, false, [&](const Element& part) {
    merge(all, refers(Start{part, steps}, to));
    return all.answer != Answer::Yes;
  });
  if (visited == Visited::NotReadable) return {Answer::CantTell, fmt::format("it {}", kNotList), ""};
  return all;
}

Reading PlanEvaluator::refers_at(const Element& element, bool exact, const facts::ResourceChange& to) {
  if (!element.from) return {Answer::CantTell, "it is no attribute of a resource", ""};
  if (element.path.find("[(sensitive)]") != std::string::npos) return {Answer::CantTell, "its key is sensitive", ""};
  Reading reading = context_.relations().refers(*element.from, place_within(element), element.value, to);
  if (exact || reading.answer != Answer::Yes) return reading;
  return {Answer::CantTell, "the plan does not show which part of it refers there", ""};
}

// The path that the attribute would have, as far as no `[*]` is on it.
void PlanEvaluator::append(Element& element, std::span<const ir::Step>& steps) {
  for (; !steps.empty() && steps[0].kind != ir::Step::Kind::Each; steps = steps.subspan(1)) {
    if (steps[0].kind == ir::Step::Kind::Attribute) {
      element.path += (element.path.empty() ? "" : ".") + steps[0].attribute;
      continue;
    }
    Value index = evaluate(*steps[0].index).value;
    bool readable = index.kind == ValueKind::String || index.kind == ValueKind::Number;
    if (!readable || index.sensitive) return;
    element.path +=
        index.kind == ValueKind::String ? fmt::format("[\"{}\"]", index.string()) : fmt::format("[{}]", index.string());
  }
}

}  // namespace berm::reference
