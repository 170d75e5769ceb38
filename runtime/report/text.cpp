#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"
#include "runtime/report/renderers.h"

namespace berm::report {
namespace {

constexpr size_t kMaxFindingsShown = 20;  // of one rule, unless verbose
constexpr unsigned kMinWidth = 40;

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";

std::string_view color_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Violated: return "\x1b[1;31m";
    case Verdict::NotProven: return "\x1b[1;33m";
    case Verdict::Satisfied: return "\x1b[32m";
    case Verdict::NotApplicable:
    case Verdict::NotJudgedHere: return kDim;
  }
  return {};
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

class TextRenderer {
 public:
  TextRenderer(const CheckResult& result, const Options& options)
      : result_(result), options_(options), width_(std::max(options.width, kMinWidth)) {}

  std::string run();

 private:
  void line(std::string text) { out_ += without_log_commands(std::move(text)) + "\n"; }
  std::string painted(std::string_view style, std::string_view text) const {
    return options_.color ? fmt::format("{}{}{}", style, text, kReset) : std::string(text);
  }
  void wrapped(unsigned indent, std::string_view text, unsigned hang = 0);
  void field(std::string_view label, std::string_view value);

  void open_rule(const RuleResult& rule, std::string_view label, std::string_view style);
  std::string_view why_it_cannot_block(const RuleResult& rule) const;
  void judged_rule(const RuleResult& rule);
  void findings(const RuleResult& rule);
  void finding(const RuleResult& rule, const Finding& finding);
  void assumptions(const RuleResult& rule);
  void facts_of(const RuleResult& rule);
  void group(Verdict verdict);
  void pre_existing_group();
  void assumed_group();
  void quiet_group(Verdict verdict);
  void quiet_rule(const RuleResult& rule);
  void doubts();
  void summary();

  const CheckResult& result_;
  const Options& options_;
  unsigned width_;
  std::string out_;
};

// Breaks at spaces; a word longer than a line stays whole, so that addresses can be copied.
void TextRenderer::wrapped(unsigned indent, std::string_view text, unsigned hang) {
  std::string current(indent, ' ');
  size_t columns = indent;
  bool fresh = true;
  for (std::string_view word : split(text, ' ')) {
    size_t width = display_width(word);
    if (!fresh && columns + 1 + width > width_) {
      line(std::move(current));
      current = std::string(indent + hang, ' ');
      columns = indent + hang;
      fresh = true;
    }
    if (!fresh) current += ' ';
    current += word;
    columns += width + (fresh ? 0 : 1);
    fresh = false;
  }
  line(std::move(current));
}

void TextRenderer::field(std::string_view label, std::string_view value) {
  if (!value.empty()) wrapped(2, fmt::format("{}: {}", label, visible_prose(value)), 2);
}

void TextRenderer::open_rule(const RuleResult& rule, std::string_view label, std::string_view style) {
  line(fmt::format("{}  {}  {}", painted(style, label), name(rule.severity), painted(kBold, visible(rule.name))));
  std::string about = visible_prose(rule.doc.empty() ? rule.text : rule.doc);
  if (!about.empty()) wrapped(2, about);
}

std::string_view TextRenderer::why_it_cannot_block(const RuleResult& rule) const {
  if (rule.severity < result_.block_at) return "its severity is below the one that blocks";
  if (rule.verdict != Verdict::NotProven || rule.if_unknown == UnknownPolicy::Fail) return {};
  return rule.if_unknown == UnknownPolicy::Warn ? "what is unknown only warns here" : "what is unknown passes here";
}

void TextRenderer::judged_rule(const RuleResult& rule) {
  open_rule(rule, upper(name(rule.verdict)), color_of(rule.verdict));
  if (std::string_view reason = why_it_cannot_block(rule); !reason.empty())
    line(fmt::format("  does not block: {}", reason));
  findings(rule);
  assumptions(rule);
  facts_of(rule);
  line("");
}

void TextRenderer::findings(const RuleResult& rule) {
  size_t shown = options_.verbose ? rule.findings.size() : std::min(rule.findings.size(), kMaxFindingsShown);
  for (size_t i = 0; i < shown; ++i) finding(rule, rule.findings[i]);
  if (shown < rule.findings.size())
    line(fmt::format("  … and {} more; --verbose shows all", rule.findings.size() - shown));
}

void TextRenderer::finding(const RuleResult& rule, const Finding& finding) {
  std::string notes = visible(finding.change);
  if (finding.verdict != rule.verdict) notes += fmt::format(", {}", name(finding.verdict));
  if (finding.pre_existing) notes += result_.all ? ", was so before" : ", was so before: does not block";
  line(fmt::format("  - {} ({})", painted(kBold, visible(finding.address)), notes));
  if (!finding.message.empty()) wrapped(6, visible(message_without_address(finding)));
  for (const Evidence& evidence : finding.evidence) {
    wrapped(8, fmt::format("{} = {}", visible(evidence.path), visible(evidence.value)), 2);
  }
  if (!finding.missing.empty()) wrapped(8, visible(what_is_missing(finding)), 2);
}

void TextRenderer::assumptions(const RuleResult& rule) {
  for (const AssumptionUsed& assumption : rule.assumptions) {
    wrapped(2,
            fmt::format("assumed: {}: {} is not set; the provider's default is {}", visible(assumption.address),
                        visible(assumption.path), visible(assumption.value)),
            2);
  }
}

void TextRenderer::facts_of(const RuleResult& rule) {
  field("owner", rule.owner);
  field("playbook", rule.playbook);
  field("fix", rule.remediation);
  if (!rule.source_path.empty()) field("rule", fmt::format("{}:{}", rule.source_path, rule.source_line));
}

void TextRenderer::group(Verdict verdict) {
  for (const RuleResult& rule : result_.rules) {
    if (rule.verdict == verdict) judged_rule(rule);
  }
}

// What the plan leaves as it is does not fail the run; it is still not as the rule wants it.
void TextRenderer::pre_existing_group() {
  for (const RuleResult& rule : result_.rules) {
    bool shown_already = rule.verdict == Verdict::Violated || rule.verdict == Verdict::NotProven;
    if (shown_already || rule.findings.empty()) continue;
    open_rule(rule, "PRE-EXISTING", "\x1b[36m");
    findings(rule);
    facts_of(rule);
    line("");
  }
}

bool holds_by_assumption(const RuleResult& rule) {
  bool shown_already = rule.verdict == Verdict::Violated || rule.verdict == Verdict::NotProven;
  return !shown_already && !rule.assumptions.empty();
}

void TextRenderer::assumed_group() {
  for (const RuleResult& rule : result_.rules) {
    if (!holds_by_assumption(rule)) continue;
    open_rule(rule, "ASSUMED", "\x1b[36m");
    assumptions(rule);
    line("");
  }
}

void TextRenderer::quiet_group(Verdict verdict) {
  size_t count = count_verdicts(result_)[static_cast<size_t>(verdict)];
  if (count == 0) return;
  line(painted(color_of(verdict), fmt::format("{}: {}", name(verdict), counted(count, "rule"))));
  if (!options_.verbose) return;
  for (const RuleResult& rule : result_.rules) {
    if (rule.verdict == verdict) quiet_rule(rule);
  }
}

void TextRenderer::quiet_rule(const RuleResult& rule) {
  std::string text = fmt::format("{} ({})", visible(rule.name), name(rule.severity));
  if (rule.verdict == Verdict::Satisfied) text += fmt::format(": {} judged", counted(rule.judged, "resource"));
  if (!rule.reason.empty()) text += ": " + visible_prose(rule.reason);
  wrapped(2, text, 2);
}

void TextRenderer::doubts() {
  if (result_.doubts.empty()) return;
  line(painted(color_of(Verdict::NotProven), "DOUBT"));
  for (const Doubt& doubt : result_.doubts) wrapped(2, visible_prose(doubt.text));
}

void TextRenderer::summary() {
  constexpr std::string_view kOutcomes[] = {"passed", "failed", "not proven"};
  int code = exit_code(result_);
  Verdict paint = code == 0 ? Verdict::Satisfied : code == 1 ? Verdict::Violated : Verdict::NotProven;
  std::string plan = result_.plan_path == "-" ? "standard input" : visible(result_.plan_path);
  line(fmt::format("{}: {} in {}: {}; blocking at {} and above",
                   painted(color_of(paint), kOutcomes[static_cast<size_t>(code)]),
                   counted(result_.resources, "resource change"), plan, summary_of(result_), name(result_.block_at)));
}

std::string TextRenderer::run() {
  group(Verdict::Violated);
  group(Verdict::NotProven);
  pre_existing_group();
  assumed_group();
  for (Verdict quiet : {Verdict::Satisfied, Verdict::NotApplicable, Verdict::NotJudgedHere}) quiet_group(quiet);
  doubts();
  summary();
  return std::move(out_);
}

}  // namespace

std::string render_text(const CheckResult& result, const Options& options) {
  return TextRenderer(result, options).run();
}

}  // namespace berm::report
