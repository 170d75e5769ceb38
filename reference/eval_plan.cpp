#include "reference/eval_plan.h"

#include <fmt/format.h>

#include "reference/regex.h"
#include "reference/show.h"

namespace berm::reference {

PlanEvaluator::PlanEvaluator(ir::Variable variable, const facts::ResourceChange& change, bool reads_before)
    : variable_(variable), change_(change), root_(reads_before ? change.before : change.after) {}

Result PlanEvaluator::evaluate(const ir::Expr& expr) {
  switch (expr.op) {
    case ir::Op::Literal: return known(arena_.constant(expr.value));
    case ir::Op::Path: return path(expr);
    case ir::Op::Before: return before(expr);
    case ir::Op::Index: return index(expr);
    case ir::Op::RequestKey: return unknown(expr.key);
    case ir::Op::Not: {
      Result operand = evaluate(*expr.children[0]);
      return {.value = boolean(negate(truth(operand.value))), .path = std::move(operand.path)};
    }
    case ir::Op::And: return logic(expr, false);
    case ir::Op::Or: return logic(expr, true);
    case ir::Op::Coalesce: return coalesce(expr);
    case ir::Op::Equal:
    case ir::Op::Less:
    case ir::Op::LessEqual:
    case ir::Op::Like: return compare(expr);
    case ir::Op::In: return in(expr);
    case ir::Op::Matches: return matches(expr);
    case ir::Op::Any: return quantifier(expr, true);
    case ir::Op::All: return quantifier(expr, false);
    case ir::Op::Count: return count(expr);
    case ir::Op::Call: return call(expr);
    case ir::Op::List: return list(expr);
    case ir::Op::Concat: return concat(expr, false);
  }
  return unknown("");
}

// `decisive` is the operand that decides whatever the others are: false for `and`, true for `or`.
Result PlanEvaluator::logic(const ir::Expr& expr, bool decisive) {
  size_t from = reads_.size();
  Result first_unknown = known(boolean(tri(!decisive)));
  for (const ir::Expr* child : expr.children) {
    size_t before_child = reads_.size();
    Result operand = evaluate(*child);
    Tri value = truth(operand.value);
    if (value == tri(decisive)) {
      keep_reads(from, before_child);
      return known(boolean(value));
    }
    if (value == Tri::Unknown && !first_unknown.value.is_unknown()) first_unknown = unknown(operand.path);
  }
  return first_unknown;
}

Result PlanEvaluator::coalesce(const ir::Expr& expr) {
  Result left = evaluate(*expr.children[0]);
  return left.value.is_null() && !left.sequence ? evaluate(*expr.children[1]) : left;
}

Result PlanEvaluator::compare(const ir::Expr& expr) {
  Result left = evaluate(*expr.children[0]);
  Result right = expr.op == ir::Op::Like ? pattern(*expr.children[1]) : evaluate(*expr.children[1]);
  ir::Type left_type = expr.children[0]->type;
  ir::Type type = compared_as(left_type, expr.children[1]->type);
  Tri answer = Tri::Unknown;
  if (left.sequence || right.sequence) return unknown(left.path.empty() ? right.path : left.path);
  if (expr.op == ir::Op::Equal) answer = equal(left.value, right.value, type);
  if (expr.op == ir::Op::Like) answer = like(left.value, right.value, left_type);
  if (expr.op == ir::Op::Less) answer = less(left.value, right.value, type);
  if (expr.op == ir::Op::LessEqual) answer = negate(less(right.value, left.value, type));
  bool right_decides = !left.value.is_unknown() && (right.value.is_unknown() || left.path.empty());
  return {.value = boolean(answer), .path = right_decides ? right.path : left.path};
}

Result PlanEvaluator::in(const ir::Expr& expr) {
  Result element = evaluate(*expr.children[0]);
  Result collection = elements_of(evaluate(*expr.children[1]));
  Result answer = known(boolean(Tri::False));
  for (const Element& candidate : collection.elements) {
    Tri same = equal(element.value, candidate.value, compared_as(expr.children[0]->type, ir::Type::Any));
    if (same == Tri::True) return known(boolean(same));
    if (same == Tri::Unknown && !answer.value.is_unknown()) {
      answer = unknown(element.value.is_unknown() ? element.path : candidate.path);
    }
  }
  if (collection.open && !answer.value.is_unknown()) return unknown(collection.path);
  return answer;
}

Result PlanEvaluator::matches(const ir::Expr& expr) {
  Result text = evaluate(*expr.children[0]);
  const auto* regex = std::get_if<std::string>(&expr.value.data);
  if (text.value.is_null()) return known(boolean(Tri::False));
  if (text.value.kind != ValueKind::String || !regex) return unknown(text.path);
  return known(boolean(tri(regex_matches(*regex, text.value.string()))));
}

Result PlanEvaluator::list(const ir::Expr& expr) {
  Result out;
  out.sequence = true;
  for (const ir::Expr* child : expr.children) {
    Result element = evaluate(*child);
    out.elements.push_back({element.value, element.path});
  }
  return out;
}

// In a pattern only the wildcards that the rule itself wrote, not those of attributes, are wildcards.
Result PlanEvaluator::concat(const ir::Expr& expr, bool pattern) {
  std::string text;
  bool sensitive = false;
  for (const ir::Expr* child : expr.children) {
    Result part = evaluate(*child);
    if (part.value.is_unknown() || part.sequence) return unknown(part.path);
    if (part.value.is_null()) return known(facts::kNull);
    sensitive = sensitive || has_sensitive_part(part.value);
    bool is_text = part.value.kind == ValueKind::String;
    part.value.sensitive = false;  // the whole text is
    std::string piece = is_text ? std::string(part.value.string()) : show(part.value);
    text += pattern && !part.path.empty() ? shield(piece) : piece;
  }
  Result out = known(arena_.text(std::move(text)));
  out.value.sensitive = sensitive;
  return out;
}

Result PlanEvaluator::pattern(const ir::Expr& expr) {
  return expr.op == ir::Op::Concat ? concat(expr, true) : evaluate(expr);
}

Result PlanEvaluator::path(const ir::Expr& expr) {
  Result result = read(expr);
  if (!result.sequence && !result.path.empty()) reads_.push_back({result.path, result.value});
  return result;
}

Result PlanEvaluator::before(const ir::Expr& expr) {
  if (expr.variable != variable_) return unknown("before(…)");
  Result result = walk({change_.before, ""}, expr.steps, 0);
  result.path = fmt::format("before({})", result.path);
  for (Element& element : result.elements) element.path = fmt::format("before({})", element.path);
  if (!result.sequence) reads_.push_back({result.path, result.value});
  return result;
}

Result PlanEvaluator::index(const ir::Expr& expr) {
  Result collection = evaluate(*expr.children[0]);
  Result index = evaluate(*expr.children[1]);
  if (index.value.is_unknown()) return index;
  Element entry = entry_of({collection.value, collection.path}, index.value);
  if (entry.value.is_null() && collection.open) entry.value = facts::kUnknown;
  reads_.push_back({entry.path, entry.value});
  return {.value = entry.value, .path = entry.path};
}

std::string PlanEvaluator::render(const ir::Expr& expr) {
  if (expr.op != ir::Op::Concat) return show_inline(evaluate(expr).value);
  std::string out;
  for (const ir::Expr* child : expr.children) {
    Result part = evaluate(*child);
    if (part.sequence) {
      std::vector<Value> values;
      for (const Element& element : part.elements) values.push_back(element.value);
      if (part.open) values.push_back(facts::kUnknown);
      part.value = arena_.list(std::move(values));
    }
    out += show_inline(part.value);
  }
  return out;
}

void PlanEvaluator::keep_reads(size_t from, size_t kept) {
  reads_.erase(reads_.begin() + static_cast<std::ptrdiff_t>(from), reads_.begin() + static_cast<std::ptrdiff_t>(kept));
}

}  // namespace berm::reference
