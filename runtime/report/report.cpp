#include "runtime/report/report.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"
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

std::string_view message_without_address(const Finding& finding) {
  std::string_view message = finding.message;
  if (message.starts_with(finding.address + ": ")) message.remove_prefix(finding.address.size() + 2);
  return message;
}

std::string render(const CheckResult& result, Format format, const Options& options) {
  std::string out;
  render(result, format, options, [&](std::string_view piece) { out += piece; });
  return out;
}

void render(const CheckResult& result, Format format, const Options& options, const Write& write) {
  switch (format) {
    case Format::Text: return write(render_text(result, options));
    case Format::Json: return render_json(result, write);
    case Format::Github: return write(render_github(result));
  }
}

}  // namespace berm::report
