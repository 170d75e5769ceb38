#include <algorithm>
#include <charconv>

#include "reference/misfit.h"
#include "reference/value.h"
#include "runtime/eval/walk.h"

namespace berm::eval {
namespace {

using facts::Value;
using facts::ValueKind;

// Longer than any number is shown by the naive evaluator.
constexpr size_t kMostShown = 80;

constexpr Value flag_value(bool flag) { return {ValueKind::Bool, false, flag}; }
constinit const Value kTrue = flag_value(true), kFalse = flag_value(false);

const Value* value_of(Truth truth) {
  switch (truth) {
    case Truth::False: return &kFalse;
    case Truth::True: return &kTrue;
    case Truth::Unknown: return &facts::kUnknown;
    case Truth::Later: return &kLater;
  }
  return &kLater;
}

size_t length_of(const Value& value) {
  if (value.is_null()) return 0;
  if (value.kind != ValueKind::String) return value.size;
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::ranges::count_if(value.string(), begins));
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Machine::View Machine::read(uint32_t number) {
  const Node& node = code_.nodes[number];
  if (node.op == Op::Constant) return {node.constant};
  if (node.condition) return {value_of(test(number))};
  if (!node.closed) return compute(node);
  Memo& memo = memos_[number];
  if (memo.epoch != epoch_) {
    memo.view = compute(node);
    memo.epoch = epoch_;
  }
  return memo.view;
}

Machine::View Machine::compute(const Node& node) {
  switch (node.op) {
    case Op::Constant: return {node.constant};
    case Op::Unknown: return {&facts::kUnknown};
    case Op::Path: return path(node);
    case Op::Index: return index(node);
    case Op::TagEntry: return tag_entry(node);
    case Op::Coalesce: return coalesce(node);
    case Op::Count: return count(node);
    case Op::List: return {.value = &facts::kNull, .sequence = true};
    case Op::Concat: return concat(node);
    case Op::Shielded: return shielded(node);
    case Op::Text: return text(node);
    case Op::Region: return region();
    case Op::Tags: return tags(node);
    case Op::Lower: return lower(node);
    case Op::Length: return length(node);
    case Op::Statements: return statements(node);
    default: return {&kLater};
  }
}

Machine::View Machine::path(const Node& node) {
  if (node.sequence) return {.value = &facts::kNull, .sequence = true};
  Slot at = start_of(node);
  for (uint32_t i = 0; i < node.b; ++i) {
    at.value = take(at.value, code_.steps[node.a + i], at.sensitive);
    at.sensitive = at.sensitive || at.value->sensitive;
  }
  return {.value = at.value, .sensitive = at.sensitive};
}

Machine::View Machine::index(const Node& node) {
  View collection = read(node.a), index = read(node.b);
  if (is_later(*collection.value) || is_later(*index.value) || collection.sequence) return {&kLater};
  if (index.value->is_unknown()) return {&facts::kUnknown};
  if (collection.open && collection.value->kind == ValueKind::List) return {&facts::kUnknown};
  const Value* entry = entry_of(collection.value, *index.value);
  return {entry->is_null() && collection.open ? &facts::kUnknown : entry};
}

Machine::View Machine::coalesce(const Node& node) {
  View left = read(node.a);
  return left.sequence || !left.value->is_null() ? left : read(node.b);
}

Machine::View Machine::count(const Node& node) {
  Truth doubtful = Truth::False, rest = Truth::False;
  size_t number = 0;
  bool may_collapse = code_.nodes[node.a].type == ir::Type::Set;
  const auto judge = [&](const Slot& element) {
    slots_[node.slot] = element;
    Truth body = test(node.b);
    if (body == Truth::True) ++number;
    if (!is_certain(body)) doubtful = vaguer(doubtful, body);
    // A set with unknown elements may have fewer of them than it shows.
    bool collapses = body == Truth::True && may_collapse && !reference::is_whole(*element.value);
    if (collapses) doubtful = vaguer(doubtful, is_later(*element.value) ? Truth::Later : Truth::Unknown);
    return true;
  };
  iterate(node.a, judge, rest);
  doubtful = vaguer(doubtful, rest);
  return doubtful == Truth::False ? keep_number(node, number) : View{value_of(doubtful)};
}

Machine::View Machine::concat(const Node& node) {
  Scratch& scratch = scratches_[node.scratch];
  scratch.text.clear();
  for (uint32_t i = 0; i < node.b; ++i) {
    View part = read(code_.edges[node.a + i]);
    const Value& value = *part.value;
    if (part.sequence) return {&facts::kUnknown};
    if (value.is_unknown() || value.is_null()) return {&value};
    bool text = value.kind == ValueKind::String;
    bool number = value.kind == ValueKind::Number && value.size <= kMostShown;
    if (!text && !number && value.kind != ValueKind::Bool) return {&kLater};
    scratch.text += value.kind == ValueKind::Bool ? (value.boolean ? "true" : "false") : value.string();
  }
  return keep_text(node, scratch.text);
}

// In a pattern its wildcards are none.
Machine::View Machine::shielded(const Node& node) {
  View part = read(node.a);
  bool wild = part.value->kind == ValueKind::String && part.value->string().find_first_of("*?") != std::string::npos;
  if (part.sequence || !wild) return part;
  Scratch& scratch = scratches_[node.scratch];
  scratch.text = reference::shield(part.value->string());
  return keep_text(node, scratch.text);
}

Machine::View Machine::text(const Node& node) {
  std::string_view words;
  switch (static_cast<program::PlanText>(node.detail)) {
    case program::PlanText::MovedFrom: words = change_->previous_address; break;
    case program::PlanText::ActionReason: words = change_->action_reason; break;
    case program::PlanText::Module: return keep_text(node, change_->module_address);
    case program::PlanText::Address: return keep_text(node, change_->address);
  }
  return words.empty() ? View{&facts::kNull} : keep_text(node, words);
}

Machine::View Machine::region() {
  const Value& value = change_->after.is_null() ? change_->before : change_->after;
  const Value* region = value.find("region");
  return {region->kind == ValueKind::String ? region : &kLater};
}

Machine::View Machine::lower(const Node& node) {
  View argument = read(node.a);
  const Value& value = *argument.value;
  if (argument.sequence) return {&facts::kUnknown};
  if (value.is_unknown() || value.is_null()) return {&value};
  if (value.kind != ValueKind::String) return {&facts::kUnknown};
  Scratch& scratch = scratches_[node.scratch];
  scratch.text.assign(value.string());
  std::ranges::transform(scratch.text, scratch.text.begin(), eval::lower);
  return keep_text(node, scratch.text);
}

Machine::View Machine::length(const Node& node) {
  View argument = read(node.a);
  const Value& value = *argument.value;
  ir::Type type = code_.nodes[node.a].type;
  if (argument.sequence) {
    size_t number = 0;
    Truth rest = Truth::False;
    iterate(
        node.a, [&](const Slot&) { return ++number > 0; }, rest);
    return rest == Truth::False ? keep_number(node, number) : View{value_of(rest)};
  }
  if (value.is_unknown()) return {&value};
  if (argument.open || (!value.is_null() && !reference::misfit(value, type).empty())) return {&facts::kUnknown};
  if (type == ir::Type::Set && !reference::is_whole(value)) return {&facts::kUnknown};
  if (value.kind == ValueKind::Bool || value.kind == ValueKind::Number) return {&facts::kUnknown};
  return keep_number(node, length_of(value));
}

// The text has to stay until the next change.
Machine::View Machine::keep_text(const Node& node, std::string_view text) {
  Value& value = scratches_[node.scratch].value;
  value.kind = ValueKind::String;
  value.size = static_cast<uint32_t>(text.size());
  value.text = text.data();
  return {&value};
}

Machine::View Machine::keep_number(const Node& node, size_t number) {
  char digits[20];
  Scratch& scratch = scratches_[node.scratch];
  scratch.text.assign(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
  View view = keep_text(node, scratch.text);
  scratch.value.kind = ValueKind::Number;
  return view;
}

}  // namespace berm::eval
