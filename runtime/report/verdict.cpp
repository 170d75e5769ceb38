#include "runtime/report/verdict.h"

#include <algorithm>
#include <array>

namespace berm::report {
namespace {

constexpr std::string_view kVerdicts[] = {"violated", "not proven", "satisfied", "not applicable", "not judged here"};
constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};

bool blocks(const RuleResult& rule, Verdict verdict, bool all) {
  if (rule.findings.empty()) return rule.verdict == verdict;
  return std::any_of(rule.findings.begin(), rule.findings.end(), [&](const Finding& finding) {
    return finding.verdict == verdict && (all || !finding.pre_existing);
  });
}

bool any_blocks(const CheckResult& result, Verdict verdict) {
  return std::any_of(result.rules.begin(), result.rules.end(), [&](const RuleResult& rule) {
    bool ignored = verdict == Verdict::NotProven && rule.if_unknown != UnknownPolicy::Fail;
    return !ignored && rule.severity >= result.block_at && blocks(rule, verdict, result.all);
  });
}

}  // namespace

std::string_view name(Verdict verdict) { return kVerdicts[static_cast<size_t>(verdict)]; }

std::string_view name(Severity severity) { return kSeverities[static_cast<size_t>(severity)]; }

std::optional<Severity> parse_severity(std::string_view text) {
  auto found = std::find(std::begin(kSeverities), std::end(kSeverities), text);
  if (found == std::end(kSeverities)) return std::nullopt;
  return static_cast<Severity>(found - std::begin(kSeverities));
}

int exit_code(const CheckResult& result) {
  if (any_blocks(result, Verdict::Violated)) return 1;
  if (any_blocks(result, Verdict::NotProven)) return 2;
  return result.doubts.empty() ? 0 : 2;
}

}  // namespace berm::report
