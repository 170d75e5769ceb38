// A whole run as text: its plans, then what stands beside them, then one line that says how it ended.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"
#include "runtime/report/renderers.h"
#include "runtime/report/text_writer.h"

namespace berm::report {
namespace {

constexpr size_t kMaxNotesShown = 10;  // unless verbose
constexpr std::string_view kOutcomes[] = {"passed", "failed", "not proven", "incomplete"};

std::string_view outcome(int code) { return kOutcomes[static_cast<size_t>(code)]; }

std::string_view color_of(int code) { return code == 0 ? style::kGreen : code == 2 ? style::kYellow : style::kRed; }

std::string accounts_of(const CheckResult& plan) {
  if (plan.accounts.empty()) return {};
  return fmt::format("account{} {}", plan.accounts.size() == 1 ? "" : "s", visible(join(plan.accounts, ", ")));
}

class RunText {
 public:
  RunText(const CheckReport& report, TextWriter& out) : report_(report), out_(out) {}

  void run() {
    bool several = report_.plans.size() > 1;
    for (const CheckResult& plan : report_.plans) several ? one_of_several(plan) : write_plan(report_, plan, out_);
    bool more_fails = bad_waivers() > 0 || !report_.unmatched.empty();
    if (more_fails && !several) out_.line("");
    for (const Waiver& waiver : report_.waivers) bad_waiver(waiver);
    for (uint32_t rule : report_.unmatched) unmatched(report_.plans.front().rules[rule]);
    waivers();
    baseline();
    several ? summary() : plan_summary(report_.plans.front(), exit_code(report_), true);
  }

 private:
  size_t bad_waivers() const {
    return static_cast<size_t>(std::count_if(report_.waivers.begin(), report_.waivers.end(),
                                             [](const Waiver& waiver) { return !waiver.waives(); }));
  }

  // Behind the verdicts: `; 2 findings waived; 1 waiver expired or malformed`.
  std::string besides(const PassedFindings& passed, bool whole_run) const {
    std::string out;
    if (std::string text = passed_of(passed); !text.empty()) out += "; " + text;
    if (!whole_run) return out;
    if (size_t bad = bad_waivers()) out += fmt::format("; {} expired or malformed", counted(bad, "waiver"));
    if (size_t idle = report_.unmatched.size()) out += fmt::format("; {} matched nothing", counted(idle, "rule"));
    return out;
  }

  void one_of_several(const CheckResult& plan) {
    std::string accounts = accounts_of(plan);
    out_.line(fmt::format("{}{}", out_.painted(style::kBold, "PLAN  " + plan_name(plan)),
                          accounts.empty() ? "" : "  " + accounts));
    if (plan.readable) {
      write_plan(report_, plan, out_);
      plan_summary(plan, exit_code(plan), false);
    } else {
      out_.line("  could not be read");
    }
    out_.line("");
  }

  void plan_summary(const CheckResult& plan, int code, bool whole_run) {
    std::string accounts = accounts_of(plan);
    out_.line(fmt::format("{}: {} in {}{}: {}{}; blocking at {} and above", out_.painted(color_of(code), outcome(code)),
                          counted(plan.resources, "resource change"), plan_name(plan),
                          accounts.empty() ? "" : fmt::format(" ({})", accounts), summary_of(plan),
                          besides(count_passed(plan), whole_run), name(plan.block_at)));
  }

  void summary() {
    int code = exit_code(report_);
    size_t ended[4] = {};
    PassedFindings all;
    for (const CheckResult& plan : report_.plans) {
      ++ended[plan.readable ? exit_code(plan) : 3];
      PassedFindings passed = count_passed(plan);
      all.waived += passed.waived;
      all.known += passed.known;
    }
    std::vector<std::string> parts;
    for (int each : {1, 2, 0}) {
      if (ended[each] > 0) parts.push_back(fmt::format("{} {}", ended[each], outcome(each)));
    }
    if (ended[3] > 0) parts.push_back(fmt::format("{} could not be read", ended[3]));
    out_.line(fmt::format("{}: {}: {}{}; blocking at {} and above", out_.painted(color_of(code), outcome(code)),
                          counted(report_.plans.size(), "plan"), join(parts, ", "), besides(all, true),
                          name(report_.block_at)));
  }

  void problem(const Diagnostic& problem) {
    std::string place =
        problem.position ? fmt::format("{}:{}: ", visible(problem.position->path), problem.position->line) : "";
    out_.wrapped(2, fmt::format("{}{} [{}]", place, visible(problem.message), id(problem.kind)), 2);
    if (!problem.hint.empty()) out_.wrapped(4, visible(problem.hint), 2);
  }

  void bad_waiver(const Waiver& waiver) {
    if (waiver.waives()) return;
    std::string label = state_of(waiver) == WaiverState::Expired ? "EXPIRED WAIVER" : "MALFORMED WAIVER";
    out_.line(fmt::format("{}  {}  {}", out_.painted(style::kRed, label), name(waiver.severity),
                          out_.painted(style::kBold, visible(waiver.rule))));
    if (!blocks(waiver, report_)) out_.line("  does not block: its severity is below the one that blocks");
    if (!waiver.address.empty()) out_.line(fmt::format("  - {}", visible(waiver.address)));
    for (const Diagnostic& each : waiver.problems) problem(each);
    if (waiver.findings > 0)
      out_.wrapped(2, fmt::format("{} at this address: not waived", counted(waiver.findings, "finding")));
    out_.field(2, "owner", waiver.owner);
    out_.field(2, "reason", waiver.reason);
    out_.field(2, "ticket", waiver.ticket);
    out_.line("");
  }

  void unmatched(const RuleResult& rule) {
    out_.line(fmt::format("{}  {}  {}", out_.painted(style::kRed, "MATCHED NOTHING"), name(rule.severity),
                          out_.painted(style::kBold, visible(rule.name))));
    if (rule.severity < report_.block_at) out_.line("  does not block: its severity is below the one that blocks");
    out_.wrapped(
        2, fmt::format("it judged no resource of {}, and every rule has to [{}]",
                       report_.plans.size() == 1 ? "the plan" : "any plan", id(DiagnosticKind::RuleMatchedNothing)));
    if (!rule.source_path.empty()) out_.field(2, "rule", fmt::format("{}:{}", rule.source_path, rule.source_line));
    out_.line("");
  }

  // What is worth saying of waivers that stand.
  void waivers() {
    std::vector<const Waiver*> noted;
    size_t used = 0;
    for (const Waiver& waiver : report_.waivers) {
      used += waiver.waives() && waiver.findings > 0;
      if (waiver.waives() && !waiver.problems.empty()) noted.push_back(&waiver);
    }
    if (used > 0) {
      size_t waived = 0;
      for (const CheckResult& plan : report_.plans) waived += count_passed(plan).waived;
      out_.line(out_.painted(style::kCyan,
                             fmt::format("waived: {} by {}", counted(waived, "finding"), counted(used, "waiver"))));
    }
    if (noted.empty()) return;
    out_.line(out_.painted(style::kCyan, fmt::format("waivers to look at: {}", noted.size())));
    size_t shown = out_.verbose() ? noted.size() : std::min(noted.size(), kMaxNotesShown);
    for (size_t i = 0; i < shown; ++i) note(*noted[i]);
    if (shown < noted.size()) out_.line(fmt::format("  … and {} more; --verbose shows all", noted.size() - shown));
  }

  void note(const Waiver& waiver) {
    for (const Diagnostic& problem : waiver.problems) {
      std::string hint = problem.hint.empty() ? "" : "; " + visible(problem.hint);
      out_.wrapped(2,
                   fmt::format("{}: {} at {}: {}{} [{}]", place_of(waiver), visible(waiver.rule),
                               visible(waiver.address), visible(problem.message), hint, id(problem.kind)),
                   2);
    }
  }

  void baseline() {
    if (!report_.baseline) return;
    const BaselineUse& baseline = *report_.baseline;
    size_t known = 0;
    for (const CheckResult& plan : report_.plans) known += count_passed(plan).known;
    std::string text =
        baseline.written
            ? fmt::format("baseline: {} written to {}", counted(known, "finding"), visible(baseline.path))
            : fmt::format("baseline: {} known, {} fixed", counted(known, "finding"), baseline.fixed.size());
    out_.line(out_.painted(style::kCyan, text));
    size_t shown = out_.verbose() ? baseline.fixed.size() : std::min(baseline.fixed.size(), kMaxNotesShown);
    for (size_t i = 0; i < shown; ++i) {
      const BaselineEntry& entry = baseline.fixed[i];
      std::string plan = report_.plans.size() > 1 ? fmt::format("{}: ", visible(entry.plan)) : "";
      out_.wrapped(2,
                   fmt::format("fixed: {}{} at {} (was {})", plan, visible(entry.rule), visible(entry.address),
                               name(entry.verdict)),
                   2);
    }
    if (shown < baseline.fixed.size())
      out_.line(fmt::format("  … and {} more; --verbose shows all", baseline.fixed.size() - shown));
  }

  const CheckReport& report_;
  TextWriter& out_;
};

}  // namespace

std::string render_text(const CheckReport& report, const Options& options) {
  TextWriter out(options);
  RunText(report, out).run();
  return out.take();
}

}  // namespace berm::report
