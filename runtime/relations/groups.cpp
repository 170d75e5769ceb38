#include "runtime/relations/groups.h"

#include "runtime/relations/path.h"

namespace berm::relations {

using facts::ResourceChange;

namespace {

uint32_t next(size_t size) { return static_cast<uint32_t>(size); }

}  // namespace

Groups::Groups(const Existing& existing) {
  const Resources& all = existing.all();
  group_index_.reserve(all.size());
  std::vector<uint32_t> group_of_each, sizes;
  group_of_each.reserve(all.size());
  const ResourceChange* last = nullptr;
  for (const ResourceChange* resource : all) {
    auto [base, key] = split_instance(resource->address);
    if (!key.empty()) {
      keyed_index_.add(hash_of(resource->address), next(keyed_.size()));
      keyed_.push_back(resource);
    }
    bool same_group = !groups_.empty() && groups_.back().address == base;
    uint32_t group = same_group ? next(groups_.size() - 1) : group_at(base);
    sizes.resize(groups_.size());
    ++sizes[group];
    group_of_each.push_back(group);
    if (!last || last->module_address != resource->module_address) add_modules(resource->module_address);
    last = resource;
  }
  std::vector<size_t> ends;
  size_t end = 0;
  for (uint32_t size : sizes) ends.push_back(end), end += size;
  members_.resize(end);
  for (size_t i = 0; i < groups_.size(); ++i) groups_[i].all = {members_.data() + ends[i], sizes[i]};
  for (size_t i = 0; i < all.size(); ++i) members_[ends[group_of_each[i]]++] = all[i];
}

uint32_t Groups::group_at(std::string_view address) {
  uint64_t hash = hash_of(address);
  uint32_t found = group_index_.find(hash, [&](uint32_t at) { return groups_[at].address == address; });
  if (found != HashIndex::kNone) return found;
  group_index_.add(hash, next(groups_.size()));
  groups_.push_back({address, {}});
  return next(groups_.size() - 1);
}

void Groups::add_modules(std::string_view module) {
  while (!module.empty()) {
    uint64_t hash = hash_of(module);
    auto same = [&](uint32_t at) { return modules_seen_[at] == module; };
    if (seen_index_.find(hash, same) != HashIndex::kNone) return;
    seen_index_.add(hash, next(modules_seen_.size()));
    modules_seen_.push_back(module);
    std::string_view call = split_instance(module).base;
    uint32_t found = module_index_.find(hash_of(call), [&](uint32_t at) { return modules_[at].call == call; });
    if (found == HashIndex::kNone) {
      found = next(modules_.size());
      module_index_.add(hash_of(call), found);
      modules_.push_back({call, {}});
    }
    modules_[found].instances.push_back(module);
    module = split_module(module).parent;
  }
}

const ResourceChange* Groups::find(std::string_view address) const {
  if (address.ends_with(']')) {
    uint32_t found = keyed_index_.find(hash_of(address), [&](uint32_t at) { return keyed_[at]->address == address; });
    return found == HashIndex::kNone ? nullptr : keyed_[found];
  }
  const Group* there = group(address);
  bool one = there && there->all[0]->address == address;
  return one ? there->all[0] : nullptr;
}

const Group* Groups::group(std::string_view address) const {
  uint32_t found = group_index_.find(hash_of(address), [&](uint32_t at) { return groups_[at].address == address; });
  return found == HashIndex::kNone ? nullptr : &groups_[found];
}

const Group* Groups::group_of(const ResourceChange& resource) const {
  return group(split_instance(resource.address).base);
}

const std::vector<std::string_view>& Groups::module_instances(std::string_view call) const {
  static const std::vector<std::string_view> kNone;
  uint32_t found = module_index_.find(hash_of(call), [&](uint32_t at) { return modules_[at].call == call; });
  return found == HashIndex::kNone ? kNone : modules_[found].instances;
}

}  // namespace berm::relations
