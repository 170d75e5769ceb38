// What a replay found, for a terminal.
#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"
#include "fmt/format.h"
#include "runtime/replay/report.h"

namespace berm::replay {
namespace {

class Writer {
 public:
  Writer(const Report& report, bool color) : report_(report), color_(color) {}

  std::string write() {
    headline();
    groups(true, "would be denied");
    groups(false, "might be denied: the log doesn't tell");
    not_judged();
    return std::move(out_);
  }

 private:
  std::string strong(std::string_view text) const {
    return color_ ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
  }

  void headline() {
    const Times& judged = report_.judged;
    out_ += fmt::format("{} of {} judged", counted(judged.count, "call"), counted(report_.files, "file"));
    if (!judged.first.empty()) out_ += fmt::format(", {} to {}", visible(judged.first), visible(judged.last));
    size_t denied = total(true), maybe = total(false);
    out_ += fmt::format("\n{} would be denied, {} might be\n", denied, maybe);
  }

  static std::string counted(size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  }

  size_t total(bool certain) const {
    size_t count = 0;
    for (const Group& group : report_.groups) count += group.certain == certain ? group.times.count : 0;
    return count;
  }

  void groups(bool certain, std::string_view title) {
    const Group* before = nullptr;
    for (const Group& group : report_.groups) {
      if (group.certain != certain) continue;
      if (!before) out_ += fmt::format("\n{}\n", strong(title));
      bool same = before && before->rules == group.rules && before->by == group.by;
      if (!same) heading(group);
      row(group);
      before = &group;
    }
  }

  void heading(const Group& group) {
    for (const RuleRef& rule : group.rules) {
      out_ +=
          fmt::format("  {} ({}:{}){}\n", rule.name, rule.path, rule.line, group.by.empty() ? "" : " in " + group.by);
    }
    if (group.rules.empty()) out_ += fmt::format("  {}\n", visible(group.by));
  }

  void row(const Group& group) {
    std::string keys = join({group.keys.begin(), group.keys.end()}, ", ");
    out_ += fmt::format("    {:>6}  {}  {}  {}  {}{}\n", group.times.count, visible(group.times.first),
                        visible(group.times.last), group.action, visible(group.principal),
                        keys.empty() ? "" : "  by " + visible(keys));
  }

  void not_judged() {
    size_t unmapped = 0;
    for (const auto& [event, count] : report_.unmapped) unmapped += count;
    if (unmapped + report_.not_calls + report_.refused == 0) return;
    out_ += fmt::format("\n{}\n", strong("not judged"));
    if (report_.refused > 0) out_ += fmt::format("  {} denied then\n", counted(report_.refused, "event"));
    if (report_.not_calls > 0) out_ += fmt::format("  {} that no API call made\n", counted(report_.not_calls, "event"));
    if (unmapped > 0)
      out_ += fmt::format("  {} without an action that the catalogue knows\n", counted(unmapped, "event"));
    for (const auto& [event, count] : report_.unmapped) out_ += fmt::format("    {:>6}  {}\n", count, visible(event));
  }

  const Report& report_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string text(const Report& report, bool color) { return Writer(report, color).write(); }

}  // namespace berm::replay
