// Which attribute it is that a resource is replaced for.
#include <fmt/format.h>

#include <algorithm>

#include "reference/eval_plan.h"

namespace berm::reference {
namespace {

// One step of a path as plans write it, a name or a number, against a step of the rule.
Tri same_step(const Value& written, const ir::Step& step, const Value& index) {
  bool name = written.kind == ValueKind::String;
  switch (step.kind) {
    case ir::Step::Kind::Attribute: return tri(name && written.string() == step.attribute);
    case ir::Step::Kind::Each: return Tri::True;
    case ir::Step::Kind::Index: return equal(written, index, ir::Type::Any);
  }
  return Tri::Unknown;
}

}  // namespace

// A change of what stands around or inside the attribute is one of the attribute.
Tri PlanEvaluator::leads_to(const Value& replace_path, std::span<const ir::Step> steps) {
  if (replace_path.kind != ValueKind::List) return Tri::Unknown;
  Tri answer = Tri::True;
  for (size_t i = 0; i < std::min<size_t>(replace_path.size, steps.size()); ++i) {
    Value index = steps[i].index ? evaluate(*steps[i].index).value : facts::kNull;
    answer = both(answer, same_step(replace_path.list()[i], steps[i], index));
  }
  return answer;
}

// The plan says which paths it was; or another reason, such as a tainted object.
Result PlanEvaluator::forces_replace(const ir::Expr& argument) {
  const Resource* of = resource(argument.variable);
  if (!of || !of->change) return of ? unknown(of->root) : unknown("");
  const facts::ResourceChange& change = *of->change;
  if (change.actions & facts::kOther) return action(*of, facts::kDelete);
  std::string path = read_plain(argument).path;
  if (!change.replaces()) return known(boolean(Tri::False));
  bool unexplained = change.replace_paths.kind != ValueKind::List;
  bool cannot_update = change.action_reason.empty() || change.action_reason == "replace_because_cannot_update";
  if (unexplained && cannot_update) return unknown(fmt::format("forces_replace({})", path));
  Tri answer = Tri::False;
  if (!unexplained) {
    for (const Value& each : change.replace_paths.list()) answer = either(answer, leads_to(each, argument.steps));
  }
  return {.value = boolean(answer), .path = fmt::format("forces_replace({})", path)};
}

}  // namespace berm::reference
