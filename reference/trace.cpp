#include "reference/trace.h"

#include <fmt/format.h>

#include <utility>

#include "reference/describe.h"

namespace berm::reference {
namespace {

constexpr size_t kMostElements = 3;

report::Answer answer_of(const Value& value) {
  switch (truth(value)) {
    case Tri::True: return report::Answer::Yes;
    case Tri::False: return report::Answer::No;
    case Tri::Unknown: break;
  }
  return report::Answer::Unknown;
}

std::string missing(const Result& result) {
  if (!result.value.is_unknown() || result.path.empty()) return "";
  if (result.why.empty()) return fmt::format("`{}` is not known before apply", result.path);
  return fmt::format("`{}` {}", result.path, result.why);
}

}  // namespace

void Trace::enter(const ir::Expr& expr) {
  Open& open = open_.emplace_back();
  open.step.text = text_of(expr.span, sources_);
  open.silent = expr.op == ir::Op::Literal;
  const ir::Expr* operand = expr.op == ir::Op::Not ? expr.children[0] : nullptr;
  // What joins an exception to its clause.
  bool not_written = expr.span.empty() && (operand != nullptr || expr.op == ir::Op::And);
  // `a != b` is a negation of what has its span.
  bool is_of_negation = std::exchange(negated_, nullptr) == &expr;
  open.hidden = not_written || is_of_negation;
  negated_ = operand != nullptr && !not_written && operand->span == expr.span ? operand : nullptr;
  bool attribute = expr.op == ir::Op::Path || expr.op == ir::Op::Before;
  bool condition = expr.type == ir::Type::Bool && !attribute;
  open.step.answer = condition ? report::Answer::Unknown : report::Answer::Value;
}

void Trace::leave(const Result& result, std::string shown, std::string note) {
  Open open = std::move(open_.back());
  open_.pop_back();
  if (open.hidden) {
    for (report::Step& child : open.step.children) close(std::move(child), false);
    return;
  }
  bool condition = open.step.answer != report::Answer::Value;
  if (condition) open.step.answer = answer_of(result.value);
  if (!condition) open.step.value = std::move(shown);
  open.step.note = note.empty() ? missing(result) : std::move(note);
  close(std::move(open.step), open.silent);
}

void Trace::enter_element(const std::string& path) { open_.emplace_back().step.text = path; }

void Trace::leave_element(const Result& body) {
  Open open = std::move(open_.back());
  open_.pop_back();
  open.step.answer = answer_of(body.value);
  // The last one may be what decided.
  std::vector<report::Step>& children = open_.back().step.children;
  bool full = open_.back().elements >= kMostElements + 1;
  if (full) children.pop_back();
  ++open_.back().elements;
  close(std::move(open.step), false);
}

// The collection stands before its elements.
void Trace::leave_elements(bool decided) {
  Open& open = open_.back();
  std::vector<report::Step>& children = open.step.children;
  size_t kept = std::min(open.elements, kMostElements + 1), before = children.size() - kept;
  if (decided && kept > 1) children.erase(children.begin() + static_cast<std::ptrdiff_t>(before), children.end() - 1);
  if (!decided && kept > kMostElements) children.pop_back();
  size_t shown = children.size() - before;
  if (open.elements <= shown) return;
  report::Step rest;
  rest.text =
      decided ? fmt::format("({} before it)", open.elements - shown) : fmt::format("({} more)", open.elements - shown);
  auto place = decided ? children.begin() + static_cast<std::ptrdiff_t>(before) : children.end();
  children.insert(place, std::move(rest));
}

void Trace::close(report::Step step, bool silent) {
  if (!silent) open_.back().step.children.push_back(std::move(step));
}

std::vector<report::Step> Trace::take() { return std::exchange(open_.back().step.children, {}); }

}  // namespace berm::reference
