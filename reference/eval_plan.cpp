#include "reference/eval_plan.h"

#include <fmt/format.h>

#include "reference/decimal.h"
#include "reference/misfit.h"
#include "reference/regex.h"
#include "reference/show.h"

namespace berm::reference {
namespace {

// A count that is not known for certain may still be enough.
Tri compared_by_range(ir::Op op, const Result& left, const Result& right) {
  if (right.range) {
    // left < right is not right <= left.
    if (op == ir::Op::Less) return negate(compared_by_range(ir::Op::LessEqual, right, left));
    if (op == ir::Op::LessEqual) return negate(compared_by_range(ir::Op::Less, right, left));
    return compared_by_range(op, right, left);
  }
  if (!left.range || right.value.kind != ValueKind::Number) return Tri::Unknown;
  auto against = [&](uint64_t bound) { return compare_numbers(std::to_string(bound), right.value.string()); };
  bool above = against(left.range->low) > 0, at_least = against(left.range->low) >= 0;
  bool below = left.range->high && against(*left.range->high) < 0;
  bool at_most = left.range->high && against(*left.range->high) <= 0;
  if (op == ir::Op::Less) return at_least ? Tri::False : below ? Tri::True : Tri::Unknown;
  if (op == ir::Op::LessEqual) return above ? Tri::False : at_most ? Tri::True : Tri::Unknown;
  return op == ir::Op::Equal && (above || below) ? Tri::False : Tri::Unknown;
}

// Where nothing says that it must be a text, numbers and bools are matched as the text that Terraform makes of them.
std::optional<std::string_view> matched_text(const Value& value, ir::Type type) {
  if (value.kind == ValueKind::String) return value.string();
  if (type != ir::Type::Any) return std::nullopt;
  if (value.kind == ValueKind::Number) return value.string();
  if (value.kind == ValueKind::Bool) return value.boolean ? "true" : "false";
  return std::nullopt;
}

}  // namespace

PlanEvaluator::PlanEvaluator(PlanContext& context, ir::Variable variable, const facts::ResourceChange& change,
                             bool reads_before)
    : context_(context), variable_(variable), reads_before_(reads_before) {
  resources_[variable] = {&change, {reads_before ? change.before : change.after, "", {}, &change}};
}

Result PlanEvaluator::evaluate(const ir::Expr& expr) { return trace_ ? traced(expr) : compute(expr); }

Result PlanEvaluator::compute(const ir::Expr& expr) {
  switch (expr.op) {
    case ir::Op::Literal: return known(constant(expr.value));
    case ir::Op::Path: return path(expr);
    case ir::Op::Before: return before(expr);
    case ir::Op::Index: return index(expr);
    case ir::Op::RequestKey: return unknown(expr.key);
    case ir::Op::Not: {
      Result operand = test(*expr.children[0]);
      operand.value = boolean(negate(truth(operand.value)));
      return operand;
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
    case ir::Op::Exists: return once(expr, &PlanEvaluator::exists);
    case ir::Op::CountOf: return once(expr, &PlanEvaluator::count_of);
    case ir::Op::Refers: return refers(expr);
    case ir::Op::Grants: return grants(expr);
  }
  return unknown("");
}

// `decisive` is the operand that decides whatever the others are: false for `and`, true for `or`.
Result PlanEvaluator::logic(const ir::Expr& expr, bool decisive) {
  Trail from = trail();
  Result first_unknown = known(boolean(tri(!decisive)));
  for (const ir::Expr* child : expr.children) {
    Trail before_child = trail();
    Result operand = test(*child);
    Tri value = truth(operand.value);
    if (value != Tri::Unknown) recorder_.see(child, value == Tri::True);
    if (value == tri(decisive)) {
      keep_since(from, before_child);
      return known(boolean(value));
    }
    if (value == Tri::Unknown && !first_unknown.value.is_unknown()) first_unknown = std::move(operand);
  }
  return first_unknown;
}

Result PlanEvaluator::coalesce(const ir::Expr& expr) {
  Result left = evaluate(*expr.children[0]);
  bool is_left = !left.value.is_null() || left.sequence;
  recorder_.see(expr.children[is_left ? 0 : 1], true);
  return is_left ? left : evaluate(*expr.children[1]);
}

Result PlanEvaluator::compare(const ir::Expr& expr) {
  Result left = evaluate(*expr.children[0]);
  Result right = expr.op == ir::Op::Like ? pattern(*expr.children[1]) : evaluate(*expr.children[1]);
  ir::Type left_type = expr.children[0]->type;
  ir::Type type = compared_as(left_type, expr.children[1]->type);
  Tri answer = Tri::Unknown;
  if (left.sequence || right.sequence) return not_compared(left, right, ir::Type::Any);
  if (expr.op == ir::Op::Equal) answer = equal(left.value, right.value, type);
  if (expr.op == ir::Op::Like) answer = like(left.value, right.value, left_type);
  if (expr.op == ir::Op::Less) answer = less(left.value, right.value, type);
  if (expr.op == ir::Op::LessEqual) answer = negate(less(right.value, left.value, type));
  if (answer == Tri::Unknown) answer = compared_by_range(expr.op, left, right);
  if (answer == Tri::Unknown) return not_compared(left, right, type);
  return {.value = boolean(answer), .path = left.path.empty() ? right.path : left.path};
}

// Which of the two it is that makes the answer unknown, and why.
Result PlanEvaluator::not_compared(const Result& left, const Result& right, ir::Type type) {
  for (const Result* side : {&left, &right}) {
    if (side->value.is_unknown()) return unknown(side->path, side->why);
  }
  for (const Result* side : {&left, &right}) {
    std::string_view why = misfit(side->value, type);
    if (!why.empty() && !side->path.empty()) return unknown(side->path, why);
  }
  bool whole = is_whole(left.value) && is_whole(right.value);
  return unknown(left.path.empty() ? right.path : left.path, whole ? kNotComparable : std::string_view());
}

Result PlanEvaluator::in(const ir::Expr& expr) {
  Result element = evaluate(*expr.children[0]);
  Result collection = elements_of(evaluate(*expr.children[1]), expr.children[1]->type);
  ir::Type type = compared_as(expr.children[0]->type, ir::Type::Any);
  Result answer = known(boolean(Tri::False));
  Result rest = for_each(collection, [&](const Element& candidate) {
    Tri same = equal(element.value, candidate.value, type);
    if (same == Tri::True) answer = known(boolean(same));
    if (same == Tri::Unknown && !answer.value.is_unknown()) {
      answer = not_compared(element, as_result(candidate), type);
    }
    return same != Tri::True;
  });
  bool open = rest.value.is_unknown() && truth(answer.value) == Tri::False;
  return open ? rest : answer;
}

Result PlanEvaluator::matches(const ir::Expr& expr) {
  Result text = evaluate(*expr.children[0]);
  const auto* regex = std::get_if<std::string>(&expr.value.data);
  if (text.value.is_null()) return known(boolean(Tri::False));
  if (text.value.is_unknown()) return text;
  std::optional<std::string_view> written = matched_text(text.value, expr.children[0]->type);
  if (!written || !regex) return unknown(text.path, misfit(text.value, ir::Type::String));
  return known(boolean(tri(regex_matches(*regex, *written))));
}

Result PlanEvaluator::list(const ir::Expr& expr) {
  Result out;
  out.sequence = true;
  for (const ir::Expr* child : expr.children) {
    Result element = evaluate(*child);
    out.starts.push_back({element.value, element.path, element.why, element.from});
  }
  return out;
}

// In a pattern only the wildcards that the rule itself wrote, not those of attributes, are wildcards.
Result PlanEvaluator::concat(const ir::Expr& expr, bool pattern) {
  std::string text;
  bool sensitive = false;
  for (const ir::Expr* child : expr.children) {
    Result part = evaluate(*child);
    if (part.value.is_unknown() || part.sequence) return unknown(part.path, part.why);
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
  const Resource* of = resource(expr.variable);
  if (!of || !of->change) return of ? unknown(of->root) : unknown(before_path("…"));
  Result result = read_before(*of, expr.steps);
  result.path = before_path(result.path);
  result.before = true;
  if (!result.sequence) reads_.push_back({result.path, result.value});
  return result;
}

Result PlanEvaluator::index(const ir::Expr& expr) {
  Result collection = evaluate(*expr.children[0]);
  Result index = evaluate(*expr.children[1]);
  if (index.value.is_unknown()) return index;
  bool shifted = collection.open && collection.value.kind == ValueKind::List;
  if (shifted) return unknown(collection.path, collection.why);
  Element entry = entry_of({collection.value, collection.path, collection.why, collection.from}, index.value);
  if (entry.value.is_null() && collection.open) entry.value = facts::kUnknown;
  reads_.push_back({entry.path, entry.value});
  return as_result(std::move(entry));
}

std::string PlanEvaluator::render(const ir::Expr& expr) {
  if (expr.op != ir::Op::Concat) return show_inline(evaluate(expr).value);
  std::string out;
  for (const ir::Expr* child : expr.children) {
    Result part = evaluate(*child);
    if (part.sequence) part.value = sample(part);
    out += show_inline(part.value);
  }
  return out;
}

Value PlanEvaluator::constant(const ir::Value& value) {
  auto [place, is_new] = constants_.try_emplace(&value);
  if (is_new) place->second = kept_.constant(value);
  return place->second;
}

void PlanEvaluator::keep_since(const Trail& from, const Trail& kept) {
  auto cut = [](auto& all, size_t begin, size_t end) {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
  };
  cut(reads_, from.reads, kept.reads);
  cut(used_, from.used, kept.used);
}

void PlanEvaluator::use(Used used) {
  bool again = !used_.empty() && used_.back().path == used.path && used_.back().to == used.to;
  if (!again) used_.push_back(std::move(used));
}

}  // namespace berm::reference
