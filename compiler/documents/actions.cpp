#include "compiler/documents/actions.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compiler/documents/glob.h"

namespace berm::documents {
namespace {

using Items = std::vector<ir::ActionItem>;

std::vector<std::string> patterns_of(const Items& items, bool plus) {
  std::vector<std::string> patterns;
  for (const ir::ActionItem& item : items) {
    if (item.plus == plus) patterns.push_back(item.pattern);
  }
  return patterns;
}

// What a minus takes from nothing before it, and a plus that later ones take away whole, do nothing.
Items without_idle(const Items& items) {
  Items kept;
  for (const ir::ActionItem& item : items) {
    const std::string lower = to_lower(item.pattern);
    const auto taken = [&](const ir::ActionItem& earlier) { return glob_covers(lower, to_lower(earlier.pattern)); };
    if (!item.plus) {
      std::erase_if(kept, taken);
      const bool idle = std::none_of(kept.begin(), kept.end(), [&](const ir::ActionItem& earlier) {
        return earlier.plus && globs_overlap(to_lower(earlier.pattern), lower);
      });
      if (idle) continue;
    }
    kept.push_back(item);
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
  return starts_full && std::none_of(items.begin() + 1, items.end(), [](const ir::ActionItem& i) { return i.plus; });
}

// A pattern whose every action, known or not, is in the set: one plus covers it and no later minus touches it.
bool stays_inside(const std::string& lower_pattern, const Items& items) {
  bool inside = false;
  for (const ir::ActionItem& item : items) {
    const std::string other = to_lower(item.pattern);
    if (item.plus && glob_covers(other, lower_pattern)) inside = true;
    if (!item.plus && globs_overlap(other, lower_pattern)) inside = false;
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

std::vector<std::string> expand(const Items& items, const catalog::Catalog& catalog) {
  const ir::ActionSet set{items};
  std::vector<std::string> result;
  const auto add = [&](const std::string& name) {
    const bool covered = std::any_of(result.begin(), result.end(), [&](const std::string& pattern) {
      return glob_match(to_lower(pattern), to_lower(name));
    });
    if (!covered && set.contains(name)) result.push_back(shortest_prefix(name, items));
  };
  for (const std::string& pattern : patterns_of(items, true)) {
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
  lowered.expanded = true;
  ActionElement element{false, expand(head, catalog)};
  if (!element.patterns.empty()) lowered.elements.push_back(std::move(element));
}

}  // namespace

std::vector<std::string> without_covered(const std::vector<std::string>& patterns) {
  std::vector<std::string> kept;
  for (const std::string& pattern : patterns) {
    const std::string lower = to_lower(pattern);
    const auto covers_it = [&](const std::string& other) { return glob_covers(to_lower(other), lower); };
    if (std::any_of(kept.begin(), kept.end(), covers_it)) continue;
    std::erase_if(kept, [&](const std::string& other) { return glob_covers(lower, to_lower(other)); });
    kept.push_back(pattern);
  }
  return kept;
}

LoweredActions lower_actions(const ir::ActionSet& set, const catalog::Catalog& catalog) {
  LoweredActions lowered;
  Items items = without_idle(set.items);
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
