#include "runtime/eval/machine.h"

#include "reference/value.h"
#include "runtime/eval/walk.h"

namespace berm::eval {
namespace {

using facts::Value;
using facts::ValueKind;

Truth truth_of(reference::Tri value) {
  return value == reference::Tri::Unknown ? Truth::Unknown : truth(value == reference::Tri::True);
}

// Certainly the same, part by part; a whole value.
bool is_same(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ValueKind::Null: return true;
    case ValueKind::Unknown: return false;
    case ValueKind::Bool: return a.boolean == b.boolean;
    case ValueKind::Number: return compare_numbers(a.string(), b.string()) == 0;
    case ValueKind::String: return a.string() == b.string();
    case ValueKind::List: break;
    case ValueKind::Object: break;
  }
  if (a.size != b.size) return false;
  for (uint32_t i = 0; i < a.size; ++i) {
    bool list = a.kind == ValueKind::List;
    if (!list && a.object()[i].key != b.object()[i].key) return false;
    if (!is_same(list ? a.list()[i] : a.object()[i].value, list ? b.list()[i] : b.object()[i].value)) return false;
  }
  return true;
}

Truth equal_networks(const Value& a, const Value& b) {
  if (a.string() == b.string()) return Truth::True;
  auto x = parse_network(a.string()), y = parse_network(b.string());
  return truth(x && y && access::covers(*x, *y) && access::covers(*y, *x));
}

Truth equal_same_kind(const Value& a, const Value& b, ir::Type type) {
  switch (a.kind) {
    case ValueKind::Bool: return truth(a.boolean == b.boolean);
    case ValueKind::Number: return truth(compare_numbers(a.string(), b.string()) == 0);
    case ValueKind::String: return type == ir::Type::Cidr ? equal_networks(a, b) : truth(a.string() == b.string());
    case ValueKind::List:
    case ValueKind::Object: return is_same(a, b) ? Truth::True : truth_of(reference::equal(a, b, type));
    case ValueKind::Null:
    case ValueKind::Unknown: break;
  }
  return Truth::Unknown;
}

Truth as_condition(const Value& value) {
  if (value.is_unknown()) return doubt(value);
  return value.kind == ValueKind::Bool ? truth(value.boolean) : Truth::Unknown;
}

// Of what has another kind than a constant that is not null, or none.
Truth equal_other(const Value& value, ir::Type type) {
  if (value.is_unknown()) return doubt(value);
  return value.is_null() || type == ir::Type::Any ? Truth::False : Truth::Unknown;
}

}  // namespace

Truth equal(const Value& a, const Value& b, ir::Type type) {
  if (a.is_unknown() || b.is_unknown()) return is_later(a) || is_later(b) ? Truth::Later : Truth::Unknown;
  if (a.is_null() || b.is_null()) return truth(a.is_null() && b.is_null());
  if (type == ir::Type::Time) return truth_of(reference::equal(a, b, type));
  if (a.kind == b.kind) return equal_same_kind(a, b, type);
  return type == ir::Type::Any ? Truth::False : Truth::Unknown;
}

Machine::Machine(const TypeCode& code)
    : code_(code),
      memos_(code.nodes.size()),
      scratches_(code.scratches),
      policies_(code.policies),
      hints_(code.steps.size()) {}

void Machine::look_at(const facts::ResourceChange& change) {
  change_ = &change;
  if (++epoch_ != 0) return;
  for (Memo& memo : memos_) memo.epoch = 0;
  for (Policy& policy : policies_) policy.epoch = 0;
  epoch_ = 1;
}

Truth Machine::test(uint32_t number) {
  const Node& node = code_.nodes[number];
  if (!node.condition) return as_condition(*read(number).value);
  if (!node.closed) return decide(node);
  Memo& memo = memos_[number];
  if (memo.epoch == epoch_) return memo.truth;
  Truth answer = decide(node);
  memo.epoch = epoch_;
  memo.truth = answer;
  return answer;
}

Truth Machine::decide(const Node& node) {
  switch (node.op) {
    case Op::Not: return negate(test(node.a));
    case Op::And: return logic(node, Truth::False);
    case Op::Or: return logic(node, Truth::True);
    case Op::Equal: return equal(node);
    case Op::EqualText:
    case Op::EqualFlag: return equal_constant(node);
    case Op::Less: return less(node.a, node.b, node.compared);
    case Op::LessEqual: return negate(less(node.b, node.a, node.compared));
    case Op::In: return in(node);
    case Op::InTexts: return in_texts(node);
    case Op::Like: return like(node);
    case Op::LikeGlob: return like_glob(node);
    case Op::Matches: return matches(node);
    case Op::Any: return quantifier(node, Truth::True);
    case Op::All: return quantifier(node, Truth::False);
    case Op::Acts: return acts(node.detail);
    case Op::Flag: return flag(node);
    case Op::ForcesReplace: return change_->replaces() ? Truth::Later : Truth::False;
    case Op::Changed: return changed(node);
    case Op::Grants: return grants(node);
    case Op::Known: return known(node);
    case Op::Sensitive: return sensitive(node);
    case Op::StartsWith:
    case Op::EndsWith:
    case Op::Contains: return relate(node);
    case Op::Covers:
    case Op::Overlaps: return relate_networks(node);
    default: return Truth::Later;  // no condition
  }
}

Truth Machine::logic(const Node& node, Truth decisive) {
  Truth answer = negate(decisive);
  for (uint32_t i = 0; i < node.b; ++i) {
    Truth operand = test(code_.edges[node.a + i]);
    if (operand == decisive) return decisive;
    if (!is_certain(operand)) answer = is_certain(answer) ? operand : vaguer(answer, operand);
  }
  return answer;
}

Truth Machine::equal(const Node& node) {
  View left = read(node.a), right = read(node.b);
  if (left.sequence || right.sequence) return Truth::Unknown;
  return eval::equal(*left.value, *right.value, node.compared);
}

Truth Machine::equal_constant(const Node& node) {
  View view = read(node.a);
  const Value &value = *view.value, &wanted = *node.constant;
  if (view.sequence) return Truth::Unknown;
  if (value.kind != wanted.kind) return equal_other(value, node.compared);
  return truth(node.op == Op::EqualText ? value.string() == wanted.string() : value.boolean == wanted.boolean);
}

Truth Machine::less(uint32_t a, uint32_t b, ir::Type type) {
  View left = read(a), right = read(b);
  const Value &x = *left.value, &y = *right.value;
  if (left.sequence || right.sequence) return Truth::Unknown;
  if (is_later(x) || is_later(y)) return Truth::Later;
  if (type == ir::Type::Time) return truth_of(reference::less(x, y, type));
  if (x.kind != y.kind) return Truth::Unknown;
  if (x.kind == ValueKind::Number) return truth(compare_numbers(x.string(), y.string()) < 0);
  return x.kind == ValueKind::String ? truth(x.string() < y.string()) : Truth::Unknown;
}

Truth Machine::in(const Node& node) {
  View element = read(node.a);
  Truth answer = Truth::False, rest = Truth::False;
  const auto compare = [&](const Slot& candidate) {
    Truth same = eval::equal(*element.value, *candidate.value, node.compared);
    answer = same == Truth::True ? same : vaguer(answer, same);
    return same != Truth::True;
  };
  iterate(node.b, compare, rest);
  return answer == Truth::True ? answer : vaguer(answer, rest);
}

Truth Machine::in_texts(const Node& node) {
  const Value& value = *read(node.a).value;
  if (value.kind != ValueKind::String) return equal_other(value, node.compared);
  return truth(node.texts->contains(value.string()));
}

Truth Machine::like(const Node& node) {
  View text = read(node.a), pattern = read(node.b);
  const Value &t = *text.value, &p = *pattern.value;
  if (text.sequence || pattern.sequence) return Truth::Unknown;
  if (is_later(t) || is_later(p)) return Truth::Later;
  if (t.is_null() || p.is_null()) return Truth::False;
  if (t.kind != ValueKind::String || p.kind != ValueKind::String) return Truth::Unknown;
  return truth(is_like(p.string(), t.string(), code_.nodes[node.a].type == ir::Type::Arn));
}

Truth Machine::like_glob(const Node& node) {
  View text = read(node.a);
  const Value& value = *text.value;
  if (text.sequence) return Truth::Unknown;
  if (value.is_null()) return Truth::False;
  if (value.kind != ValueKind::String) return value.is_unknown() ? doubt(value) : Truth::Unknown;
  return truth(node.glob->matches(value.string()));
}

// Where nothing says that it must be a text, numbers and bools are matched as the text that Terraform makes of them.
Truth Machine::matches(const Node& node) {
  const Value& value = *read(node.a).value;
  bool any = code_.nodes[node.a].type == ir::Type::Any;
  if (value.is_null()) return Truth::False;
  if (value.is_unknown()) return doubt(value);
  if (value.kind == ValueKind::String || (any && value.kind == ValueKind::Number)) {
    return truth(node.regex->matches(value.string()));
  }
  if (!any || value.kind != ValueKind::Bool) return Truth::Unknown;
  return truth(node.regex->matches(value.boolean ? "true" : "false"));
}

Truth Machine::quantifier(const Node& node, Truth decisive) {
  Truth answer = Truth::False, rest = Truth::False;  // False: nothing in doubt
  bool decided = false;
  const auto judge = [&](const Slot& element) {
    slots_[node.slot] = element;
    Truth body = test(node.b);
    decided = body == decisive;
    if (!is_certain(body)) answer = vaguer(answer, body);
    return !decided;
  };
  iterate(node.a, judge, rest);
  if (decided) return decisive;
  answer = vaguer(answer, rest);
  return answer == Truth::False ? negate(decisive) : answer;
}

}  // namespace berm::eval
