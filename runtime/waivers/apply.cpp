#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "ir/ir.h"
#include "runtime/waivers/address.h"
#include "runtime/waivers/waivers.h"

namespace berm::waivers {
namespace {

using report::CheckReport;
using report::CheckResult;
using report::Finding;
using report::RuleResult;
using report::Waiver;

struct Candidate {
  AddressPattern pattern;
  uint32_t waiver = 0;
};

std::string without_indexes(const std::vector<Step>& steps) {
  std::string out;
  for (const Step& step : steps) out += step.name + ".";
  return out;
}

// The waivers of one rule and plan. Patterns without `*` are found by name, the others tried one by one.
class Selection {
 public:
  void add(uint32_t waiver, const std::string& address) {
    Candidate candidate{AddressPattern(address), waiver};
    if (candidate.pattern.is_literal())
      named_.emplace(without_indexes(candidate.pattern.steps()), std::move(candidate));
    else
      others_.push_back(std::move(candidate));
  }

  // In the order of the file.
  std::vector<const Candidate*> candidates(const std::vector<Step>& address) const {
    std::vector<const Candidate*> found;
    auto [first, last] = named_.equal_range(without_indexes(address));
    for (auto at = first; at != last; ++at) found.push_back(&at->second);
    for (const Candidate& other : others_) found.push_back(&other);
    std::sort(found.begin(), found.end(), [](const Candidate* a, const Candidate* b) { return a->waiver < b->waiver; });
    return found;
  }

 private:
  std::multimap<std::string, Candidate> named_;
  std::vector<Candidate> others_;
};

class Applier {
 public:
  explicit Applier(CheckReport& report) : report_(report), judged_(report.waivers.size()), misses_index_(judged_) {}

  void run() {
    for (CheckResult& plan : report_.plans) {
      for (RuleResult& rule : plan.rules) apply(plan, rule);
    }
    for (size_t i = 0; i < report_.waivers.size(); ++i) note_if_idle(i);
  }

 private:
  void apply(const CheckResult& plan, RuleResult& rule) {
    Selection selection;
    for (uint32_t i = 0; i < report_.waivers.size(); ++i) {
      const Waiver& waiver = report_.waivers[i];
      if (!speaks_of(waiver, plan, rule)) continue;
      judged_[i] = true;
      selection.add(i, waiver.address);
    }
    for (Finding& finding : rule.findings) apply(selection, finding);
  }

  void apply(const Selection& selection, Finding& finding) {
    auto address = steps_of(finding.address);
    if (!address) return;
    for (const Candidate* candidate : selection.candidates(*address)) {
      Waiver& waiver = report_.waivers[candidate->waiver];
      if (!candidate->pattern.matches(*address)) {
        misses_index_[candidate->waiver] |= candidate->pattern.matches_with_indexes(*address);
        continue;
      }
      ++waiver.findings;
      if (!finding.waiver && waiver.waives()) finding.waiver = candidate->waiver;
    }
  }

  static bool speaks_of(const Waiver& waiver, const CheckResult& plan, const RuleResult& rule) {
    return ir::matches_rule(waiver.rule, rule.name) && (waiver.plan.empty() || glob_match(waiver.plan, plan.plan_path));
  }

  // Of rules and plans that this run leaves out it can't be said.
  void note_if_idle(size_t index) {
    Waiver& waiver = report_.waivers[index];
    if (!judged_[index] || waiver.findings > 0 || !waiver.waives()) return;
    Diagnostics notes;
    Diagnostic& note = notes.add(DiagnosticKind::WaiverMatchesNothing, "it matches no finding")
                           .at(InputPosition{waiver.path, waiver.line});
    if (misses_index_[index]) {
      note.help("there are findings on instances of `count` or `for_each`; write `[*]` behind the step that has them");
    }
    waiver.problems.push_back(notes.items().front());
  }

  CheckReport& report_;
  std::vector<uint8_t> judged_, misses_index_;
};

}  // namespace

void apply(CheckReport& report) { Applier(report).run(); }

}  // namespace berm::waivers
