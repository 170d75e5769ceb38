#include "compiler/documents/legs.h"

#include <algorithm>
#include <set>

#include "base/glob.h"
#include "base/text.h"

namespace berm::documents {
namespace {

std::vector<std::string> split_keys(const catalog::Action& action, const std::vector<std::string>& keys,
                                    const catalog::Catalog& catalog) {
  std::vector<std::string> result;
  for (const std::string& key : keys) {
    if (catalog.carries(action, key) == catalog::Carried::SomeLegs) result.push_back(key);
  }
  return result;
}

void sort_unique(std::vector<std::string>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

LegGroup split_legs(const catalog::Action& action, const std::vector<std::string>& keys,
                    const catalog::Catalog& catalog) {
  LegGroup group;
  for (const catalog::ActionResource& leg : action.resources) {
    const bool carries_all = std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
      return catalog.leg_carries(action, leg.type.name, key);
    });
    (carries_all ? group.carrying : group.others).push_back(leg_pattern(leg.type));
  }
  sort_unique(group.carrying);
  sort_unique(group.others);
  for (const std::string& own : group.carrying) {
    for (const std::string& other : group.others) {
      if (arns_overlap(own, other)) group.separable = false;
    }
  }
  return group;
}

void add_to_groups(std::vector<LegGroup>& groups, LegGroup group, std::string action) {
  for (LegGroup& existing : groups) {
    if (existing.carrying == group.carrying && existing.others == group.others) {
      existing.actions.push_back(std::move(action));
      return;
    }
  }
  group.actions.push_back(std::move(action));
  groups.push_back(std::move(group));
}

}  // namespace

std::vector<LegGroup> split_by_legs(const ir::ActionSet& set, const std::vector<std::string>& keys,
                                    const catalog::Catalog& catalog) {
  std::vector<LegGroup> groups;
  if (keys.empty()) return groups;
  std::set<std::string> seen;
  for (const ir::ActionItem& item : set.items) {
    if (!item.plus) continue;
    catalog.for_each_action(item.pattern, [&](const catalog::Action& action) {
      std::string name = action.full_name();
      if (seen.contains(name) || !set.contains(name)) return;
      seen.insert(name);
      const auto split = split_keys(action, keys, catalog);
      if (!split.empty()) add_to_groups(groups, split_legs(action, split, catalog), std::move(name));
    });
  }
  return groups;
}

std::string leg_pattern(const catalog::ResourceType& type) { return catalog::arn_pattern(type.arn, "*"); }

}  // namespace berm::documents
