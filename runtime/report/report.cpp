#include "runtime/report/report.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"
#include "base/visible_text.h"
#include "runtime/report/renderers.h"

namespace berm::report {

std::array<size_t, 5> count_verdicts(const CheckResult& result) {
  std::array<size_t, 5> counts{};
  for (const RuleResult& rule : result.rules) ++counts[static_cast<size_t>(rule.verdict)];
  return counts;
}

std::string counted(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary_of(const CheckResult& result) {
  std::vector<std::string> parts;
  std::array<size_t, 5> counts = count_verdicts(result);
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) parts.push_back(fmt::format("{} {}", counts[i], name(static_cast<Verdict>(i))));
  }
  return parts.empty() ? "no rules" : join(parts, ", ");
}

std::string what_is_missing(const Finding& finding) {
  std::string_view why = finding.missing_reason;
  return fmt::format("{} {}", finding.missing, why.empty() ? "is not known before apply" : why);
}

std::string passed_of(const PassedFindings& passed) {
  std::vector<std::string> parts;
  if (passed.waived > 0) parts.push_back(fmt::format("{} waived", counted(passed.waived, "finding")));
  if (passed.known > 0) parts.push_back(fmt::format("{} known since the baseline", counted(passed.known, "finding")));
  return join(parts, ", ");
}

std::string clause_of(const Finding& finding) {
  std::string_view clause = clause_without_message(finding);
  if (finding.hazard.empty() || clause.empty()) return std::string(clause);
  return fmt::format("{}: {}", finding.hazard, clause);
}

std::string what_is_assumed(const AssumptionUsed& assumption) {
  if (!assumption.relation.empty())
    return fmt::format("{} and {}: {}", assumption.path, assumption.value, assumption.relation);
  return fmt::format("{} is not set; the provider's default is {}", assumption.path, assumption.value);
}

std::string plan_name(const CheckResult& result) {
  return result.plan_path == "-" ? "standard input" : visible(result.plan_path);
}

std::string place_of(const Waiver& waiver) { return fmt::format("{}:{}", visible(waiver.path), waiver.line); }

std::string ticket_of(const Waiver& waiver) {
  return waiver.ticket.empty() ? "" : fmt::format(" [{}]", visible_prose(waiver.ticket));
}

WaiverState state_of(const Waiver& waiver) {
  if (waiver.waives()) return WaiverState::Active;
  for (const Diagnostic& problem : waiver.problems) {
    bool error = level(problem.kind) == DiagnosticLevel::Error;
    if (error && problem.kind != DiagnosticKind::WaiverExpired) return WaiverState::Malformed;
  }
  return WaiverState::Expired;
}

std::string_view name(WaiverState state) {
  constexpr std::string_view kNames[] = {"active", "expired", "malformed"};
  return kNames[static_cast<size_t>(state)];
}

std::string_view message_without_address(const Finding& finding) {
  std::string_view message = finding.message;
  if (message.starts_with(finding.address + ": ")) message.remove_prefix(finding.address.size() + 2);
  return message;
}

std::string render(const CheckReport& report, Format format, const Options& options) {
  std::string out;
  render(report, format, options, [&](std::string_view piece) { out += piece; });
  return out;
}

void render(const CheckReport& report, Format format, const Options& options, const Write& write) {
  switch (format) {
    case Format::Text: return write(render_text(report, options));
    case Format::Json: return render_json(report, write);
    case Format::Github: return write(render_github(report));
  }
}

void render(const std::vector<Explanation>& explanations, Format format, const Options& options, const Write& write) {
  if (format == Format::Json) return render_json(explanations, write);
  write(render_text(explanations, options));
}

}  // namespace berm::report
