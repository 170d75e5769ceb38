// What a replay found, for a terminal.
#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"
#include "fmt/format.h"
#include "sim/replay.h"

namespace berm::sim {
namespace {

class Writer {
 public:
  Writer(const Replay& replay, const SourceSet& sources, bool color)
      : replay_(replay), sources_(sources), color_(color), groups_(replay.groups()) {}

  std::string write(size_t files) {
    headline(files);
    groups(true, "would be denied");
    groups(false, "might be denied: the log doesn't tell");
    not_judged();
    return std::move(out_);
  }

 private:
  std::string strong(std::string_view text) const {
    return color_ ? fmt::format("\033[1m{}\033[0m", text) : std::string(text);
  }

  void headline(size_t files) {
    const Times& judged = replay_.judged();
    out_ += fmt::format("{} of {} judged", counted(judged.count, "call"), counted(files, "file"));
    if (!judged.first.empty()) out_ += fmt::format(", {} to {}", visible(judged.first), visible(judged.last));
    size_t denied = total(true), maybe = total(false);
    out_ += fmt::format("\n{} would be denied, {} might be\n", denied, maybe);
  }

  static std::string counted(size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  }

  size_t total(bool certain) const {
    size_t count = 0;
    for (const Group& group : groups_) count += group.certain == certain ? group.times.count : 0;
    return count;
  }

  void groups(bool certain, std::string_view title) {
    const Group* before = nullptr;
    for (const Group& group : groups_) {
      if (group.certain != certain) continue;
      if (!before) out_ += fmt::format("\n{}\n", strong(title));
      bool same = before && before->rules == group.rules && before->document == group.document;
      if (!same) heading(group);
      row(group);
      before = &group;
    }
  }

  void heading(const Group& group) {
    for (const ir::Rule* rule : group.rules) {
      const SourceFile& file = sources_.file(rule->span.file);
      out_ += fmt::format("  {} ({}:{}) in {}\n", rule->name, file.path(), file.position(rule->span.begin).line,
                          group.document);
    }
    if (group.rules.empty()) out_ += fmt::format("  {}\n", visible(group.document));
  }

  void row(const Group& group) {
    std::string keys = join({group.keys.begin(), group.keys.end()}, ", ");
    out_ += fmt::format("    {:>6}  {}  {}  {}  {}{}\n", group.times.count, visible(group.times.first),
                        visible(group.times.last), group.action, visible(group.principal),
                        keys.empty() ? "" : "  by " + visible(keys));
  }

  void not_judged() {
    size_t unmapped = 0;
    for (const auto& [event, count] : replay_.unmapped()) unmapped += count;
    if (unmapped + replay_.not_calls() + replay_.refused() == 0) return;
    out_ += fmt::format("\n{}\n", strong("not judged"));
    if (replay_.refused() > 0) out_ += fmt::format("  {} denied then\n", counted(replay_.refused(), "event"));
    if (replay_.not_calls() > 0)
      out_ += fmt::format("  {} that no API call made\n", counted(replay_.not_calls(), "event"));
    if (unmapped > 0)
      out_ += fmt::format("  {} without an action that the catalogue knows\n", counted(unmapped, "event"));
    for (const auto& [event, count] : replay_.unmapped()) out_ += fmt::format("    {:>6}  {}\n", count, visible(event));
  }

  const Replay& replay_;
  const SourceSet& sources_;
  bool color_;
  std::vector<Group> groups_;
  std::string out_;
};

}  // namespace

std::string text(const Replay& replay, size_t files, const SourceSet& sources, bool color) {
  return Writer(replay, sources, color).write(files);
}

}  // namespace berm::sim
