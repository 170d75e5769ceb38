// The report of `berm test` for people.
#include "apps/berm/test_report.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

using Kind = reference::Point::Kind;

struct Style {
  std::string_view pass, fail, dim, reset;
};
constexpr Style kPlain{"", "", "", ""};
constexpr Style kColored{"\x1b[32m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"};

std::string place(const SourceSet& sources, Span span) {
  const SourceFile& file = sources.file(span.file);
  LineColumn at = file.position(span.begin);
  return fmt::format("{}:{}:{}", file.path(), at.line, at.column);
}

std::string failure_text(const reference::TestOutcome& outcome, const SourceSet& sources, const Style& style) {
  std::string text = fmt::format("{}FAIL{} {}\n", style.fail, style.reset, outcome.test->title);
  for (const reference::TestFailure& failure : outcome.failures) {
    text += fmt::format("     {}{}{}\n", style.dim, place(sources, failure.span), style.reset);
    text += fmt::format("       expected {}\n       seen     {}\n", failure.expected, failure.seen);
    for (const std::string& finding : failure.findings) text += fmt::format("                {}\n", finding);
  }
  return text;
}

std::string never(const reference::Gap& gap, std::string_view when_true, std::string_view when_false,
                  std::string_view neither) {
  if (gap.never_true && gap.never_false) return std::string(neither);
  return std::string(gap.never_true ? when_true : when_false);
}

std::string gap_text(const reference::Gap& gap) {
  switch (gap.kind) {
    case Kind::Rule:
      return never(gap, "never violated, nor a call denied by it", "never satisfied, nor a call let pass",
                   "never judged");
    case Kind::Calls: return never(gap, "never denies", "never lets pass", "never reached") + ": " + gap.text;
    case Kind::Allows: return never(gap, "never allows", "never refuses", "never reached") + ": " + gap.text;
    case Kind::Plan: return never(gap, "never violated", "never satisfied", "never reached") + ": " + gap.text;
    case Kind::Require: return never(gap, "never satisfied", "never violated", "never reached") + ": " + gap.text;
    case Kind::Operand: return never(gap, "never true", "never false", "never reached") + ": " + gap.text;
    case Kind::Default: return "never taken: " + gap.text;
    case Kind::Taken: return "never called: " + gap.text;
  }
  return "";
}

unsigned percent(uint32_t reached, uint32_t wanted) { return wanted == 0 ? 100 : reached * 100 / wanted; }

std::string coverage_text(const std::vector<reference::RuleCoverage>& rules, const SourceSet& sources) {
  std::string text = "COVERAGE\n";
  uint32_t reached = 0, wanted = 0;
  for (const reference::RuleCoverage& rule : rules) {
    reached += rule.reached;
    wanted += rule.wanted;
    text +=
        fmt::format("  {:>3} %  {}  {}\n", percent(rule.reached, rule.wanted), rule.name, place(sources, rule.span));
    for (const reference::Gap& gap : rule.gaps) {
      text += fmt::format("           {} {}\n", place(sources, gap.span), gap_text(gap));
    }
  }
  return text + fmt::format("{} % covered: {} of {} outcomes of rules, clauses and branches\n",
                            percent(reached, wanted), reached, wanted);
}

}  // namespace

size_t failed_count(const TestReport& report) {
  size_t failed = 0;
  for (const reference::TestOutcome& outcome : report.outcomes) failed += outcome.failures.empty() ? 0 : 1;
  return failed;
}

std::string test_text(const TestReport& report, const SourceSet& sources, bool color, bool verbose) {
  const Style& style = color ? kColored : kPlain;
  std::string text;
  for (const reference::TestOutcome& outcome : report.outcomes) {
    bool passed = outcome.failures.empty();
    if (!passed) text += failure_text(outcome, sources, style);
    if (passed && verbose) text += fmt::format("{}PASS{} {}\n", style.pass, style.reset, outcome.test->title);
  }
  if (report.coverage) text += coverage_text(*report.coverage, sources);
  if (report.outcomes.empty()) return text + "no test matched\n";
  size_t failed = failed_count(report);
  return text + fmt::format("{} passed, {} failed\n", report.outcomes.size() - failed, failed);
}

}  // namespace berm::app
