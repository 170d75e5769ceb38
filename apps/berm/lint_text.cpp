// The report of `berm lint-policy` for a terminal.
#include <map>

#include "apps/berm/lint_report.h"
#include "base/thousands.h"
#include "base/visible_text.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

// "2 errors, 1 warning"
std::string counts(const lint::Report& report) {
  std::map<DiagnosticLevel, size_t> count;
  for (const lint::Finding& finding : report.findings) ++count[level(finding.check)];
  std::string out;
  for (DiagnosticLevel how : {DiagnosticLevel::Error, DiagnosticLevel::SecurityWarning, DiagnosticLevel::Warning,
                              DiagnosticLevel::Suggestion}) {
    size_t number = count[how];
    if (number == 0) continue;
    out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", number, name(how), number == 1 ? "" : "s");
  }
  return out.empty() ? "nothing found" : out;
}

std::string summary(const LintedFile& each, const SourceSet& sources) {
  const lint::Report& report = each.report;
  std::string size = fmt::format("{} characters", thousands(report.size));
  if (report.quota > 0) {
    size = fmt::format("{} of {} characters", thousands(report.size), thousands(static_cast<size_t>(report.quota)));
  }
  return fmt::format("{}: {}, {}: {}{}\n", visible(sources.file(each.file).path()), lint::name(report.kind), size,
                     counts(report), report.refused() ? "; AWS refuses it" : "");
}

}  // namespace

std::string lint_text(const std::vector<LintedFile>& files, const SourceSet& sources, const RenderOptions& options) {
  std::string out;
  for (const LintedFile& each : files) {
    Diagnostics diagnostics;
    for (const lint::Finding& finding : each.report.findings) {
      std::string where = finding.path.empty() ? "" : finding.path + ": ";
      diagnostics.add(finding.check, where + finding.message)
          .at(Span{each.file, finding.begin, finding.end})
          .help(finding.hint);
    }
    RenderOptions all = options;
    all.max_shown = 0;
    out += render(diagnostics, sources, all);
    if (!diagnostics.empty()) out += '\n';
    out += summary(each, sources);
  }
  return out;
}

}  // namespace berm::app
