#include <fmt/format.h>

#include "base/visible_text.h"
#include "runtime/report/renderers.h"

namespace berm::report {
namespace {

// What a workflow command's data may not hold raw; property values neither `:` nor `,`.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (char c : text) {
    bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    if (special)
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string command(std::string_view level, std::string_view title, std::string_view message) {
  return fmt::format("::{} title={}::{}\n", level, escaped(title, true), escaped(message, false));
}

std::string_view level_of(const RuleResult& rule, const Finding& finding, const CheckResult& result) {
  if (blocks(rule, finding, result)) return "error";
  bool passes = finding.verdict == Verdict::NotProven && rule.if_unknown == UnknownPolicy::Pass;
  bool let_pass = passes || finding.waiver || finding.known || (finding.pre_existing && !result.all);
  return let_pass ? "notice" : "warning";
}

std::string title_of(const RuleResult& rule, const Finding& finding) {
  return fmt::format("{} ({}) {}", visible(rule.name), name(rule.severity), name(finding.verdict));
}

// Several plans have the same addresses.
std::string in_plan(const CheckReport& report, const CheckResult& plan) {
  return report.plans.size() > 1 ? plan_name(plan) + ": " : "";
}

std::string waived(const Waiver& waiver) {
  return fmt::format("waived until {} by {}: {}{} ({})", visible(waiver.until), visible_prose(waiver.owner),
                     visible_prose(waiver.reason), ticket_of(waiver), place_of(waiver));
}

// One paragraph a line; the line breaks are ours, those of a plan are visible escapes.
std::string message_of(const CheckReport& report, const CheckResult& plan, const RuleResult& rule,
                       const Finding& finding) {
  std::string out = in_plan(report, plan) + fmt::format("{} ({})", visible(finding.address), visible(finding.change));
  if (!finding.message.empty()) out += ": " + visible(message_without_address(finding));
  if (finding.pre_existing) out += "\nwas so before this plan";
  if (finding.waiver) out += "\n" + waived(report.waivers[*finding.waiver]);
  if (finding.known) out += "\nknown since the baseline";
  for (const Evidence& evidence : finding.evidence)
    out += fmt::format("\n{} = {}", visible(evidence.path), visible(evidence.value));
  if (!finding.missing.empty()) out += "\n" + visible(what_is_missing(finding));
  if (std::string clause = clause_of(finding); !clause.empty()) out += "\nclause: " + visible_prose(clause);
  if (!rule.doc.empty()) out += "\n" + visible_prose(rule.doc);
  if (!rule.owner.empty()) out += "\nowner: " + visible_prose(rule.owner);
  if (!rule.playbook.empty()) out += "\nplaybook: " + visible_prose(rule.playbook);
  if (!rule.remediation.empty()) out += "\nfix: " + visible_prose(rule.remediation);
  return out;
}

std::string assumed(const RuleResult& rule, const AssumptionUsed& assumption) {
  return command("notice", fmt::format("{} ({}) assumed", visible(rule.name), name(rule.severity)),
                 fmt::format("{}: {}", visible(assumption.address), visible(what_is_assumed(assumption))));
}

std::string plan_commands(const CheckReport& report, const CheckResult& plan) {
  if (!plan.readable) return command("error", "a plan could not be read", plan_name(plan));
  std::string out;
  for (const RuleResult& rule : plan.rules) {
    for (const Finding& finding : rule.findings) {
      out += command(level_of(rule, finding, plan), title_of(rule, finding), message_of(report, plan, rule, finding));
    }
    for (const AssumptionUsed& assumption : rule.assumptions) out += assumed(rule, assumption);
  }
  std::string_view doubt_level = exit_code(plan) == 2 ? "error" : "warning";
  for (const Doubt& doubt : plan.doubts) {
    out += command(doubt_level, "the plan does not show everything", in_plan(report, plan) + visible_prose(doubt.text));
  }
  return out;
}

std::string waiver_commands(const CheckReport& report, const Waiver& waiver) {
  std::string_view grave = blocks(waiver, report) ? "error" : "warning";
  std::string out;
  for (const Diagnostic& problem : waiver.problems) {
    std::string title = fmt::format("waiver of {} ({})", visible(waiver.rule), name(waiver.severity));
    std::string help = problem.hint.empty() ? "" : "; " + visible(problem.hint);
    out += command(waiver.waives() ? "notice" : grave, title,
                   fmt::format("{}: {}: {}{} [{}]", place_of(waiver), visible(waiver.address), visible(problem.message),
                               help, id(problem.kind)));
  }
  return out;
}

std::string unmatched_command(const CheckReport& report, const RuleResult& rule) {
  return command(
      rule.severity >= report.block_at ? "error" : "warning",
      fmt::format("{} ({}) matched nothing", visible(rule.name), name(rule.severity)),
      fmt::format("it judged no resource, and every rule has to [{}]", id(DiagnosticKind::RuleMatchedNothing)));
}

std::string last_line(const CheckResult& plan) {
  std::string passed = passed_of(count_passed(plan));
  return fmt::format("{}: {}{}\n", counted(plan.resources, "resource change"), summary_of(plan),
                     passed.empty() ? "" : "; " + passed);
}

}  // namespace

std::string render_github(const CheckReport& report) {
  std::string out;
  for (const CheckResult& plan : report.plans) out += plan_commands(report, plan);
  for (const Waiver& waiver : report.waivers) out += waiver_commands(report, waiver);
  for (uint32_t rule : report.unmatched) out += unmatched_command(report, report.plans.front().rules[rule]);
  for (const CheckResult& plan : report.plans) {
    if (plan.readable) out += without_log_commands("berm check: " + in_plan(report, plan) + last_line(plan));
  }
  return out;
}

}  // namespace berm::report
