#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/visible_text.h"
#include "runtime/baseline/baseline.h"

namespace berm::baseline {
namespace {

using report::BaselineEntry;
using report::CheckReport;
using report::CheckResult;
using report::Finding;
using report::RuleResult;
using report::Verdict;

// What a clause is, wherever it stands.
std::string clause_identity(const Finding& finding) {
  std::string text = finding.clause_text.empty() ? fmt::format("clause {}", finding.clause + 1)
                                                 : visible_prose(clause_without_message(finding));
  return finding.hazard.empty() ? text : fmt::format("{}: {}", finding.hazard, text);
}

BaselineEntry entry_of(const CheckResult& plan, const RuleResult& rule, const Finding& finding) {
  return {visible(plan.plan_path), visible(rule.name), visible(finding.address), clause_identity(finding),
          finding.verdict};
}

void for_each_finding(auto& report, const auto& visit) {
  for (auto& plan : report.plans) {
    for (auto& rule : plan.rules) {
      for (auto& finding : rule.findings) visit(plan, rule, finding);
    }
  }
}

class Applier {
 public:
  Applier(const Baseline& baseline, CheckReport& report)
      : report_(report), names_count_(baseline.plans.size() > 1 || report.plans.size() > 1) {
    for (const BaselineEntry& entry : baseline.entries) ++open_[key(entry)];
  }

  void run(report::BaselineUse& use) {
    // The worse first, so that none of them finds its entry taken by a lesser one.
    mark(Verdict::Violated, Verdict::Violated);
    mark(Verdict::NotProven, Verdict::NotProven);
    mark(Verdict::NotProven, Verdict::Violated);
    find_judged();
    for (const auto& [entry, count] : open_) {
      if (count > 0 && can_be_fixed(entry)) use.fixed.insert(use.fixed.end(), count, entry);
    }
  }

 private:
  BaselineEntry key(BaselineEntry entry) const {
    if (!names_count_) entry.plan.clear();
    return entry;
  }

  void mark(Verdict found, Verdict in_baseline) {
    for_each_finding(report_, [&](const CheckResult& plan, const RuleResult& rule, Finding& finding) {
      if (finding.verdict != found || finding.known || finding.waiver) return;
      BaselineEntry wanted = key(entry_of(plan, rule, finding));
      wanted.verdict = in_baseline;
      auto entry = open_.find(wanted);
      if (entry == open_.end() || entry->second == 0) return;
      --entry->second;
      finding.known = true;
    });
  }

  // Only a plan that shows everything, judged by the rule, says that something is gone; waived, it is still there.
  void find_judged() {
    for (const CheckResult& plan : report_.plans) {
      if (!plan.readable || !plan.doubts.empty()) continue;
      for (const RuleResult& rule : plan.rules) {
        judged_.insert(key({visible(plan.plan_path), visible(rule.name), "", "", Verdict::Violated}));
        for (const Finding& finding : rule.findings) {
          if (finding.waiver) waived_.insert(whatever_its_verdict(key(entry_of(plan, rule, finding))));
        }
      }
    }
  }

  bool can_be_fixed(const BaselineEntry& entry) const {
    return judged_.count({entry.plan, entry.rule, "", "", Verdict::Violated}) > 0 &&
           waived_.count(whatever_its_verdict(entry)) == 0;
  }

  static BaselineEntry whatever_its_verdict(BaselineEntry entry) {
    entry.verdict = Verdict::Violated;
    return entry;
  }

  CheckReport& report_;
  bool names_count_;
  std::map<BaselineEntry, size_t> open_;
  std::set<BaselineEntry> judged_;  // plan and rule alone
  std::set<BaselineEntry> waived_;
};

}  // namespace

Baseline make(const CheckReport& report, const std::string& path) {
  Baseline baseline;
  baseline.path = path;
  for (const CheckResult& plan : report.plans) baseline.plans.push_back(visible(plan.plan_path));
  for_each_finding(report, [&](const CheckResult& plan, const RuleResult& rule, const Finding& finding) {
    if (!finding.waiver) baseline.entries.push_back(entry_of(plan, rule, finding));
  });
  std::sort(baseline.plans.begin(), baseline.plans.end());
  std::sort(baseline.entries.begin(), baseline.entries.end());
  return baseline;
}

void apply(const Baseline& baseline, CheckReport& report) {
  report.baseline = report::BaselineUse{.path = baseline.path};
  Applier(baseline, report).run(*report.baseline);
}

}  // namespace berm::baseline
