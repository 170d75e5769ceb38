#include "program/verify_exprs.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/text.h"
#include "program/program.h"

namespace berm::program {
namespace {

// Evaluators descend once a level; source nests at most 1,000 deep.
constexpr uint16_t kMaxExprDepth = 1200;
constexpr uint16_t kMaxConstantDepth = 300;
constexpr uint32_t kMaxSteps = 1000;
constexpr uint32_t kMaxVariable = 1 << 28;
constexpr uint64_t kMaxRebuilt = 512ull << 20;
constexpr uint64_t kMaxEvaluated = 16ull << 20;

constexpr uint8_t kArguments[] = {
#define BERM_BUILTIN(name, spelling, arguments) arguments,
#include "ir/builtin.def"
};

// How many children an operation has.
struct Arity {
  uint32_t least, most;
};
Arity arity_of(ir::Op op) {
  constexpr uint32_t kAny = kNone;
  switch (op) {
    case ir::Op::Literal:
    case ir::Op::Path:
    case ir::Op::Before:
    case ir::Op::RequestKey: return {0, 0};
    case ir::Op::Not:
    case ir::Op::Matches:
    case ir::Op::Exists:
    case ir::Op::CountOf:
    case ir::Op::Grants: return {1, 1};
    case ir::Op::Index:
    case ir::Op::Coalesce:
    case ir::Op::Equal:
    case ir::Op::Less:
    case ir::Op::LessEqual:
    case ir::Op::In:
    case ir::Op::Like:
    case ir::Op::Any:
    case ir::Op::All:
    case ir::Op::Count:
    case ir::Op::Refers: return {2, 2};
    case ir::Op::And:
    case ir::Op::Or:
    case ir::Op::List:
    case ir::Op::Concat:
    case ir::Op::Call: return {0, kAny};
  }
  return {1, 0};
}

bool lies_inside(const fb::Slice& slice, size_t size) {
  return slice.begin() <= size && slice.count() <= size - slice.begin();
}

}  // namespace

std::string ExprVerifier::problem() {
  if (!check_strings()) return "a text is not UTF-8";
  if (!check_names()) return "a name is none";
  if (!check_actions()) return "an action is none";
  if (!check_constants()) return "a constant is not one";
  if (!check_exprs()) return "an expression is not one";
  return is_affordable() ? "" : "its rules would take too much memory or time";
}

bool ExprVerifier::is_affordable() const { return bytes_ <= kMaxRebuilt && evaluated_ <= kMaxEvaluated; }

bool ExprVerifier::check_strings() {
  return std::ranges::none_of(*program_.strings(), [](const flatbuffers::String* text) {
    return find_invalid_utf8(text->string_view()).has_value();
  });
}

bool ExprVerifier::check_names() {
  name_sums_.push_back(0);
  for (uint32_t name : *rules_.names()) {
    if (!is_string(name)) return false;
    name_sums_.push_back(name_sums_.back() + sizeof(std::string) + string_size(name));
  }
  return true;
}

bool ExprVerifier::check_actions() {
  action_sums_.push_back(0);
  for (const fb::ActionItem* item : *rules_.action_items()) {
    if (!is_string(item->pattern()) || !place(&item->place())) return false;
    action_sums_.push_back(action_sums_.back() + sizeof(ir::ActionItem) + string_size(item->pattern()));
  }
  return true;
}

bool ExprVerifier::names(const fb::Slice* slice) {
  if (slice == nullptr || !lies_inside(*slice, rules_.names()->size())) return false;
  spend(name_sums_[slice->begin() + slice->count()] - name_sums_[slice->begin()]);
  return true;
}

bool ExprVerifier::actions(const fb::Slice* slice) {
  if (slice == nullptr || !lies_inside(*slice, rules_.action_items()->size())) return false;
  spend(action_sums_[slice->begin() + slice->count()] - action_sums_[slice->begin()]);
  return true;
}

bool ExprVerifier::place(const fb::Place* place) const {
  if (place == nullptr) return false;
  if (place->file() == kNone) return place->begin() == 0 && place->end() == 0;
  if (place->file() >= rules_.sources()->size() || place->begin() > place->end()) return false;
  return place->end() <= rules_.sources()->Get(place->file())->text()->size();
}

bool ExprVerifier::follows(const fb::Slice* slice, uint32_t& next, uint32_t size) {
  if (slice == nullptr) return false;
  if (slice->count() == 0) return true;
  if (slice->begin() != next || !lies_inside(*slice, size)) return false;
  next += slice->count();
  return true;
}

bool ExprVerifier::check_constants() {
  for (uint32_t i = 0; i < rules_.constants()->size(); ++i) {
    constant_sizes_.push_back(sizeof(ir::Value));
    constant_depths_.push_back(1);
    if (!check(*rules_.constants()->Get(i), i)) return false;
  }
  return true;
}

bool ExprVerifier::check(const fb::Constant& constant, uint32_t index) {
  if (constant.kind() == fb::ValueKind::String) {
    if (!is_string(constant.bits())) return false;
    constant_sizes_[index] += string_size(static_cast<uint32_t>(constant.bits()));
  }
  if (constant.kind() == fb::ValueKind::Float) return std::isfinite(std::bit_cast<double>(constant.bits()));
  const bool is_map = constant.kind() == fb::ValueKind::Map;
  if (!is_map && constant.kind() != fb::ValueKind::List) return constant.kind() <= fb::ValueKind::Map;
  const uint64_t items = uint64_t{constant.count()} * (is_map ? 2 : 1);
  if (items > kNone || constant.bits() > kNone) return false;
  const fb::Slice slice(static_cast<uint32_t>(constant.bits()), static_cast<uint32_t>(items));
  if (!follows(&slice, next_item_, rules_.items()->size())) return false;
  for (uint32_t i = 0; i < items; ++i) {
    const uint32_t item = rules_.items()->Get(slice.begin() + i);
    if (is_map && i % 2 == 0) {
      if (!is_string(item)) return false;
      constant_sizes_[index] += sizeof(std::string) + string_size(item);
      continue;
    }
    if (item >= index) return false;
    constant_sizes_[index] = std::min(kMaxRebuilt + 1, constant_sizes_[index] + constant_sizes_[item]);
    constant_depths_[index] = std::max<uint16_t>(constant_depths_[index], constant_depths_[item] + 1);
  }
  return constant_depths_[index] <= kMaxConstantDepth;
}

bool ExprVerifier::constant(uint32_t index) {
  if (index >= constant_sizes_.size()) return false;
  spend(constant_sizes_[index]);
  return true;
}

bool ExprVerifier::check_exprs() {
  const uint32_t count = rules_.exprs()->size();
  expr_depths_.reserve(count);
  expr_sizes_.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    expr_depths_.push_back(1);
    expr_sizes_.push_back(1);
    if (!check(*rules_.exprs()->Get(i), i)) return false;
  }
  return true;
}

bool ExprVerifier::check(const fb::Expr& expr, uint32_t index) {
  if (expr.op() > static_cast<uint8_t>(ir::Op::Grants) || expr.type() > static_cast<uint8_t>(ir::Type::Account)) {
    return false;
  }
  if (expr.builtin() >= std::size(kArguments) || expr.variable() > kMaxVariable || !place(&expr.place())) return false;
  const Arity arity = arity_of(static_cast<ir::Op>(expr.op()));
  const uint32_t children = expr.children().count();
  if (children < arity.least || children > arity.most) return false;
  spend(sizeof(ir::Expr) + sizeof(void*) * children);
  return check_children(expr, index) && check_operands(expr) && check_steps(expr, index) &&
         expr_depths_[index] <= kMaxExprDepth;
}

bool ExprVerifier::check_operands(const fb::Expr& expr) {
  switch (static_cast<ir::Op>(expr.op())) {
    case ir::Op::Literal: return constant(expr.operand());
    case ir::Op::Matches:
      return constant(expr.operand()) && rules_.constants()->Get(expr.operand())->kind() == fb::ValueKind::String;
    case ir::Op::RequestKey:
      if (!is_string(expr.operand())) return false;
      spend(string_size(expr.operand()));
      return true;
    case ir::Op::Exists:
    case ir::Op::CountOf: return names(&expr.list());
    case ir::Op::Grants: return expr.operand() < rules_.grants()->size();
    case ir::Op::Call: return expr.children().count() == kArguments[expr.builtin()];
    default: return true;
  }
}

bool ExprVerifier::check_steps(const fb::Expr& expr, uint32_t index) {
  const auto op = static_cast<ir::Op>(expr.op());
  if (op != ir::Op::Path && op != ir::Op::Before) return true;
  const fb::Slice& slice = expr.list();
  if (slice.count() > kMaxSteps || !follows(&slice, next_step_, rules_.steps()->size())) return false;
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const fb::Step& step = *rules_.steps()->Get(slice.begin() + i);
    spend(sizeof(ir::Step));
    switch (step.kind()) {
      case fb::StepKind::Each: break;
      case fb::StepKind::Attribute:
        if (!is_string(step.operand())) return false;
        spend(string_size(step.operand()));
        break;
      case fb::StepKind::Index:
        if (step.operand() >= index) return false;
        measure(step.operand(), index);
        break;
      default: return false;
    }
  }
  return true;
}

bool ExprVerifier::check_children(const fb::Expr& expr, uint32_t index) {
  const fb::Slice& slice = expr.children();
  if (!follows(&slice, next_child_, rules_.children()->size())) return false;
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const uint32_t child = rules_.children()->Get(slice.begin() + i);
    if (child >= index) return false;
    measure(child, index);
  }
  return true;
}

void ExprVerifier::measure(uint32_t below, uint32_t index) {
  expr_depths_[index] = std::max<uint16_t>(expr_depths_[index], expr_depths_[below] + 1);
  const uint64_t size = uint64_t{expr_sizes_[index]} + expr_sizes_[below];
  expr_sizes_[index] = static_cast<uint32_t>(std::min<uint64_t>(size, kMaxEvaluated + 1));
}

bool ExprVerifier::root(uint32_t expr) {
  if (expr == kNone) return true;
  if (expr >= expr_sizes_.size()) return false;
  evaluated_ += expr_sizes_[expr];
  return true;
}

// An attribute of the clause's own resource, with constant indexes: evaluators read it while they read others.
bool ExprVerifier::attribute(uint32_t index, uint32_t variable) const {
  if (index >= expr_sizes_.size()) return false;
  const fb::Expr& expr = *rules_.exprs()->Get(index);
  if (expr.op() != static_cast<uint8_t>(ir::Op::Path) || expr.variable() != variable) return false;
  for (uint32_t i = 0; i < expr.list().count(); ++i) {
    const fb::Step& step = *rules_.steps()->Get(expr.list().begin() + i);
    if (step.kind() != fb::StepKind::Index) continue;
    if (rules_.exprs()->Get(step.operand())->op() != static_cast<uint8_t>(ir::Op::Literal)) return false;
  }
  return true;
}

}  // namespace berm::program
