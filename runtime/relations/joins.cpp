#include "runtime/relations/joins.h"

#include <algorithm>
#include <iterator>

#include "runtime/relations/answer.h"
#include "runtime/relations/identity.h"
#include "runtime/relations/places.h"

namespace berm::relations {

using facts::ResourceChange;
using facts::Value;

namespace {

std::string key_of(const std::vector<std::string>& types, std::string_view attribute) {
  std::string key;
  for (const std::string& type : types) key += type + '\n';
  return key.append(attribute);
}

void append(const Resources& more, Resources& out) { out.insert(out.end(), more.begin(), more.end()); }

void add_first(std::string_view text, std::string& out) {
  if (out.empty()) out = text;
}

}  // namespace

void Joins::RestsOn::add(const RestsOn& other) {
  add_first(other.all, all);
  add_first(other.existing, existing);
  for (const auto& [group, text] : other.instances) instances.emplace(group, text);
}

const Joins::Inverse& Joins::inverse(const std::vector<std::string>& types, std::string_view attribute,
                                     const std::string& type) {
  auto [entry, fresh] = inverses_.try_emplace(key_of(types, attribute) + '\n' + type);
  if (fresh) entry->second = invert(types, attribute, targets({type}));
  return entry->second;
}

std::string Joins::referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                      const ResourceChange& to) {
  const RestsOn& rests_on = inverse(types, attribute, type_of(to)).rests_on;
  auto instances = rests_on.instances.find(existing_.group_of(to));
  if (instances != rests_on.instances.end()) return instances->second;
  bool exists = !to.creates() || adopts(to.type);
  return rests_on.all.empty() && exists ? rests_on.existing : rests_on.all;
}

std::string Joins::referred_rests_on(const ResourceChange& from, std::string_view attribute,
                                     const std::vector<std::string>& types) {
  const Targets& wanted = targets(types);
  RestsOn rests_on = reached(from, attribute, wanted).rests_on;
  add_first(rests_on.existing, rests_on.all);
  for (const auto& [group, text] : rests_on.instances) {
    if (rests_on.all.empty() && wanted.has_type_of(*group->all[0])) rests_on.all = text;
  }
  return rests_on.all;
}

Resources Joins::referring(const std::vector<std::string>& types, std::string_view attribute,
                           const ResourceChange& to) {
  const Inverse& inverse = this->inverse(types, attribute, type_of(to));
  Resources some;
  if (auto found = inverse.by_resource.find(&to); found != inverse.by_resource.end()) append(found->second, some);
  auto found = inverse.by_group.find(existing_.group_of(to));
  if (found != inverse.by_group.end()) append(found->second, some);
  some = in_order(std::move(some));
  if (inverse.everything.empty()) return some;
  // Already in order, and long where little can be told.
  Resources out;
  out.reserve(inverse.everything.size() + some.size());
  std::set_union(inverse.everything.begin(), inverse.everything.end(), some.begin(), some.end(),
                 std::back_inserter(out), [this](auto* x, auto* y) { return existing_.before(*x, *y); });
  return out;
}

Joins::Inverse Joins::invert(const std::vector<std::string>& types, std::string_view attribute,
                             const Targets& targets) {
  Inverse out;
  for (const ResourceChange* from : existing_.of(types)) {
    Reached reached = this->reached(*from, attribute, targets);
    if (reached.everything) {
      out.everything.push_back(from);
      continue;
    }
    out.rests_on.add(reached.rests_on);
    for (const ResourceChange* to : reached.resources) out.by_resource[to].push_back(from);
    for (const Group* group : reached.groups) out.by_group[group].push_back(from);
  }
  return out;
}

Resources Joins::referred(const ResourceChange& from, std::string_view attribute,
                          const std::vector<std::string>& types) {
  const Targets& wanted = targets(types);
  Reached reached = this->reached(from, attribute, wanted);
  if (reached.everything) return existing_.of(types);
  Resources out = std::move(reached.resources);
  for (const Group* group : reached.groups) append(group->all, out);
  std::erase_if(out, [&](const ResourceChange* resource) { return !wanted.has_type_of(*resource); });
  return in_order(std::move(out));
}

Resources Joins::having(const std::vector<std::string>& types, std::string_view attribute, std::string_view text) {
  auto [entry, fresh] = texts_.try_emplace(key_of(types, attribute));
  ByText& by_text = entry->second;
  if (fresh) {
    for (const ResourceChange* resource : existing_.of(types)) {
      each_place_at(resource->after, attribute, [&](const Found& found) {
        Resources& out = found.unknown ? by_text.unknown : by_text.known[found.text];
        if (out.empty() || out.back() != resource) out.push_back(resource);
      });
    }
  }
  Resources out = by_text.unknown;
  if (auto found = by_text.known.find(text); found != by_text.known.end()) append(found->second, out);
  return in_order(std::move(out));
}

Joins::Reached Joins::reached(const ResourceChange& from, std::string_view attribute, const Targets& targets) {
  Reached out;
  auto add = [&](const ResourceChange& resource) { out.resources.push_back(&resource); };
  each_place_at(from.after, attribute, [&](const Found& found) {
    if (out.everything) return;
    const Sources& sources = resolver_.of_attribute(from, found.path);
    if (found.unknown) return add_sources(sources, targets, out);
    targets.named_in(found.text, add);
    // A text that is made of a resource need not show it.
    for (const Leaf& leaf : sources.leaves) {
      if (leaf.one) out.resources.push_back(leaf.one);
      if (!leaf.one) out.groups.push_back(leaf.group);
    }
  });
  return out;
}

void Joins::add_sources(const Sources& sources, const Targets& targets, Reached& out) {
  out.everything |= !sources.dead_end.empty();
  add_first(narrowed_by(sources.narrowed), out.rests_on.all);
  for (std::string_view text : sources.texts)
    targets.named_in(text, [&](const ResourceChange& resource) { out.resources.push_back(&resource); });
  for (const Leaf& leaf : sources.leaves) {
    if (out.everything) return;
    if (leaf.one) {
      out.resources.push_back(leaf.one);
      bool others = leaf.guess != Guess::None && leaf.group->all.size() > 1;
      if (others) out.rests_on.instances.emplace(leaf.group, assumed(leaf));
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
  bool computed = !resource.config || resource.config->expressions.find(leaf.attribute)->is_null();
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
    if (!reach.dead_end.empty() || reach.may_hide_blocks) add_first(assumed(leaf), out.rests_on.all);
    bool any = leaf.attribute.empty() && !targets.only_type_of(resource);
    if (any) add_first(assumed(leaf), out.rests_on.existing);
    return;
  }
  out.everything |= chosen || !reach.dead_end.empty() || (data && reads(resource.type) == Reads::TheCloud);
}

void Joins::add_shown(const ResourceChange& resource, const Targets& targets, Reached& out) {
  auto [entry, fresh] = shown_.try_emplace({&targets, &resource});
  if (fresh) {
    Steps path;
    each_place(resource.after, path, [&](const Found& found) {
      targets.named_in(found.text, [&](const ResourceChange& to) { entry->second.push_back(&to); });
    });
  }
  append(entry->second, out.resources);
}

const Targets& Joins::targets(const std::vector<std::string>& types) {
  auto found = targets_.find(key_of(types, {}));
  if (found != targets_.end()) return found->second;
  return targets_.emplace(key_of(types, {}), Targets(existing_, types)).first->second;
}

Resources Joins::in_order(Resources resources) const {
  std::sort(resources.begin(), resources.end(), [this](auto* a, auto* b) { return existing_.before(*a, *b); });
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
  return resources;
}

}  // namespace berm::relations
