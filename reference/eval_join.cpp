// `has T x where { … }` and `count(T x where { … })`: over whatever of a type exists after the plan is applied.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "ir/variables.h"
#include "reference/eval_plan.h"
#include "reference/show.h"
#include "reference/trace.h"

namespace berm::reference {
namespace {

void collect_conjuncts(const ir::Expr& condition, std::vector<const ir::Expr*>& conjuncts) {
  if (condition.op != ir::Op::And) return conjuncts.push_back(&condition);
  for (const ir::Expr* child : condition.children) collect_conjuncts(*child, conjuncts);
}

bool is_compared_as_text(ir::Type type) {
  return type == ir::Type::String || type == ir::Type::Arn || type == ir::Type::Account || type == ir::Type::Region;
}

bool is_attribute(const ir::Expr& expr, ir::Variable of) {
  auto named = [](const ir::Step& step) { return step.kind == ir::Step::Kind::Attribute; };
  return expr.op == ir::Op::Path && expr.variable == of && !expr.steps.empty() &&
         std::ranges::all_of(expr.steps, named);
}

std::string types_of(const ir::Expr& expr) { return join(expr.types, " or "); }

// The values of what was read may go before the answer does.
std::vector<Read> shown(std::span<const Read> reads) {
  std::vector<Read> out;
  for (const Read& read : reads)
    out.push_back({read.path, facts::kNull, read.note.empty() ? show(read.value) : read.note});
  return out;
}

// The names on a path, without its indexes.
std::string names_of(std::string_view path) {
  std::string out;
  bool quoted = false;
  int depth = 0;
  for (char c : path) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '[') ++depth;
    if (depth == 0) out += c;
    if (!quoted && c == ']') --depth;
  }
  return out;
}

}  // namespace

Result PlanEvaluator::exists(const ir::Expr& expr) {
  Trail from = trail(), before_candidate = from;
  Result answer = known(boolean(Tri::False));
  size_t number = 0;
  auto judged = [&](Result body, const Trail& before) {
    before_candidate = before;
    ++number;
    bool is_so = truth(body.value) == Tri::True;
    if (is_so || (body.value.is_unknown() && !answer.value.is_unknown())) answer = std::move(body);
    return !is_so;
  };
  Unseen unseen = judge_each(expr, std::ref(judged));
  if (trace_) trace_->leave_elements(truth(answer.value) == Tri::True);
  if (truth(answer.value) == Tri::True) {
    keep_since(from, before_candidate);
    return known(answer.value);
  }
  drop_reads(from);
  if (answer.value.is_unknown()) return answer;
  Used assumed = assumed_of(expr, unseen.left_out);
  std::string_view more = may_be_more(expr, unseen, assumed);
  if (!more.empty()) return unknown(types_of(expr), more);
  if (!assumed.relation.empty()) use(std::move(assumed));
  reads_.push_back({types_of(expr), facts::kNull, number == 0 ? "none" : fmt::format("none ({} looked at)", number)});
  return answer;
}

Result PlanEvaluator::count_of(const ir::Expr& expr) {
  Trail from = trail();
  Range range{0, 0};
  Result doubt = known(facts::kNull);
  auto judged = [&](Result body, const Trail&) {
    bool is_so = truth(body.value) == Tri::True;
    if (is_so) ++range.low;
    if (is_so || body.value.is_unknown()) ++*range.high;
    if (body.value.is_unknown() && !doubt.value.is_unknown()) doubt = std::move(body);
    return true;
  };
  Unseen unseen = judge_each(expr, std::ref(judged));
  if (trace_) trace_->leave_elements(false);
  drop_reads(from);
  Used assumed = assumed_of(expr, unseen.left_out);
  std::string_view more = may_be_more(expr, unseen, assumed);
  if (!more.empty()) range.high.reset();
  if (!more.empty() && !doubt.value.is_unknown()) doubt = unknown(types_of(expr), more);
  if (more.empty() && !assumed.relation.empty()) use(std::move(assumed));
  Value number = arena_.number(std::to_string(range.low));
  reads_.push_back({fmt::format("count({})", types_of(expr)), number});
  if (!doubt.value.is_unknown()) return known(number);
  doubt.range = range;
  return doubt;
}

// In words; empty: whatever there is was visited. Where nothing is assumed, what was left out for it may count.
std::string_view PlanEvaluator::may_be_more(const ir::Expr& join, const Unseen& unseen, const Used& assumed) {
  if (!unseen.uncertain.empty()) return unseen.uncertain;
  std::string why = context_.relations().may_be_more(join.types);
  if (!why.empty()) return context_.keep(fmt::format("may exist that the plan does not show: {}", why));
  if (assumptions_ || assumed.relation.empty()) return {};
  return context_.keep(fmt::format("it would have to be assumed that {}", assumed.relation));
}

PlanEvaluator::Unseen PlanEvaluator::judge_each(const ir::Expr& expr, const Judged& visit) {
  Trail before_all = trail();
  Arena::Mark made = arena_.mark();
  Candidates found = candidates(expr);
  if (!context_.may_visit(expr, found.all.size()))
    return {{}, "there are too many of which can't be told what they belong to"};
  for (const facts::ResourceChange* candidate : found.all) {
    drop_reads(before_all);
    arena_.release(made);
    resources_[expr.variable] = {candidate, {candidate->after, std::string(candidate->address), {}, candidate}};
    Trail before = trail();
    if (!visit(test_element(candidate->address, *expr.children[0]), before)) break;
  }
  return {std::move(found.left_out)};
}

// What does not depend on the resource that is judged is the same for all of them.
Result PlanEvaluator::once(const ir::Expr& expr, Result (PlanEvaluator::*judge)(const ir::Expr&)) {
  if (recorder_.is_told() || trace_ || !ir::free_variables(expr).empty()) return (this->*judge)(expr);
  PlanContext::Once key{&expr, assumptions_ != nullptr};
  const Remembered* remembered = context_.recall(key);
  if (!remembered) {
    Trail from = trail();
    Result answer = (this->*judge)(expr);
    if (answer.value.kind == ValueKind::Number) answer.value = context_.keep_number(answer.value);
    auto used = std::span(used_).subspan(from.used);
    remembered = &context_.remember(
        key, {std::move(answer), shown(std::span(reads_).subspan(from.reads)), {used.begin(), used.end()}});
    reads_.resize(from.reads);
    used_.resize(from.used);
  }
  reads_.insert(reads_.end(), remembered->reads.begin(), remembered->reads.end());
  used_.insert(used_.end(), remembered->used.begin(), remembered->used.end());
  return remembered->answer;
}

// Those for which some part of the condition that all have to fulfil is not certainly false; without an index all.
PlanEvaluator::Candidates PlanEvaluator::candidates(const ir::Expr& expr) {
  if (context_.indexed()) {
    std::vector<const ir::Expr*> conjuncts;
    collect_conjuncts(*expr.children[0], conjuncts);
    for (const ir::Expr* conjunct : conjuncts) {
      if (Found found = look_up(expr, *conjunct)) return std::move(*found);
    }
  }
  return {context_.relations().existing(expr.types)};
}

// Indexes are of what exists after the plan.
bool PlanEvaluator::is_after(const Element& element) const {
  if (is_before_path(element.path)) return false;
  return !reads_before_ || element.from != resources_.at(variable_).change;
}

PlanEvaluator::Found PlanEvaluator::look_up(const ir::Expr& join, const ir::Expr& conjunct) {
  if (conjunct.children.size() != 2) return std::nullopt;
  const ir::Expr &left = *conjunct.children[0], &right = *conjunct.children[1];
  if (conjunct.op == ir::Op::Refers) return look_up_reference(join, conjunct);
  if (conjunct.op != ir::Op::Equal || !is_compared_as_text(compared_as(left.type, right.type))) return std::nullopt;
  return is_attribute(left, join.variable) ? look_up_text(join, left, right) : look_up_text(join, right, left);
}

PlanEvaluator::Found PlanEvaluator::look_up_reference(const ir::Expr& join, const ir::Expr& refers) {
  const ir::Expr &attribute = *refers.children[0], &to = *refers.children[1];
  const relations::Relations& relations = context_.relations();
  if (attribute.variable == join.variable && to.variable != join.variable) {
    const Resource* outer = resource(to.variable);
    if (!outer || !outer->change) return std::nullopt;
    std::string names = names_of(attribute.steps);
    return Candidates{relations.referring(join.types, names, *outer->change), {nullptr, outer->change, names}};
  }
  if (to.variable != join.variable || attribute.variable == join.variable) return std::nullopt;
  std::optional<Start> start = start_of(attribute);
  if (!start || !start->element.from || !is_after(start->element)) return std::nullopt;
  std::string place = names_of(place_within(start->element)), rest = reference::names_of(start->steps);
  if (!place.empty() && !rest.empty()) place += '.';
  place += rest;
  const facts::ResourceChange& from = *start->element.from;
  return Candidates{relations.referred(from, place, join.types), {&from, nullptr, place}};
}

Used PlanEvaluator::assumed_of(const ir::Expr& join, const LeftOut& left_out) {
  const relations::Relations& relations = context_.relations();
  const auto& [from, to, place] = left_out;
  if (to) {
    std::string rest = relations.referring_rests_on(join.types, place, *to);
    return {types_of(join) + "." + place, facts::kNull, std::move(rest), to->address};
  }
  if (!from) return {};
  std::string rest = relations.referred_rests_on(*from, place, join.types);
  if (rest.empty()) return {};
  return {fmt::format("{}.{}", from->address, place), facts::kNull, std::move(rest), context_.keep(types_of(join))};
}

PlanEvaluator::Found PlanEvaluator::look_up_text(const ir::Expr& join, const ir::Expr& attribute,
                                                 const ir::Expr& text) {
  if (!is_attribute(attribute, join.variable) || ir::free_variables(text).contains(join.variable)) return std::nullopt;
  Trail before = trail();
  Value value = evaluate(text).value;
  reads_.resize(before.reads);
  used_.resize(before.used);
  if (value.kind != ValueKind::String) return std::nullopt;
  return Candidates{context_.relations().having(join.types, names_of(attribute.steps), value.string())};
}

}  // namespace berm::reference
