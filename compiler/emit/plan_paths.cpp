#include "compiler/emit/plan_paths.h"

namespace berm::emit {
namespace {

// An index may lead into a map or a list: what has more of them is taken whole, before both ways double too often.
constexpr int kMostKeys = 3;

}  // namespace

void PlanPaths::add(std::span<const ir::Step> steps) { add(root_, steps, 0); }

void PlanPaths::add(Part& part, std::span<const ir::Step> steps, int keys) {
  if (part.whole) return;
  bool key = !steps.empty() && steps[0].kind == ir::Step::Kind::Index;
  bool constant = key && steps[0].index != nullptr && steps[0].index->op == ir::Op::Literal;
  if (steps.empty() || (key && (!constant || keys == kMostKeys))) {
    part.whole = true;
    return;
  }
  if (steps[0].kind == ir::Step::Kind::Attribute) return add(part.members[steps[0].attribute], steps.subspan(1), keys);
  add(elements_of(part), steps.subspan(1), keys + (key ? 1 : 0));
  if (!key) return;
  if (const auto* name = std::get_if<std::string>(&steps[0].index->value.data)) {
    add(part.members[*name], steps.subspan(1), keys + 1);
  }
}

PlanPaths::Part& PlanPaths::elements_of(Part& part) {
  if (!part.elements) part.elements = std::make_unique<Part>();
  return *part.elements;
}

std::vector<fb::PathNode> PlanPaths::write(Strings& strings) const {
  std::vector<fb::PathNode> out;
  out.emplace_back(strings.index(""), fb::Slice(0, 0), 0u, false);
  write(root_, 0, out, strings);
  return out;
}

// As deep as the paths that somebody wrote.
void PlanPaths::write(const Part& part, uint32_t at, std::vector<fb::PathNode>& out, Strings& strings) {
  const uint32_t name = out[at].name();
  if (part.whole) {
    out[at] = fb::PathNode(name, fb::Slice(0, 0), 0u, true);
    return;
  }
  const auto first = static_cast<uint32_t>(out.size());
  for (const auto& [member, child] : part.members) {
    out.emplace_back(strings.index(member), fb::Slice(0, 0), 0u, false);
  }
  uint32_t elements = 0;
  if (part.elements) {
    elements = static_cast<uint32_t>(out.size());
    out.emplace_back(strings.index(""), fb::Slice(0, 0), 0u, false);
  }
  out[at] = fb::PathNode(name, fb::Slice(first, static_cast<uint32_t>(part.members.size())), elements, false);
  uint32_t next = first;
  for (const auto& [member, child] : part.members) write(child, next++, out, strings);
  if (part.elements) write(*part.elements, elements, out, strings);
}

}  // namespace berm::emit
