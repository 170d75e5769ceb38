#include "compiler/emit/call_nodes.h"

#include <fmt/format.h>

#include <algorithm>

#include "program/program.h"
#include "reference/reference.h"
#include "reference/value.h"

namespace berm::emit {
namespace {

using fb::CallOp;
using fb::CallValueKind;
using ir::Expr;
using ir::Op;

constexpr std::string_view kResourceArn = "resource.arn";

bool is_null_literal(const Expr& expr) { return expr.op == Op::Literal && expr.value.is_null(); }

// It reads nothing of a request, and no element.
bool is_constant(const Expr& expr) {
  return expr.op != Op::RequestKey && expr.op != Op::Path &&
         std::all_of(expr.children.begin(), expr.children.end(), [](const Expr* child) { return is_constant(*child); });
}

// What the naive evaluator says of a constant condition.
bool constant_holds(const Expr& expr, bool positive) {
  Expr negation;
  negation.op = Op::Not;
  negation.children = {&expr};
  ir::Rule rule;
  rule.calls.push_back({{{{true, "*", false, {}}}}, positive ? &expr : &negation, {}});
  access::Request request;
  request.action = "any:Action";
  return reference::denies(rule, request,
                           [](const access::Request&, std::string_view) { return reference::Leg::ThisOne; });
}

void add_sorted(std::vector<uint32_t>& into, const std::vector<uint32_t>& more) {
  std::vector<uint32_t> both;
  std::set_union(into.begin(), into.end(), more.begin(), more.end(), std::back_inserter(both));
  into = std::move(both);
}

bool is_condition(CallOp op) { return op <= CallOp::Test; }

uint8_t flag(fb::CallFlag one) { return static_cast<uint8_t>(one); }

}  // namespace

fb::CallText CallTexts::add(std::string_view text) {
  auto [known, is_new] = known_.try_emplace(std::string(text));
  if (is_new) {
    known->second = fb::CallText(static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(text.size()));
    bytes_ += text;
  }
  return known->second;
}

CallNodes::CallNodes(const catalog::Catalog& catalog, CallTexts& texts) : catalog_(catalog), texts_(texts) {
  key(std::string(kResourceArn));
}

uint32_t CallNodes::condition(const Expr* expr) {
  const uint32_t node = expr ? holds(*expr, true) : intern({.op = CallOp::Always});
  ++uses_[node];
  return node;
}

fb::Slice CallNodes::list(const std::vector<uint32_t>& nodes) {
  fb::Slice slice(static_cast<uint32_t>(children_.size()), static_cast<uint32_t>(nodes.size()));
  children_.insert(children_.end(), nodes.begin(), nodes.end());
  return slice;
}

void CallNodes::finish() {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const fb::CallNode& node = nodes_[i];
    const bool constant = node.op() == CallOp::Always || node.op() == CallOp::Never;
    if (uses_[i] < 2 || open_[i] || constant || !is_condition(node.op())) continue;
    const auto flags = static_cast<uint8_t>(node.flags() | flag(fb::CallFlag::Shared));
    nodes_[i] =
        fb::CallNode(node.op(), node.type(), node.builtin(), flags, node.operand(), node.children(), node.keys());
  }
}

uint32_t CallNodes::holds(const Expr& expr, bool positive) {
  const std::tuple name(&expr, positive, static_cast<uint32_t>(bound_variables_.size()));
  if (auto known = conditions_.find(name); known != conditions_.end()) return known->second;
  return conditions_[name] = make_condition(expr, positive);
}

uint32_t CallNodes::make_condition(const Expr& expr, bool positive) {
  switch (expr.op) {
    case Op::Not: return holds(*expr.children[0], !positive);
    case Op::And: return logic(expr, positive, positive);
    case Op::Or: return logic(expr, positive, !positive);
    case Op::Any: return quantifier(expr, positive, !positive);
    case Op::All: return quantifier(expr, positive, positive);
    default: return test(expr, positive);
  }
}

uint32_t CallNodes::logic(const Expr& expr, bool positive, bool all) {
  const CallOp op = all ? CallOp::And : CallOp::Or;
  const CallOp idle = all ? CallOp::Always : CallOp::Never, settling = all ? CallOp::Never : CallOp::Always;
  Shape shape{.op = op};
  for (const Expr* child : expr.children) {
    const uint32_t node = holds(*child, positive);
    if (nodes_[node].op() == settling) return node;
    if (nodes_[node].op() == idle) continue;
    shape.children.push_back(node);
  }
  if (shape.children.empty()) return intern({.op = idle});
  return shape.children.size() == 1 ? shape.children[0] : intern(std::move(shape));
}

uint32_t CallNodes::quantifier(const Expr& expr, bool positive, bool all) {
  Shape shape{.op = all ? CallOp::All : CallOp::Any};
  add_keys(*expr.children[0], shape.asked);
  const bool list = expr.children[0]->op == Op::List;
  shape.children = {list ? intern({.op = CallOp::List, .children = values_of(*expr.children[0])})
                         : value(*expr.children[0])};
  shape.operand = static_cast<uint32_t>(bound_variables_.size());
  bound_variables_.push_back(expr.variable);
  bound_ = std::max(bound_, static_cast<uint32_t>(bound_variables_.size()));
  shape.children.push_back(holds(*expr.children[1], positive));
  bound_variables_.pop_back();
  return intern(std::move(shape));
}

uint32_t CallNodes::test(const Expr& expr, bool positive) {
  if (is_constant(expr)) return intern({.op = constant_holds(expr, positive) ? CallOp::Always : CallOp::Never});
  Shape shape{.op = CallOp::Test, .positive = positive, .children = {answer(expr)}};
  add_keys(expr, shape.asked);
  return intern(std::move(shape));
}

uint32_t CallNodes::answer(const Expr& expr) {
  const auto missing = [&](const Expr& of) { return intern({.op = CallOp::Missing, .children = {value(of)}}); };
  const auto relation = [&](CallOp op, ir::Type type, uint32_t left, uint32_t right) {
    return intern({.op = op, .type = type, .children = {left, right}});
  };
  const auto side = [&](size_t i) -> const Expr& { return *expr.children[i]; };
  const auto compared = [&](CallOp op) {
    return relation(op, reference::compared_as(side(0).type, side(1).type), value(side(0)), value(side(1)));
  };
  switch (expr.op) {
    case Op::Equal:
      if (is_null_literal(side(1))) return missing(side(0));
      if (is_null_literal(side(0))) return missing(side(1));
      return compared(CallOp::Equal);
    case Op::Less: return compared(CallOp::Less);
    case Op::LessEqual: return compared(CallOp::LessEqual);
    case Op::Like: return relation(CallOp::Like, side(0).type, value(side(0)), pattern(side(1)));
    case Op::In: {
      const bool list = side(1).op == Op::List;
      const uint32_t collection = list ? intern({.op = CallOp::List, .children = values_of(side(1))}) : value(side(1));
      return relation(CallOp::In, reference::compared_as(side(0).type, ir::Type::Any), value(side(0)), collection);
    }
    default: return value(expr);
  }
}

uint32_t CallNodes::value(const Expr& expr) {
  switch (expr.op) {
    case Op::Literal: return intern({.op = CallOp::Literal, .operand = constant(expr.value)});
    case Op::RequestKey: return intern({.op = CallOp::Key, .type = expr.type, .operand = key(expr.key)});
    case Op::Path: return element(expr.variable);
    case Op::Coalesce: return intern({.op = CallOp::Coalesce, .children = values_of(expr)});
    case Op::Call: return intern({.op = CallOp::Apply, .builtin = expr.builtin, .children = values_of(expr)});
    case Op::Concat: return parts(expr, false);
    case Op::Equal:
    case Op::Less:
    case Op::LessEqual:
    case Op::Like:
    case Op::In: return answer(expr);
    case Op::Not:
    case Op::And:
    case Op::Or:
    case Op::Any:
    case Op::All: return intern({.op = CallOp::Truth, .children = {holds(expr, true)}});
    default: {
      // Null, but what it reads decides still on which legs it says anything.
      Shape nothing{.op = CallOp::Nothing};
      for (const Expr* child : expr.children) nothing.children.push_back(value(*child));
      return intern(std::move(nothing));
    }
  }
}

std::vector<uint32_t> CallNodes::values_of(const Expr& expr) {
  std::vector<uint32_t> out;
  for (const Expr* child : expr.children) out.push_back(value(*child));
  return out;
}

uint32_t CallNodes::pattern(const Expr& expr) {
  if (expr.op == Op::Concat) return parts(expr, true);
  const uint32_t node = value(expr);
  return expr.op == Op::RequestKey ? intern({.op = CallOp::Shield, .children = {node}}) : node;
}

uint32_t CallNodes::parts(const Expr& expr, bool pattern) {
  Shape shape{.op = CallOp::Concat};
  for (const Expr* child : expr.children) {
    const uint32_t node = value(*child);
    const bool written = child->op == Op::Literal || child->op == Op::Path;
    shape.children.push_back(pattern && !written ? intern({.op = CallOp::Shield, .children = {node}}) : node);
  }
  return intern(std::move(shape));
}

uint32_t CallNodes::element(ir::Variable variable) {
  const auto bound = std::find(bound_variables_.rbegin(), bound_variables_.rend(), variable);
  if (bound == bound_variables_.rend()) return intern({.op = CallOp::Nothing});
  return intern({.op = CallOp::Element, .operand = static_cast<uint32_t>(bound_variables_.rend() - bound - 1)});
}

// What a node reads is what its children read; a condition over elements is open until its outermost quantifier.
uint32_t CallNodes::intern(Shape shape) {
  const auto [known, is_new] = known_.try_emplace(shape, static_cast<uint32_t>(nodes_.size()));
  if (!is_new) return known->second;
  std::vector<uint32_t> reads;
  bool open = shape.op == CallOp::Element;
  for (uint32_t child : shape.children) {
    ++uses_[child];
    add_sorted(reads, reads_[child]);
    open = open || open_[child];
  }
  if (shape.op == CallOp::Key) reads = {shape.operand};
  if (shape.op == CallOp::Any || shape.op == CallOp::All) open = shape.operand > 0;
  add_sorted(reads, shape.asked);
  const fb::Slice keys(static_cast<uint32_t>(key_lists_.size()), static_cast<uint32_t>(shape.asked.size()));
  key_lists_.insert(key_lists_.end(), shape.asked.begin(), shape.asked.end());
  const bool of_leg = std::any_of(reads.begin(), reads.end(),
                                  [&](uint32_t read) { return read == 0 || keys_[read].leg() != program::kNone; });
  asks_legs_ = asks_legs_ || of_leg;
  const uint8_t flags = static_cast<uint8_t>((shape.positive ? flag(fb::CallFlag::Positive) : 0) |
                                             (of_leg ? flag(fb::CallFlag::OfLeg) : 0));
  nodes_.emplace_back(shape.op, static_cast<uint8_t>(shape.type), static_cast<uint8_t>(shape.builtin), flags,
                      shape.operand, list(shape.children), keys);
  reads_.push_back(std::move(reads));
  open_.push_back(open);
  uses_.push_back(0);
  return known->second;
}

// Everything that is read in it, what folding leaves out too: a key of another leg makes all of a test idle.
void CallNodes::add_keys(const Expr& expr, std::vector<uint32_t>& keys) {
  if (expr.op == Op::RequestKey) add_sorted(keys, {key(expr.key)});
  for (const Expr* child : expr.children) add_keys(*child, keys);
}

// The catalogue answers `EveryLeg` for an action that has nothing where every request carries the key.
uint32_t CallNodes::key(const std::string& name) {
  const auto [known, is_new] = key_numbers_.try_emplace(name, static_cast<uint32_t>(keys_.size()));
  if (!is_new) return known->second;
  const bool everywhere = name == kResourceArn || !catalog_.condition_key(name) ||
                          catalog_.carries(catalog::Action(), name) == catalog::Carried::EveryLeg;
  keys_.emplace_back(texts_.add(name), everywhere ? program::kNone : static_cast<uint32_t>(leg_keys_.size()));
  if (!everywhere) leg_keys_.push_back(name);
  return known->second;
}

uint32_t CallNodes::constant(const ir::Value& value) {
  struct {
    CallNodes& nodes;
    uint32_t operator()(std::monostate) const { return nodes.add_value(CallValueKind::Null, "", {}); }
    uint32_t operator()(bool b) const {
      return nodes.add_value(b ? CallValueKind::True : CallValueKind::False, "", {});
    }
    uint32_t operator()(int64_t i) const { return nodes.add_value(CallValueKind::Number, fmt::format("{}", i), {}); }
    uint32_t operator()(double d) const { return nodes.add_value(CallValueKind::Number, fmt::format("{}", d), {}); }
    uint32_t operator()(const std::string& s) const { return nodes.add_value(CallValueKind::Text, s, {}); }
    uint32_t operator()(const ir::ValueList& list) const {
      std::vector<uint32_t> items;
      for (const ir::Value& item : list) items.push_back(nodes.constant(item));
      return nodes.add_value(CallValueKind::List, "", items);
    }
    uint32_t operator()(const ir::ValueMap& map) const {
      std::vector<uint32_t> items;
      for (const auto& [name, item] : map) {
        items.push_back(nodes.add_value(CallValueKind::Text, name, {}));
        items.push_back(nodes.constant(item));
      }
      return nodes.add_value(CallValueKind::Map, "", items);
    }
  } visitor{*this};
  return std::visit(visitor, value.data);
}

uint32_t CallNodes::add_value(CallValueKind kind, std::string_view text, const std::vector<uint32_t>& items) {
  const auto [known, is_new] =
      value_numbers_.try_emplace({kind, std::string(text), items}, static_cast<uint32_t>(values_.size()));
  if (!is_new) return known->second;
  const fb::Slice slice(static_cast<uint32_t>(items_.size()), static_cast<uint32_t>(items.size()));
  items_.insert(items_.end(), items.begin(), items.end());
  values_.emplace_back(kind, texts_.add(text), slice);
  return known->second;
}

}  // namespace berm::emit
