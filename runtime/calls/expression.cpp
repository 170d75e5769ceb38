// Values: what conditions compare. Null where a key in it is missing.
#include "runtime/calls/expression.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace berm::calls {

using fb::CallOp;

Tri Evaluator::answer(uint32_t index) {
  const fb::CallNode& node = code_.node(index);
  const auto parts = code_.children(node.children());
  const auto type = static_cast<ir::Type>(node.type());
  switch (node.op()) {
    case CallOp::Equal: return same(type, value(parts[0]), value(parts[1]), code_);
    case CallOp::Less: return less(type, value(parts[0]), value(parts[1]));
    case CallOp::LessEqual: return less_or_equal(type, value(parts[0]), value(parts[1]));
    case CallOp::Like: return like(type, value(parts[0]), value(parts[1]));
    case CallOp::In: return in(node);
    case CallOp::Missing: return tri(value(parts[0]).is_null());
    default: return truth(aligned(value(index), Kind::Bool));
  }
}

Value Evaluator::value(uint32_t index) {
  const fb::CallNode& node = code_.node(index);
  switch (node.op()) {
    case CallOp::Literal: return code_.constant(node.operand());
    case CallOp::Key: return key_value(node);
    case CallOp::Element: return elements_[node.operand()];
    case CallOp::Coalesce: {
      const auto parts = code_.children(node.children());
      const Value left = value(parts[0]);
      return left.is_null() ? value(parts[1]) : left;
    }
    case CallOp::Apply: return apply(node);
    case CallOp::Concat: return concat(node);
    case CallOp::Shield: return shielded(value(code_.children(node.children())[0]));
    case CallOp::Equal:
    case CallOp::Less:
    case CallOp::LessEqual:
    case CallOp::In:
    case CallOp::Like:
    case CallOp::Missing: {
      const Tri told = answer(index);
      return told == Tri::Unknown ? unknown() : boolean(told == Tri::True);
    }
    case CallOp::Truth: return boolean(holds(code_.children(node.children())[0]) == Verdict::Yes);
    default: return {};
  }
}

Value Evaluator::key_value(const fb::CallNode& node) {
  Slot& slot = slots_[node.operand()];
  if (slot.count == 0 || !is_there(node.operand())) return {};
  return typed(texts_[slot.first], static_cast<ir::Type>(node.type()), &slot.parsed);
}

Value Evaluator::apply(const fb::CallNode& node) {
  const auto parts = code_.children(node.children());
  Value arguments[2];
  if (parts.size() > std::size(arguments)) return unknown();
  for (size_t i = 0; i < parts.size(); ++i) {
    arguments[i] = value(parts[i]);
    if (arguments[i].is_null()) return {};
  }
  const Value &a = arguments[0], &b = arguments[1];
  const auto told = [](Tri answer) { return answer == Tri::Unknown ? unknown() : boolean(answer == Tri::True); };
  const auto texts = [&](auto relation) {
    const bool readable = a.kind == Kind::Text && b.kind == Kind::Text;
    return readable ? boolean(relation(a.text, b.text)) : unknown();
  };
  using View = std::string_view;
  switch (static_cast<ir::Builtin>(node.builtin())) {
    case ir::Builtin::Covers: return told(covers(a, b));
    case ir::Builtin::Overlaps: return told(overlaps(a, b));
    case ir::Builtin::Lower: return lower(a);
    case ir::Builtin::Length: return length(a);
    case ir::Builtin::StartsWith: return texts([](View x, View y) { return x.starts_with(y); });
    case ir::Builtin::EndsWith: return texts([](View x, View y) { return x.ends_with(y); });
    case ir::Builtin::Contains: return texts([](View x, View y) { return x.find(y) != View::npos; });
    default: return unknown();
  }
}

Value Evaluator::lower(const Value& value) {
  if (value.kind != Kind::Text) return unknown();
  char* out = scratch_.take(value.text.size());
  std::transform(value.text.begin(), value.text.end(), out,
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text_value({out, value.text.size()});
}

// Of a text in code points; a text that could not be read as its key's type has none.
Value Evaluator::length(const Value& value) {
  size_t size = 0;
  if (value.kind == Kind::Text) {
    size = static_cast<size_t>(std::count_if(value.text.begin(), value.text.end(),
                                             [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  } else if (value.kind == Kind::List || value.kind == Kind::Map) {
    size = code_.items(value.constant).size() / (value.kind == Kind::Map ? 2 : 1);
  } else if (value.kind != Kind::Unknown) {
    return unknown();
  }
  char* out = scratch_.take(24);
  return {.kind = Kind::Number, .text = {out, static_cast<size_t>(std::to_chars(out, out + 24, size).ptr - out)}};
}

Value Evaluator::shielded(const Value& value) {
  if (value.kind != Kind::Text) return value;
  char* out = scratch_.take(value.text.size());
  shield(value.text, out);
  return text_value({out, value.text.size()});
}

// Grows part by part: interpolations have few.
Value Evaluator::concat(const fb::CallNode& node) {
  std::string_view whole;
  for (uint32_t child : code_.children(node.children())) {
    const Value part = value(child);
    if (part.kind != Kind::Text) return {};
    char* out = scratch_.take(whole.size() + part.text.size());
    std::copy(part.text.begin(), part.text.end(), std::copy(whole.begin(), whole.end(), out));
    whole = {out, whole.size() + part.text.size()};
  }
  return text_value(whole);
}

Tri Evaluator::in(const fb::CallNode& node) {
  const auto parts = code_.children(node.children());
  const Value element = value(parts[0]);
  bool found = false;
  for_each_element(parts[1], [&](const Value& other) {
    found = same(static_cast<ir::Type>(node.type()), element, other, code_) == Tri::True;
    return !found;
  });
  return tri(found);
}

}  // namespace berm::calls
