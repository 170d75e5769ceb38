#include "runtime/relations/existing.h"

#include <algorithm>
#include <functional>

#include "runtime/relations/relations.h"

namespace berm::relations {
namespace {

using facts::ResourceChange;

bool remains(const ResourceChange& change) {
  constexpr uint8_t kStays = facts::kCreate | facts::kUpdate | facts::kRead | facts::kNoOp | facts::kOther;
  return change.deposed.empty() && (change.actions & kStays);
}

bool stands_in(const std::vector<ResourceChange>& part, const ResourceChange& resource) {
  std::less_equal<const ResourceChange*> no_later;
  return no_later(part.data(), &resource) && !no_later(part.data() + part.size(), &resource);
}

// Addresses that were seen.
class Covered {
 public:
  explicit Covered(size_t number) { index_.reserve(number); }

  // False: it was there.
  bool insert(std::string_view address) {
    uint64_t hash = hash_of(address);
    bool there = index_.find(hash, [&](uint32_t at) { return all_[at] == address; }) != HashIndex::kNone;
    if (there) return false;
    index_.add(hash, static_cast<uint32_t>(all_.size()));
    all_.push_back(address);
    return true;
  }

 private:
  std::vector<std::string_view> all_;
  HashIndex index_;
};

}  // namespace

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

Existing::Existing(const facts::Plan& plan) : plan_(plan) {
  all_.reserve(plan.changes.size());
  for (const auto* changes : {&plan.changes, &plan.deferred}) {
    for (const ResourceChange& change : *changes) {
      if (remains(change)) add(change);
    }
  }
  if (!plan.prior_state.empty()) add_state(plan);
}

// What no change covers: data sources that were read early, and what a `-target` left out.
void Existing::add_state(const facts::Plan& plan) {
  Covered covered(plan.changes.size() + plan.deferred.size());
  for (const auto* changes : {&plan.changes, &plan.deferred}) {
    for (const ResourceChange& change : *changes) {
      if (!change.deposed.empty()) continue;
      covered.insert(change.address);
      if (!change.previous_address.empty()) covered.insert(change.previous_address);
    }
  }
  std::vector<const facts::StateResource*> left;
  for (const facts::StateResource& state : plan.prior_state) {
    if (state.deposed.empty() && covered.insert(state.address)) left.push_back(&state);
  }
  // Nothing may move: the others keep pointers.
  unchanged_.reserve(left.size());
  for (const facts::StateResource* state : left) add(unchanged_.emplace_back(unchanged(*state)));
}

void Existing::add(const ResourceChange& resource) {
  all_.push_back(&resource);
  bool data = resource.mode == "data";
  uint32_t at = find(resource.type, data);
  if (at == HashIndex::kNone) {
    at = static_cast<uint32_t>(types_.size());
    by_type_.add(hash_of(resource.type), at);
    types_.push_back({resource.type, data, {}});
  }
  types_[at].all.push_back(&resource);
}

uint32_t Existing::find(std::string_view type, bool data) const {
  return by_type_.find(hash_of(type), [&](uint32_t at) { return types_[at].type == type && types_[at].data == data; });
}

int Existing::part_of(const ResourceChange& resource) const {
  if (stands_in(plan_.changes, resource)) return 0;
  return stands_in(plan_.deferred, resource) ? 1 : 2;
}

bool Existing::has(const ResourceChange& resource) const {
  return part_of(resource) < 2 ? remains(resource) : stands_in(unchanged_, resource);
}

bool Existing::before(const ResourceChange& a, const ResourceChange& b) const {
  int part_of_a = part_of(a), part_of_b = part_of(b);
  return part_of_a != part_of_b ? part_of_a < part_of_b : std::less<const ResourceChange*>()(&a, &b);
}

const Resources& Existing::of(std::string_view type) const {
  static const Resources kNone;
  bool data = type.starts_with("data.");
  uint32_t found = find(data ? type.substr(5) : type, data);
  return found == HashIndex::kNone ? kNone : types_[found].all;
}

Resources Existing::of(const std::vector<std::string>& types) const {
  Resources out;
  for (std::string_view type : types) {
    const Resources& all = of(type);
    out.insert(out.end(), all.begin(), all.end());
  }
  if (types.size() > 1) {
    std::sort(out.begin(), out.end(), [this](auto* a, auto* b) { return before(*a, *b); });
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
  return out;
}

}  // namespace berm::relations
