// What tests cover of each rule, by places in the source: a hazard's clause stands for all that became of it.
#include <algorithm>
#include <tuple>

#include "reference/coverage.h"
#include "reference/describe.h"

namespace berm::reference {
namespace {

struct Seen {
  Point point;
  bool saw_true = false, saw_false = false;
};

std::string without_team(const std::string& rule) { return rule.substr(0, rule.find('[')); }

// One rule, with all its teams.
class Summary {
 public:
  Summary(const Coverage& coverage, const std::function<bool(Span)>& own) : coverage_(coverage), own_(own) {}

  void add(const ir::Rule& rule) {
    for (const Point& point : points_of(rule)) {
      if (own_(point.span)) add(rule, point);
    }
  }

  void finish(const SourceSet& sources, RuleCoverage& out) const {
    for (const Seen& seen : points_) {
      bool wants_false = !seen.point.true_only;
      out.wanted += wants_false ? 2 : 1;
      out.reached += (seen.saw_true ? 1 : 0) + (wants_false && seen.saw_false ? 1 : 0);
      Gap gap{seen.point.kind, seen.point.span, text_of(seen.point.span, sources), !seen.saw_true,
              wants_false && !seen.saw_false};
      if (gap.never_true || gap.never_false) out.gaps.push_back(std::move(gap));
    }
  }

 private:
  void add(const ir::Rule& rule, const Point& point) {
    Seen& seen = at(point);
    seen.saw_true |= coverage_.saw(rule, point.part, !point.negated);
    seen.saw_false |= coverage_.saw(rule, point.part, point.negated);
    seen.point.true_only &= point.true_only;
  }

  Seen& at(const Point& point) {
    auto key = std::tuple(point.kind, point.span.file.index, point.span.begin, point.span.end);
    auto [found, is_new] = places_.emplace(key, points_.size());
    if (is_new) points_.push_back({point, false, false});
    return points_[found->second];
  }

  const Coverage& coverage_;
  const std::function<bool(Span)>& own_;
  std::vector<Seen> points_;
  std::map<std::tuple<Point::Kind, uint32_t, uint32_t, uint32_t>, size_t> places_;
};

}  // namespace

std::vector<RuleCoverage> summarise(const ir::Module& module, const SourceSet& sources, const Coverage& coverage,
                                    const std::function<bool(Span)>& own) {
  std::vector<RuleCoverage> out;
  std::vector<Summary> summaries;
  std::map<std::string, size_t> by_name;
  for (const ir::Rule& rule : module.rules) {
    if (!own(rule.span)) continue;
    auto [found, is_new] = by_name.emplace(without_team(rule.name), out.size());
    if (is_new) {
      out.push_back({found->first, rule.span, 0, 0, {}});
      summaries.emplace_back(coverage, own);
    }
    summaries[found->second].add(rule);
  }
  for (size_t i = 0; i < out.size(); ++i) summaries[i].finish(sources, out[i]);
  return out;
}

}  // namespace berm::reference
