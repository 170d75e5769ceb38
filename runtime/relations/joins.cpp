#include "runtime/relations/joins.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "runtime/relations/answer.h"
#include "runtime/relations/identity.h"
#include "runtime/relations/places.h"

namespace berm::relations {

using facts::ResourceChange;
using facts::Value;

namespace {

void append(const Resources& more, Resources& out) { out.insert(out.end(), more.begin(), more.end()); }

void add_first(std::string_view text, std::string& out) {
  if (out.empty()) out = text;
}

void add_first_assumed(const Leaf& leaf, std::string& out) {
  if (out.empty()) out = assumed(leaf);
}

uint64_t hash_of_all(const std::vector<std::string>& types) {
  uint64_t hash = types.size();
  for (const std::string& type : types) hash = combined(hash, hash_of(type));
  return hash;
}

// The addresses alone say which is first: what is sorted so is only looked up.
struct ByFirst {
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    return std::less<const void*>()(a.first, b.first);
  }
};

template <class By>
void sort_pairs(By& pairs) {
  std::stable_sort(pairs.begin(), pairs.end(), ByFirst());
}

template <class By, class To>
void append_of(const By& pairs, const To* to, Resources& out) {
  auto [begin, end] = std::equal_range(pairs.begin(), pairs.end(), std::pair(to, nullptr), ByFirst());
  for (; begin != end; ++begin) out.push_back(begin->second);
}

}  // namespace

void Joins::RestsOn::add(const RestsOn& other) {
  add_first(other.all, all);
  add_first(other.existing, existing);
  instances.insert(instances.end(), other.instances.begin(), other.instances.end());
}

void Joins::RestsOn::sort() {
  sort_pairs(instances);
  auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  instances.erase(std::unique(instances.begin(), instances.end(), same), instances.end());
}

void Joins::Reached::clear() {
  resources.clear();
  groups.clear();
  everything = false;
  rests_on.all.clear();
  rests_on.existing.clear();
  rests_on.instances.clear();
}

const Joins::Inverse& Joins::inverse(const std::vector<std::string>& types, std::string_view attribute,
                                     const ResourceChange& to) {
  bool data = to.mode == "data";
  uint64_t hash = combined(combined(hash_of_all(types), hash_of(attribute)), hash_of(to.type) + data);
  uint32_t found = inverse_index_.find(hash, [&](uint32_t at) {
    const KeptInverse& kept = inverses_[at];
    return kept.data == data && kept.type == to.type && kept.attribute == attribute && kept.types == types;
  });
  if (found == HashIndex::kNone) {
    found = static_cast<uint32_t>(inverses_.size());
    inverse_index_.add(hash, found);
    invert(inverses_.emplace_back(types, std::string(attribute), std::string(to.type), data, Inverse{}));
  }
  return inverses_[found].inverse;
}

std::string Joins::referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                      const ResourceChange& to) {
  const RestsOn& rests_on = inverse(types, attribute, to).rests_on;
  if (!rests_on.instances.empty()) {
    const Group* group = groups_.group_of(to);
    auto found = std::lower_bound(rests_on.instances.begin(), rests_on.instances.end(), std::pair(group, 0), ByFirst());
    bool there = group && found != rests_on.instances.end() && found->first == group;
    if (there) return assumed({.group = group, .guess = found->second});
  }
  bool exists = !to.creates() || adopts(to.type);
  return rests_on.all.empty() && exists ? rests_on.existing : rests_on.all;
}

std::string Joins::referred_rests_on(const ResourceChange& from, std::string_view attribute,
                                     const std::vector<std::string>& types) {
  const Targets& wanted = targets(types);
  const RestsOn& rests_on = reached(from, attribute, wanted).rests_on;
  if (!rests_on.all.empty()) return rests_on.all;
  if (!rests_on.existing.empty()) return rests_on.existing;
  for (const auto& [group, guess] : rests_on.instances) {
    if (wanted.has_type_of(*group->all[0])) return assumed({.group = group, .guess = guess});
  }
  return {};
}

Resources Joins::referring(const std::vector<std::string>& types, std::string_view attribute,
                           const ResourceChange& to) {
  const Inverse& inverse = this->inverse(types, attribute, to);
  Resources some;
  append_of(inverse.by_resource, &to, some);
  if (!inverse.by_group.empty()) {
    if (const Group* group = groups_.group_of(to)) append_of(inverse.by_group, group, some);
  }
  some = in_order(std::move(some));
  if (inverse.everything.empty()) return some;
  // Already in order, and long where little can be told.
  Resources out;
  out.reserve(inverse.everything.size() + some.size());
  std::set_union(inverse.everything.begin(), inverse.everything.end(), some.begin(), some.end(),
                 std::back_inserter(out), [this](auto* x, auto* y) { return existing_.before(*x, *y); });
  return out;
}

void Joins::invert(KeptInverse& kept) {
  Inverse& out = kept.inverse;
  const Targets& targets = this->targets({(kept.data ? "data." : "") + kept.type});
  for (const ResourceChange* from : existing_.of(kept.types)) {
    const Reached& reached = this->reached(*from, kept.attribute, targets);
    if (reached.everything) {
      out.everything.push_back(from);
      continue;
    }
    out.rests_on.add(reached.rests_on);
    for (const ResourceChange* to : reached.resources) out.by_resource.emplace_back(to, from);
    for (const Group* group : reached.groups) out.by_group.emplace_back(group, from);
  }
  sort_pairs(out.by_resource);
  sort_pairs(out.by_group);
  out.rests_on.sort();
}

Resources Joins::referred(const ResourceChange& from, std::string_view attribute,
                          const std::vector<std::string>& types) {
  const Targets& wanted = targets(types);
  const Reached& reached = this->reached(from, attribute, wanted);
  if (reached.everything) return existing_.of(types);
  Resources out = reached.resources;
  for (const Group* group : reached.groups) out.insert(out.end(), group->all.begin(), group->all.end());
  // An attribute that is computed comes from its own resource, which need not exist after the plan.
  std::erase_if(out, [&](auto* resource) { return !wanted.has_type_of(*resource) || !existing_.has(*resource); });
  return in_order(std::move(out));
}

const Joins::Reached& Joins::reached(const ResourceChange& from, std::string_view attribute, const Targets& targets) {
  if (last_.from == &from && last_.targets == &targets && last_.attribute == attribute) return last_.reached;
  last_.from = &from;
  last_.targets = &targets;
  last_.attribute = attribute;
  last_.reached.clear();
  Reached& out = last_.reached;
  auto add = [&](const Found& found) {
    if (out.everything) return;
    const Sources& sources = resolver_.of_attribute(from, found.path);
    if (found.unknown) return add_sources(sources, targets, out);
    add_known(found.text, sources, targets, out);
  };
  each_place_at(from.after, attribute, std::ref(add));
  return out;
}

// What Answers::read_text may not say no to.
void Joins::add_known(std::string_view text, const Sources& sources, const Targets& targets, Reached& out) {
  targets.named_in(text, out.resources);
  targets.having(text, out.resources);
  // A text that is made of a resource need not show it.
  for (const Leaf& leaf : sources.leaves) {
    if (leaf.one) out.resources.push_back(leaf.one);
    if (!leaf.one) out.groups.push_back(leaf.group);
  }
}

void Joins::add_sources(const Sources& sources, const Targets& targets, Reached& out) {
  out.everything |= !sources.dead_end.empty();
  add_first(narrowed_by(sources.narrowed), out.rests_on.all);
  for (std::string_view text : sources.texts) targets.named_in(text, out.resources);
  for (const Leaf& leaf : sources.leaves) {
    if (out.everything) return;
    if (leaf.one) {
      out.resources.push_back(leaf.one);
      bool others = leaf.guess != Guess::None && leaf.group->all.size() > 1;
      if (others) out.rests_on.instances.emplace_back(leaf.group, leaf.guess);
      add_through(leaf, *leaf.one, targets, out);
    } else {
      out.groups.push_back(leaf.group);
      out.everything |= leaf.group->all.size() > kMaxInstances;
      if (out.everything) return;
      for (const ResourceChange* each : leaf.group->all) add_through(leaf, *each, targets, out);
    }
  }
}

// What Answers::through may not say no to.
void Joins::add_through(const Leaf& leaf, const ResourceChange& resource, const Targets& targets, Reached& out) {
  bool data = resource.mode == "data";
  bool computed = is_computed(resource, leaf.attribute);
  bool own = !data && computed && (is_identity(resource.type, leaf.attribute) || is_its_own(leaf.attribute));
  if (own && leaf.guess == Guess::None && targets.only_type_of(resource)) return;
  if (data && reads(resource.type) == Reads::Nothing) return;
  const Reach& reach = reaches_.of(resource);
  out.resources.insert(out.resources.end(), reach.resources.begin(), reach.resources.end());
  out.groups.insert(out.groups.end(), reach.groups.begin(), reach.groups.end());
  add_shown(resource, targets, out);
  add_first(narrowed_by(reach.guess), out.rests_on.all);
  bool chosen = !own && !data && !is_identity(resource.type, leaf.attribute);
  if (leaf.guess != Guess::None && (!chosen || leaf.attribute.empty())) {
    out.everything |= data && reads(resource.type) == Reads::TheCloud;
    if (!reach.dead_end.empty() || reach.may_hide_blocks) add_first_assumed(leaf, out.rests_on.all);
    bool any = leaf.attribute.empty() && !targets.only_type_of(resource);
    if (any) add_first_assumed(leaf, out.rests_on.existing);
    return;
  }
  out.everything |= chosen || !reach.dead_end.empty() || (data && reads(resource.type) == Reads::TheCloud);
}

void Joins::add_shown(const ResourceChange& resource, const Targets& targets, Reached& out) {
  uint64_t hash = combined(hash_of(&targets), hash_of(&resource));
  uint32_t found = shown_index_.find(
      hash, [&](uint32_t at) { return shown_[at].targets == &targets && shown_[at].resource == &resource; });
  if (found == HashIndex::kNone) {
    found = static_cast<uint32_t>(shown_.size());
    shown_index_.add(hash, found);
    Resources& shown = shown_.emplace_back(&targets, &resource, Resources()).shown;
    Steps path;
    auto add = [&](const Found& place) { targets.named_in(place.text, shown); };
    each_place(resource.after, path, std::ref(add));
  }
  append(shown_[found].shown, out.resources);
}

const Targets& Joins::targets(const std::vector<std::string>& types) {
  uint64_t hash = hash_of_all(types);
  uint32_t found = target_index_.find(hash, [&](uint32_t at) { return targets_[at].types == types; });
  if (found != HashIndex::kNone) return targets_[found].targets;
  target_index_.add(hash, static_cast<uint32_t>(targets_.size()));
  return targets_.emplace_back(types, Targets(existing_, types)).targets;
}

Resources Joins::in_order(Resources resources) const {
  if (resources.size() < 2) return resources;
  std::sort(resources.begin(), resources.end(), [this](auto* a, auto* b) { return existing_.before(*a, *b); });
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
  return resources;
}

}  // namespace berm::relations
