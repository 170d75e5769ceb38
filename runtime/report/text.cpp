#include <fmt/format.h>

#include <algorithm>

#include "base/visible_text.h"
#include "runtime/report/renderers.h"
#include "runtime/report/text_writer.h"

namespace berm::report {
namespace {

constexpr size_t kMaxFindingsShown = 20;  // of one rule, unless verbose

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

// The rules of one plan.
class PlanText {
 public:
  PlanText(const CheckReport& report, const CheckResult& result, TextWriter& out)
      : report_(report), result_(result), out_(out) {}

  void run();

 private:
  void open_rule(const RuleResult& rule, std::string_view label, std::string_view style);
  std::string_view why_it_cannot_block(const RuleResult& rule) const;
  void judged_rule(const RuleResult& rule);
  void findings(const RuleResult& rule);
  void finding(const RuleResult& rule, const Finding& finding);
  void waived(const Waiver& waiver);
  void assumptions(const RuleResult& rule);
  void facts_of(const RuleResult& rule);
  void group(Verdict verdict);
  void pre_existing_group();
  void assumed_group();
  void quiet_group(Verdict verdict);
  void quiet_rule(const RuleResult& rule);
  void doubts();

  const CheckReport& report_;
  const CheckResult& result_;
  TextWriter& out_;
};

void PlanText::open_rule(const RuleResult& rule, std::string_view label, std::string_view style) {
  out_.line(fmt::format("{}  {}  {}", out_.painted(style, label), name(rule.severity),
                        out_.painted(style::kBold, visible(rule.name))));
  std::string about = visible_prose(rule.doc.empty() ? rule.text : rule.doc);
  if (!about.empty()) out_.wrapped(2, about);
}

std::string_view PlanText::why_it_cannot_block(const RuleResult& rule) const {
  if (rule.severity < result_.block_at) return "its severity is below the one that blocks";
  if (rule.verdict == Verdict::NotProven && rule.if_unknown != UnknownPolicy::Fail)
    return rule.if_unknown == UnknownPolicy::Warn ? "what is unknown only warns here" : "what is unknown passes here";
  bool waived = false, known = false;
  for (const Finding& finding : rule.findings) {
    if (blocks(rule, finding, result_)) return {};
    waived |= finding.waiver.has_value();
    known |= finding.known;
  }
  if (waived && known) return "what is new is waived, the rest is known since the baseline";
  return waived ? "it is waived" : known ? "it is known since the baseline" : "";
}

void PlanText::judged_rule(const RuleResult& rule) {
  open_rule(rule, upper(name(rule.verdict)), color_of(rule.verdict));
  if (std::string_view reason = why_it_cannot_block(rule); !reason.empty())
    out_.line(fmt::format("  does not block: {}", reason));
  findings(rule);
  assumptions(rule);
  facts_of(rule);
  out_.line("");
}

void PlanText::findings(const RuleResult& rule) {
  size_t shown = out_.verbose() ? rule.findings.size() : std::min(rule.findings.size(), kMaxFindingsShown);
  for (size_t i = 0; i < shown; ++i) finding(rule, rule.findings[i]);
  if (shown < rule.findings.size())
    out_.line(fmt::format("  … and {} more; --verbose shows all", rule.findings.size() - shown));
}

void PlanText::finding(const RuleResult& rule, const Finding& finding) {
  std::string notes = visible(finding.change);
  if (finding.verdict != rule.verdict) notes += fmt::format(", {}", name(finding.verdict));
  if (finding.pre_existing) notes += result_.all ? ", was so before" : ", was so before: does not block";
  if (finding.waiver) notes += ", waived";
  if (finding.known) notes += ", known since the baseline: does not block";
  out_.line(fmt::format("  - {} ({})", out_.painted(style::kBold, visible(finding.address)), notes));
  bool says_why = !finding.message.empty() && finding.message != rule.doc;
  if (says_why) out_.wrapped(6, visible(message_without_address(finding)));
  for (const Evidence& evidence : finding.evidence) {
    out_.wrapped(8, fmt::format("{} = {}", visible(evidence.path), visible(evidence.value)), 2);
  }
  if (!finding.missing.empty()) out_.wrapped(8, visible(what_is_missing(finding)), 2);
  bool says_more = !finding.hazard.empty() || rule.text.find(clause_without_message(finding)) == std::string::npos;
  if (says_more) out_.field(8, "clause", out_.cut(clause_of(finding)));
  if (finding.waiver) waived(report_.waivers[*finding.waiver]);
}

void PlanText::waived(const Waiver& waiver) {
  out_.wrapped(6,
               fmt::format("waived until {} by {}: {}{} ({})", visible(waiver.until), visible_prose(waiver.owner),
                           visible_prose(waiver.reason), ticket_of(waiver), place_of(waiver)),
               2);
}

void PlanText::assumptions(const RuleResult& rule) {
  for (const AssumptionUsed& assumption : rule.assumptions) {
    out_.wrapped(2, fmt::format("assumed: {}: {}", visible(assumption.address), visible(what_is_assumed(assumption))),
                 2);
  }
}

void PlanText::facts_of(const RuleResult& rule) {
  if (out_.verbose()) out_.field(2, "judged", counted(rule.judged, "resource"));
  out_.field(2, "owner", rule.owner);
  out_.field(2, "playbook", rule.playbook);
  out_.field(2, "fix", rule.remediation);
  if (rule.source_path.empty()) return;
  std::string sentence = rule.doc.empty() ? "" : ": " + rule.text;  // else it stands above already
  out_.field(2, "rule", out_.cut(fmt::format("{}:{}{}", rule.source_path, rule.source_line, sentence)));
}

void PlanText::group(Verdict verdict) {
  for (const RuleResult& rule : result_.rules) {
    if (rule.verdict == verdict) judged_rule(rule);
  }
}

// What the plan leaves as it is does not fail the run; it is still not as the rule wants it.
void PlanText::pre_existing_group() {
  for (const RuleResult& rule : result_.rules) {
    bool shown_already = rule.verdict == Verdict::Violated || rule.verdict == Verdict::NotProven;
    if (shown_already || rule.findings.empty()) continue;
    open_rule(rule, "PRE-EXISTING", style::kCyan);
    findings(rule);
    facts_of(rule);
    out_.line("");
  }
}

bool holds_by_assumption(const RuleResult& rule) {
  bool shown_already = rule.verdict == Verdict::Violated || rule.verdict == Verdict::NotProven;
  return !shown_already && !rule.assumptions.empty();
}

void PlanText::assumed_group() {
  for (const RuleResult& rule : result_.rules) {
    if (!holds_by_assumption(rule)) continue;
    open_rule(rule, "ASSUMED", style::kCyan);
    assumptions(rule);
    out_.line("");
  }
}

void PlanText::quiet_group(Verdict verdict) {
  size_t count = count_verdicts(result_)[static_cast<size_t>(verdict)];
  if (count == 0) return;
  out_.line(out_.painted(color_of(verdict), fmt::format("{}: {}", name(verdict), counted(count, "rule"))));
  if (!out_.verbose()) return;
  for (const RuleResult& rule : result_.rules) {
    if (rule.verdict == verdict) quiet_rule(rule);
  }
}

void PlanText::quiet_rule(const RuleResult& rule) {
  std::string text = fmt::format("{} ({})", visible(rule.name), name(rule.severity));
  if (rule.verdict == Verdict::Satisfied) text += fmt::format(": {} judged", counted(rule.judged, "resource"));
  if (!rule.reason.empty()) text += ": " + visible_prose(rule.reason);
  out_.wrapped(2, text, 2);
}

void PlanText::doubts() {
  if (result_.doubts.empty()) return;
  out_.line(out_.painted(color_of(Verdict::NotProven), "DOUBT"));
  for (const Doubt& doubt : result_.doubts) out_.wrapped(2, visible_prose(doubt.text));
}

void PlanText::run() {
  group(Verdict::Violated);
  group(Verdict::NotProven);
  pre_existing_group();
  assumed_group();
  for (Verdict quiet : {Verdict::Satisfied, Verdict::NotApplicable, Verdict::NotJudgedHere}) quiet_group(quiet);
  doubts();
}

}  // namespace

void write_plan(const CheckReport& report, const CheckResult& result, TextWriter& out) {
  PlanText(report, result, out).run();
}

}  // namespace berm::report
