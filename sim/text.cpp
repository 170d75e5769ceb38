// A decision, layer by layer, for a terminal.
#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"
#include "fmt/format.h"
#include "sim/render.h"

namespace berm::sim {
namespace {

using access::Decision;

class Writer {
 public:
  Writer(const Result& result, const SourceSet& sources, bool color)
      : result_(result), verdict_(result.answer.verdict), sources_(sources), color_(color) {}

  std::string write() {
    headline();
    layers();
    for (const Cause& cause : result_.answer.causes) add_cause(cause);
    derived();
    for (const std::string& note : result_.asked.notes) out_ += fmt::format("\nnote: {}\n", visible(note));
    return std::move(out_);
  }

 private:
  std::string painted(Decision decision) const {
    std::string word(access::name(decision));
    if (!color_) return word;
    return fmt::format("\033[1;{}m{}\033[0m", decision == Decision::Allow ? 32 : 31, word);
  }

  std::string caller() const {
    for (const char* key : {"aws:principalarn", "aws:principalservicename"}) {
      std::string_view value = result_.answer.request.first(key);
      if (!value.empty()) return std::string(value);
    }
    return "anonymous";
  }

  void headline() {
    const access::Request& request = result_.answer.request;
    out_ += painted(verdict_.decision) + "\n";
    out_ +=
        fmt::format("  {} calls {}\n  on {}{}\n\n", visible(caller()), visible(request.action),
                    visible(request.resource), result_.answer.leg ? ", made up: a resource type of the action" : "");
  }

  void layers() {
    size_t width = 0;
    for (const access::Step& step : verdict_.steps) width = std::max(width, display_width(title(step)));
    for (size_t i = 0; i < verdict_.steps.size(); ++i) {
      const access::Step& step = verdict_.steps[i];
      bool decisive = std::find(verdict_.decisive.begin(), verdict_.decisive.end(), i) != verdict_.decisive.end();
      std::string pad(width - display_width(title(step)), ' ');
      out_ += fmt::format("{} {}{}  {}\n", decisive ? "->" : "  ", title(step), pad, outcome(step));
    }
  }

  static std::string title(const access::Step& step) {
    std::string layer(access::name(step.layer));
    return visible(step.level.empty() ? layer : fmt::format("{}, {}", layer, step.level));
  }

  std::string outcome(const access::Step& step) const {
    if (!step.applies) return "not applied: " + step.note;
    std::string text(access::name(step.decision));
    if (!step.document.empty()) text += fmt::format(" by {}, statement {}", step.document, step.statement + 1);
    if (!step.given && step.note.empty()) text += ", taken for granted: none given";
    if (!step.note.empty()) text += ": " + step.note;
    return visible(text);
  }

  void add_cause(const Cause& cause) {
    const SourceFile& file = sources_.file(cause.rule->span.file);
    out_ += fmt::format("\nrule {} ({}:{}) in {}{}\n  {}\n", cause.rule->name, file.path(),
                        file.position(cause.rule->span.begin).line, cause.document,
                        cause.sid.empty() ? "" : ", Sid " + cause.sid, visible_prose(cause.rule->text));
    if (!cause.rule->doc.empty()) out_ += fmt::format("  {}\n", visible_prose(cause.rule->doc));
  }

  void derived() {
    if (result_.asked.derived.empty()) return;
    out_ += "\nderived, as the request names no other\n";
    for (const std::string& key : result_.asked.derived) {
      out_ += fmt::format("  {} = {}\n", key, visible(join(*result_.asked.request.find(to_lower(key)), ", ")));
    }
  }

  const Result& result_;
  const access::Verdict& verdict_;
  const SourceSet& sources_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string text(const Result& result, const SourceSet& sources, bool color) {
  return Writer(result, sources, color).write();
}

}  // namespace berm::sim
