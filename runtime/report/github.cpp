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
  return passes || (finding.pre_existing && !result.all) ? "notice" : "warning";
}

std::string title_of(const RuleResult& rule, const Finding& finding) {
  return fmt::format("{} ({}) {}", visible(rule.name), name(rule.severity), name(finding.verdict));
}

// One paragraph a line; the line breaks are ours, those of a plan are visible escapes.
std::string message_of(const RuleResult& rule, const Finding& finding) {
  std::string out = fmt::format("{} ({})", visible(finding.address), visible(finding.change));
  if (!finding.message.empty()) out += ": " + visible(message_without_address(finding));
  if (finding.pre_existing) out += "\nwas so before this plan";
  for (const Evidence& evidence : finding.evidence)
    out += fmt::format("\n{} = {}", visible(evidence.path), visible(evidence.value));
  if (!finding.missing.empty()) out += "\n" + visible(what_is_missing(finding));
  if (!rule.doc.empty()) out += "\n" + visible_prose(rule.doc);
  if (!rule.owner.empty()) out += "\nowner: " + visible_prose(rule.owner);
  if (!rule.playbook.empty()) out += "\nplaybook: " + visible_prose(rule.playbook);
  if (!rule.remediation.empty()) out += "\nfix: " + visible_prose(rule.remediation);
  return out;
}

std::string assumed(const RuleResult& rule, const AssumptionUsed& assumption) {
  return command("notice", fmt::format("{} ({}) assumed", visible(rule.name), name(rule.severity)),
                 fmt::format("{}: {} is not set; the provider's default is {}", visible(assumption.address),
                             visible(assumption.path), visible(assumption.value)));
}

}  // namespace

std::string render_github(const CheckResult& result) {
  std::string out;
  for (const RuleResult& rule : result.rules) {
    for (const Finding& finding : rule.findings) {
      out += command(level_of(rule, finding, result), title_of(rule, finding), message_of(rule, finding));
    }
    for (const AssumptionUsed& assumption : rule.assumptions) out += assumed(rule, assumption);
  }
  std::string_view doubt_level = exit_code(result) == 2 ? "error" : "warning";
  for (const Doubt& doubt : result.doubts)
    out += command(doubt_level, "the plan does not show everything", visible_prose(doubt.text));
  return out + fmt::format("berm check: {}: {}\n", counted(result.resources, "resource change"), summary_of(result));
}

}  // namespace berm::report
