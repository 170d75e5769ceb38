#include "runtime/relations/existing.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "runtime/relations/path.h"

namespace berm::relations {
namespace {

using facts::ResourceChange;

bool remains(const ResourceChange& change) {
  constexpr uint8_t kStays = facts::kCreate | facts::kUpdate | facts::kRead | facts::kNoOp | facts::kOther;
  return change.deposed.empty() && (change.actions & kStays);
}

ResourceChange unchanged(const facts::StateResource& state) {
  ResourceChange out;
  out.address = state.address;
  out.module_address = state.module_address;
  out.mode = state.mode;
  out.type = state.type;
  out.name = state.name;
  out.index = state.index;
  out.provider_name = state.provider_name;
  out.actions = facts::kNoOp;
  out.before = out.after = state.values;
  out.config = state.config;
  return out;
}

}  // namespace

Existing::Existing(const facts::Plan& plan) : plan_(plan) {
  groups_.reserve(plan.changes.size());
  for (const auto* changes : {&plan.changes, &plan.deferred}) {
    for (const ResourceChange& change : *changes) {
      if (remains(change)) add(change);
    }
  }
  add_state(plan);
}

// What no change covers: data sources that were read early, and what a `-target` left out.
void Existing::add_state(const facts::Plan& plan) {
  std::unordered_set<std::string_view> covered;
  for (const auto* changes : {&plan.changes, &plan.deferred}) {
    for (const ResourceChange& change : *changes) {
      if (!change.deposed.empty()) continue;
      covered.insert(change.address);
      if (!change.previous_address.empty()) covered.insert(change.previous_address);
    }
  }
  // Nothing may move: the others keep pointers.
  unchanged_.reserve(plan.prior_state.size());
  for (const facts::StateResource& state : plan.prior_state) {
    if (!state.deposed.empty() || !covered.insert(state.address).second) continue;
    add(unchanged_.emplace_back(unchanged(state)));
  }
}

void Existing::add(const ResourceChange& resource) {
  bool same_module = !all_.empty() && all_.back()->module_address == resource.module_address;
  all_.push_back(&resource);
  (resource.mode == "data" ? data_ : managed_)[resource.type].push_back(&resource);
  auto [base, key] = split_instance(resource.address);
  if (!key.empty()) keyed_.emplace(resource.address, &resource);
  Group& group = groups_[base];
  group.address = base;
  group.all.push_back(&resource);
  if (!same_module) add_modules(resource.module_address);
}

int Existing::part_of(const ResourceChange& resource) const {
  auto within = [&](const std::vector<ResourceChange>& part) {
    std::less_equal<const ResourceChange*> no_later;
    return no_later(part.data(), &resource) && !no_later(part.data() + part.size(), &resource);
  };
  return within(plan_.changes) ? 0 : within(plan_.deferred) ? 1 : 2;
}

bool Existing::before(const ResourceChange& a, const ResourceChange& b) const {
  int part_of_a = part_of(a), part_of_b = part_of(b);
  return part_of_a != part_of_b ? part_of_a < part_of_b : std::less<const ResourceChange*>()(&a, &b);
}

void Existing::add_modules(std::string_view module) {
  while (!module.empty() && modules_seen_.emplace(module, true).second) {
    modules_[split_instance(module).base].push_back(module);
    module = split_module(module).parent;
  }
}

std::vector<const ResourceChange*> Existing::of(const std::vector<std::string>& types) const {
  std::vector<const ResourceChange*> out;
  for (std::string_view type : types) {
    bool data = type.starts_with("data.");
    const auto& of_mode = data ? data_ : managed_;
    auto found = of_mode.find(data ? type.substr(5) : type);
    if (found != of_mode.end()) out.insert(out.end(), found->second.begin(), found->second.end());
  }
  if (types.size() > 1) {
    std::sort(out.begin(), out.end(), [this](auto* a, auto* b) { return before(*a, *b); });
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  return out;
}

const ResourceChange* Existing::find(std::string_view address) const {
  if (address.ends_with(']')) {
    auto found = keyed_.find(address);
    return found == keyed_.end() ? nullptr : found->second;
  }
  const Group* there = group(address);
  bool one = there && there->all[0]->address == address;
  return one ? there->all[0] : nullptr;
}

const Group* Existing::group(std::string_view address) const {
  auto found = groups_.find(address);
  return found == groups_.end() ? nullptr : &found->second;
}

const Group* Existing::group_of(const ResourceChange& resource) const {
  return group(split_instance(resource.address).base);
}

const std::vector<std::string_view>& Existing::module_instances(std::string_view call) const {
  static const std::vector<std::string_view> kNone;
  auto found = modules_.find(call);
  return found == modules_.end() ? kNone : found->second;
}

}  // namespace berm::relations
