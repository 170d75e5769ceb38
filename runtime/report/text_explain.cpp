// `berm check --explain` as text: for each resource a tree of what was asked and what it came to.
#include <fmt/format.h>

#include <algorithm>

#include "base/visible_text.h"
#include "runtime/report/renderers.h"
#include "runtime/report/text_writer.h"

namespace berm::report {
namespace {

constexpr unsigned kIndent = 2;
constexpr unsigned kDeepest = 24;  // levels that are indented; what lies deeper stands below one another

class ExplanationText {
 public:
  explicit ExplanationText(TextWriter& out) : out_(out) {}

  void explanation(const Explanation& explanation) {
    out_.line(fmt::format("{}  {}", out_.painted(style::kBold, visible(explanation.rule)),
                          out_.painted(color_of(explanation.verdict), name(explanation.verdict))));
    if (!explanation.address.empty())
      out_.line(fmt::format("  {} ({})", out_.painted(style::kBold, visible(explanation.address)),
                            visible(explanation.change)));
    if (!explanation.reason.empty()) out_.wrapped(2, visible_prose(explanation.reason));
    for (const Step& clause : explanation.clauses) step(clause, 1);
    out_.line("");
  }

 private:
  std::string answer(Answer answer) const {
    switch (answer) {
      case Answer::Yes: return out_.painted(style::kGreen, "yes") + "      ";
      case Answer::No: return out_.painted(style::kDim, "no") + "       ";
      case Answer::Unknown: return out_.painted(style::kYellow, "unknown") + "  ";
      case Answer::Value: return "= ";
    }
    return {};
  }

  // `yes      d.publicly_accessible == true`, `d.publicly_accessible = true`
  void step(const Step& step, unsigned depth) {
    unsigned indent = kIndent * std::min(depth, kDeepest);
    std::string text = visible_prose(step.text);
    if (step.answer == Answer::Value) {
      text += " = " + visible(step.value);
    } else {
      text = answer(step.answer) + text;
      if (!step.value.empty()) text += " = " + visible(step.value);
    }
    if (!step.note.empty()) text += "  -- " + visible_prose(step.note);
    out_.wrapped(indent, out_.cut(std::move(text)), step.answer == Answer::Value ? 4 : 9);
    for (const Step& child : step.children) this->step(child, depth + 1);
  }

  TextWriter& out_;
};

}  // namespace

std::string render_text(const std::vector<Explanation>& explanations, const Options& options) {
  TextWriter out(options);
  for (const Explanation& explanation : explanations) ExplanationText(out).explanation(explanation);
  return out.take();
}

}  // namespace berm::report
