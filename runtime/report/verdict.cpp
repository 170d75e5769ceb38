#include "runtime/report/verdict.h"

#include <algorithm>
#include <array>

namespace berm::report {
namespace {

constexpr std::string_view kVerdicts[] = {"violated", "not proven", "satisfied", "not applicable", "not judged here"};
constexpr std::string_view kSeverities[] = {"info", "low", "medium", "high", "critical"};

// A rule without findings, which no evaluator makes, weighs by its own verdict rather than pass.
bool any_blocks(const RuleResult& rule, Verdict verdict, const CheckResult& result) {
  if (rule.findings.empty()) return rule.verdict == verdict && blocks(rule, {verdict}, result);
  return std::any_of(rule.findings.begin(), rule.findings.end(), [&](const Finding& finding) {
    return finding.verdict == verdict && blocks(rule, finding, result);
  });
}

bool any_blocks(const CheckResult& result, Verdict verdict) {
  return std::any_of(result.rules.begin(), result.rules.end(),
                     [&](const RuleResult& rule) { return any_blocks(rule, verdict, result); });
}

}  // namespace

std::string_view name(Verdict verdict) { return kVerdicts[static_cast<size_t>(verdict)]; }

std::string_view name(Severity severity) { return kSeverities[static_cast<size_t>(severity)]; }

// `say` comes last, and in its text a quotation mark has a backslash before it.
std::string_view clause_without_message(const Finding& finding) {
  std::string_view text = finding.clause_text;
  size_t say = text.ends_with('"') ? text.rfind(" say \"") : std::string_view::npos;
  return text.substr(0, say);
}

std::optional<Severity> parse_severity(std::string_view text) {
  auto found = std::find(std::begin(kSeverities), std::end(kSeverities), text);
  if (found == std::end(kSeverities)) return std::nullopt;
  return static_cast<Severity>(found - std::begin(kSeverities));
}

bool blocks(const RuleResult& rule, const Finding& finding, const CheckResult& result) {
  if (finding.waiver || finding.known) return false;
  bool warns_only = finding.verdict == Verdict::NotProven && rule.if_unknown != UnknownPolicy::Fail;
  return !warns_only && rule.severity >= result.block_at && (result.all || !finding.pre_existing);
}

int exit_code(const CheckResult& result) {
  if (any_blocks(result, Verdict::Violated)) return 1;
  if (any_blocks(result, Verdict::NotProven)) return 2;
  return result.doubts.empty() ? 0 : 2;
}

}  // namespace berm::report
