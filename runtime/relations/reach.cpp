#include "runtime/relations/reach.h"

#include <algorithm>

#include "runtime/relations/identity.h"

namespace berm::relations {
namespace {

using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

constexpr size_t kMaxReach = 500;

bool any_of_them(const Value& value, const Identities& wanted) {
  if (value.kind == ValueKind::String) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const Identity& identity) { return holds(value.string(), identity.text); });
  }
  if (value.kind == ValueKind::List) {
    auto all = value.list();
    return std::any_of(all.begin(), all.end(), [&](const Value& element) { return any_of_them(element, wanted); });
  }
  if (value.kind != ValueKind::Object) return false;
  auto all = value.object();
  return std::any_of(all.begin(), all.end(), [&](const auto& member) { return any_of_them(member.value, wanted); });
}

}  // namespace

const Reach& Reaches::of(const ResourceChange& resource) {
  auto [entry, fresh] = made_.emplace(&resource, Reach{});
  Reach& out = entry->second;
  if (!fresh) return out;
  std::vector<const ResourceChange*> waiting = {&resource};
  while (!waiting.empty() && out.resources.size() < kMaxReach) {
    const ResourceChange* next = waiting.back();
    waiting.pop_back();
    add(*next, out, waiting);
  }
  if (!waiting.empty()) out.dead_end = "it depends on too many resources";
  return out;
}

void Reaches::add(const ResourceChange& resource, Reach& out, std::vector<const ResourceChange*>& waiting) {
  if (!resource.config) {
    out.dead_end = "the plan does not show how `" + std::string(resource.address) + "` is configured";
    return;
  }
  for (const facts::Member& written : resource.config->expressions.object()) {
    // What is known shows itself.
    if (wholly_known(*resource.after.find(written.key))) continue;
    Step step{written.key};
    const Sources& sources = resolver_.of_attribute(resource, {&step, 1});
    if (!sources.dead_end.empty() && out.dead_end.empty()) out.dead_end = sources.dead_end;
    out.guess = std::max(out.guess, sources.narrowed);
    for (const Leaf& leaf : sources.leaves) {
      out.guess = std::max(out.guess, leaf.guess);
      bool fresh = leaf.one ? out.resources.insert(leaf.one).second : out.groups.insert(leaf.group).second;
      if (!fresh) continue;
      if (leaf.one) waiting.push_back(leaf.one);
      if (!leaf.one) waiting.insert(waiting.end(), leaf.group->all.begin(), leaf.group->all.end());
    }
  }
  for (const facts::Member& member : resource.after.object()) {
    bool written = !resource.config->expressions.find(member.key)->is_null();
    out.may_hide_blocks |= !written && member.value.kind == ValueKind::List && !wholly_known(member.value);
  }
}

bool shows(const Value& value, const ResourceChange& to) { return any_of_them(value, identities(to)); }

}  // namespace berm::relations
