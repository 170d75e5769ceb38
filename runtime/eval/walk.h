// Walking to values and over collections. Internal to this folder.
#pragma once

#include "runtime/eval/machine.h"

namespace berm::eval {

inline bool has_no_parts(const facts::Value& value) {
  using facts::ValueKind;
  return value.kind == ValueKind::String || value.kind == ValueKind::Number || value.kind == ValueKind::Bool;
}

// Visits what the steps lead to until `visit` says no. `rest`: whether there may be more, False where not.
template <class Visit>
bool Machine::tour(Slot from, const Step* step, const Step* end, Visit& visit, Truth& rest) {
  for (; step != end && step->kind != Step::Kind::Each; ++step) {
    from.value = take(from.value, *step, from.sensitive);
    from.sensitive = from.sensitive || from.value->sensitive;
  }
  if (step == end) return visit(from);
  if (from.value->is_null()) return true;
  if (from.value->kind != ValueKind::List) {
    rest = vaguer(rest, doubt(*from.value));
    return true;
  }
  for (const Value& element : from.value->list()) {
    if (!tour(Slot{&element, from.sensitive || element.sensitive}, step + 1, end, visit, rest)) return false;
  }
  return true;
}

// What a quantifier or `in` looks at in one value of this type.
template <class Visit>
void Machine::parts(const View& collection, ir::Type type, Visit& visit, Truth& rest) {
  const Value& value = *collection.value;
  bool or_map = type != ir::Type::List && type != ir::Type::Set;
  bool sensitive = collection.sensitive || value.sensitive;
  const auto go = [&](const Value& element) { return visit(Slot{&element, sensitive || element.sensitive}); };
  if (type == ir::Type::Any && has_no_parts(value)) {
    if (!go(value)) return;
  } else if (value.kind == ValueKind::List) {
    for (const Value& element : value.list()) {
      if (!go(element)) return;
    }
  } else if (value.kind == ValueKind::Object && or_map) {
    for (const facts::Member& member : value.object()) {
      if (!go(member.value)) return;
    }
  } else if (!value.is_null()) {
    rest = vaguer(rest, doubt(value));
  }
  if (collection.open) rest = vaguer(rest, Truth::Unknown);
}

template <class Visit>
void Machine::iterate(uint32_t number, Visit visit, Truth& rest) {
  const Node& node = code_.nodes[number];
  if (node.op == Op::Path && node.sequence) {
    const Step* begin = code_.steps.data() + node.a;
    tour(start_of(node), begin, begin + node.b, visit, rest);
    return;
  }
  if (node.op == Op::List) {
    for (uint32_t i = 0; i < node.b; ++i) {
      View element = read(code_.edges[node.a + i]);
      if (!visit(Slot{element.value, element.value->sensitive})) return;
    }
    return;
  }
  if (node.op == Op::Coalesce) {
    View left = read(node.a);
    bool is_left = left.sequence || !left.value->is_null();
    if (is_left && left.sequence) return iterate(node.a, visit, rest);
    View right = is_left ? left : read(node.b);
    if (right.sequence) return iterate(node.b, visit, rest);
    return parts(right, node.type, visit, rest);
  }
  parts(read(number), node.type, visit, rest);
}

}  // namespace berm::eval
