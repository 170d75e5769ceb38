#include "runtime/report/check_report.h"

#include <algorithm>

namespace berm::report {

bool Waiver::waives() const {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Diagnostic& problem) { return level(problem.kind) == DiagnosticLevel::Error; });
}

bool blocks(const Waiver& waiver, const CheckReport& report) {
  return !waiver.waives() && waiver.severity >= report.block_at;
}

PassedFindings count_passed(const CheckResult& result) {
  PassedFindings passed;
  for (const RuleResult& rule : result.rules) {
    for (const Finding& finding : rule.findings) {
      if (finding.waiver)
        ++passed.waived;
      else if (finding.known)
        ++passed.known;
    }
  }
  return passed;
}

int exit_code(const CheckReport& report) {
  bool unreadable = false, violated = false, unproven = false;
  for (const CheckResult& plan : report.plans) {
    int code = plan.readable ? exit_code(plan) : 3;
    unreadable |= code == 3;
    violated |= code == 1;
    unproven |= code == 2;
  }
  for (const Waiver& waiver : report.waivers) violated |= blocks(waiver, report);
  for (uint32_t rule : report.unmatched) violated |= report.plans.front().rules[rule].severity >= report.block_at;
  return unreadable ? 3 : violated ? 1 : unproven ? 2 : 0;
}

}  // namespace berm::report
