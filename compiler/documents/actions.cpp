#include "compiler/documents/actions.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/glob.h"
#include "base/text.h"

namespace berm::documents {
namespace {

// An item with its pattern in lower case: sets of thousands of actions are compared with each other.
struct Item {
  bool plus = true;
  std::string pattern, lower;
  bool wild = false;
};
using Items = std::vector<Item>;

Item make_item(bool plus, const std::string& pattern) {
  return {plus, pattern, to_lower(pattern), has_wildcard(pattern)};
}

Items items_of(const ir::ActionSet& set) {
  Items items;
  for (const ir::ActionItem& item : set.items) items.push_back(make_item(item.plus, item.pattern));
  return items;
}

std::vector<std::string> patterns_of(const Items& items, bool plus) {
  std::vector<std::string> patterns;
  for (const Item& item : items) {
    if (item.plus == plus) patterns.push_back(item.pattern);
  }
  return patterns;
}

// What a minus takes from nothing before it, and a plus that later ones take away whole, do nothing.
Items without_idle(const Items& items) {
  Items kept;
  std::set<std::string> exact;  // of `kept`
  for (const Item& item : items) {
    if (!item.plus) {
      const bool may_take = item.wild || exact.contains(item.lower);
      if (may_take) std::erase_if(kept, [&](const Item& earlier) { return glob_covers(item.lower, earlier.lower); });
      const bool idle = std::none_of(kept.begin(), kept.end(), [&](const Item& earlier) {
        return earlier.plus && globs_overlap(earlier.lower, item.lower);
      });
      if (idle) continue;
    }
    kept.push_back(item);
    if (!item.wild) exact.insert(item.lower);
  }
  return kept;
}

// Trailing pluses are a union with the rest.
Items take_trailing_plus(Items& items) {
  Items tail;
  while (!items.empty() && items.back().plus) {
    tail.insert(tail.begin(), items.back());
    items.pop_back();
  }
  return tail;
}

bool is_everything_but(const Items& items) {
  const bool starts_full = !items.empty() && items.front().plus && items.front().pattern == "*";
  return starts_full && std::none_of(items.begin() + 1, items.end(), [](const Item& item) { return item.plus; });
}

// A pattern whose every action, known or not, is in the set: one plus covers it and no later minus touches it.
bool stays_inside(const std::string& lower_pattern, const Items& items) {
  bool inside = false;
  for (const Item& item : items) {
    if (item.plus && !inside && glob_covers(item.lower, lower_pattern)) inside = true;
    if (!item.plus && inside && globs_overlap(item.lower, lower_pattern)) inside = false;
  }
  return inside;
}

std::string shortest_prefix(const std::string& name, const Items& items) {
  for (size_t length = name.find(':') + 2; length < name.size(); ++length) {
    std::string prefix = name.substr(0, length) + "*";
    if (stays_inside(to_lower(prefix), items)) return prefix;
  }
  return name;
}

// What no minus touches stays as written, also for actions of the future; `expanded` tells that something does not.
std::vector<std::string> expand(const Items& items, const catalog::Catalog& catalog, bool& expanded) {
  std::vector<std::string> result;
  const auto add = [&](const std::string& name) {
    const std::string lower = to_lower(name);
    const bool covered = std::any_of(result.begin(), result.end(),
                                     [&](const std::string& pattern) { return glob_match(to_lower(pattern), lower); });
    if (!covered && stays_inside(lower, items)) result.push_back(shortest_prefix(name, items));
  };
  for (const std::string& pattern : patterns_of(items, true)) {
    if (stays_inside(to_lower(pattern), items)) {
      result.push_back(pattern);
      continue;
    }
    expanded |= has_wildcard(pattern);
    catalog.for_each_action(pattern, [&](const catalog::Action& action) { add(action.full_name()); });
    if (!has_wildcard(pattern)) add(pattern);
  }
  return without_covered(result);
}

void lower_head(const Items& head, const catalog::Catalog& catalog, LoweredActions& lowered) {
  if (head.empty()) return;
  if (is_everything_but(head)) {
    lowered.elements.push_back({true, without_covered(patterns_of(head, false))});
    return;
  }
  ActionElement element{false, expand(head, catalog, lowered.expanded)};
  if (!element.patterns.empty()) lowered.elements.push_back(std::move(element));
}

}  // namespace

std::vector<std::string> without_covered(const std::vector<std::string>& patterns) {
  Items items, wild;
  for (const std::string& pattern : patterns) {
    items.push_back(make_item(true, pattern));
    if (items.back().wild) wild.push_back(items.back());
  }
  std::vector<std::string> kept;
  std::set<std::string> seen;
  for (const Item& item : items) {
    const bool covered = std::any_of(wild.begin(), wild.end(), [&](const Item& other) {
      if (other.lower == item.lower || !glob_covers(other.lower, item.lower)) return false;
      // Two spellings of one set, such as `a*` and `a**`: the shorter stays.
      return !item.wild || !glob_covers(item.lower, other.lower) || other.lower < item.lower;
    });
    if (!covered && seen.insert(item.lower).second) kept.push_back(item.pattern);
  }
  return kept;
}

bool surely_contains(const ir::ActionSet& set, std::string_view pattern) {
  return stays_inside(to_lower(pattern), items_of(set));
}

LoweredActions lower_actions(const ir::ActionSet& set, const catalog::Catalog& catalog) {
  LoweredActions lowered;
  Items items = without_idle(items_of(set));
  const Items tail = take_trailing_plus(items);
  lower_head(items, catalog, lowered);
  if (!tail.empty()) lowered.elements.push_back({false, without_covered(patterns_of(tail, true))});
  if (lowered.elements.size() != 2 || lowered.elements[0].negated) return lowered;
  std::vector<std::string> all = std::move(lowered.elements[0].patterns);
  all.insert(all.end(), lowered.elements[1].patterns.begin(), lowered.elements[1].patterns.end());
  lowered.elements = {{false, without_covered(all)}};
  return lowered;
}

}  // namespace berm::documents
