#include "compiler/documents/wide_patterns.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/actions.h"

namespace berm::documents {
namespace {

// Names that a pattern may cost before it is better taken apart.
constexpr size_t kMaxMissed = 12;

bool matches(const std::string& pattern, const std::string& action) {
  return glob_covers(to_lower(pattern), to_lower(action));
}

bool overlaps_any(const std::string& arn, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return arns_overlap(p, arn); });
}

// A pattern over the actions of one service.
bool is_wide(const std::string& pattern) {
  const size_t colon = pattern.find(':');
  return has_wildcard(pattern) && colon != std::string::npos && !has_wildcard(pattern.substr(0, colon));
}

class Finder {
 public:
  Finder(const std::vector<LegGroup>& groups, const catalog::Catalog& catalog) : groups_(groups), catalog_(catalog) {
    for (const LegGroup& group : groups) split_.insert(group.actions.begin(), group.actions.end());
  }

  // With the ARNs and the missed actions of its patterns.
  WidePatterns complete(std::vector<std::string> patterns) const;

 private:
  const std::vector<LegGroup>& groups_;
  const catalog::Catalog& catalog_;
  std::set<std::string> split_;
};

WidePatterns Finder::complete(std::vector<std::string> patterns) const {
  WidePatterns wide{std::move(patterns), {}, {}};
  for (const LegGroup& group : groups_) {
    const bool covered = std::any_of(group.actions.begin(), group.actions.end(),
                                     [&](const std::string& action) { return wide.covers(action); });
    if (covered) wide.outside.insert(wide.outside.end(), group.others.begin(), group.others.end());
  }
  std::sort(wide.outside.begin(), wide.outside.end());
  wide.outside.erase(std::unique(wide.outside.begin(), wide.outside.end()), wide.outside.end());
  std::set<std::string> missed;
  for (const std::string& pattern : wide.patterns) {
    catalog_.for_each_action(pattern, [&](const catalog::Action& action) {
      const bool hit = std::any_of(action.resources.begin(), action.resources.end(),
                                   [&](const auto& leg) { return overlaps_any(leg_pattern(leg.type), wide.outside); });
      if (hit && !split_.contains(action.full_name())) missed.insert(action.full_name());
    });
  }
  wide.missed.assign(missed.begin(), missed.end());
  return wide;
}

}  // namespace

bool WidePatterns::covers(const std::string& action) const {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return matches(p, action); });
}

bool WidePatterns::misses(const LegGroup& group) const {
  return std::any_of(group.carrying.begin(), group.carrying.end(),
                     [&](const std::string& arn) { return overlaps_any(arn, outside); });
}

WidePatterns find_wide_patterns(const ir::ActionSet& set, const std::vector<LegGroup>& groups,
                                const catalog::Catalog& catalog) {
  const Finder finder(groups, catalog);
  std::vector<std::string> kept;
  for (const ir::ActionItem& item : set.items) {
    if (!item.plus || !is_wide(item.pattern) || !surely_contains(set, item.pattern)) continue;
    const WidePatterns alone = finder.complete({item.pattern});
    if (!alone.outside.empty() && alone.missed.size() <= kMaxMissed) kept.push_back(item.pattern);
  }
  return kept.empty() ? WidePatterns{} : finder.complete(without_covered(kept));
}

}  // namespace berm::documents
