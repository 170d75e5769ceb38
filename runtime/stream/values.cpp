#include "runtime/stream/values.h"

#include <algorithm>
#include <cstring>

#include "base/text_order.h"
#include "runtime/plan/arena.h"
#include "runtime/plan/change.h"
#include "runtime/plan/json_scan.h"

namespace berm::stream {
namespace {

namespace ondemand = simdjson::ondemand;
using facts::Member;
using facts::Value;
using facts::ValueKind;

void set_text(ValueKind kind, std::string_view chars, Value& out) {
  out.kind = kind;
  out.size = static_cast<uint32_t>(chars.size());
  out.text = chars.data();
}

// Names are short: a call costs more than the comparison.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  size_t size = a.size();
  if (size < 8 || size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  auto word = [size](const char* at, bool last) {
    uint64_t out;
    std::memcpy(&out, last ? at + size - 8 : at, 8);
    return out;
  };
  return word(a.data(), false) == word(b.data(), false) && word(a.data(), true) == word(b.data(), true);
}

// The children of a node are few.
const eval::PathTrie::Node* child(const eval::PathTrie& trie, const eval::PathTrie::Node& parent,
                                  std::string_view name) {
  if (!(parent.lengths & eval::PathTrie::Node::length_bit(name))) return nullptr;
  for (uint32_t i = 0; i < parent.children; ++i) {
    const eval::PathTrie::Node& node = trie.nodes[parent.first_child + i];
    if (same(node.name, name)) return &node;
  }
  return nullptr;
}

}  // namespace

std::string_view Pruned::unescaped(ondemand::field field) { return plan::keep(field.unescaped_key(), arena_); }

std::string_view Pruned::string(Json& value) {
  std::string_view token = plan::trim_end(value.raw_json_token());
  token = token.substr(1, token.size() - 2);
  return token.find('\\') == std::string_view::npos ? token : plan::keep(value.get_string(), arena_);
}

std::string_view Pruned::text(Json value) {
  if (is_null(value)) return {};
  demand(value.type() == ondemand::json_type::string);
  return string(value);
}

bool Pruned::is_null(Json value) { return value.is_null(); }

uint8_t Pruned::actions(Json value) {
  plan::Actions actions;
  for (ondemand::value name : value.get_array()) {
    demand(name.type() == ondemand::json_type::string);
    actions.add(string(name));
  }
  return actions.bits();
}

void Pruned::check_index(Json value) {
  ondemand::json_type type = value.type();
  demand(type == ondemand::json_type::number || type == ondemand::json_type::string || is_null(value));
}

void Pruned::check_kind(Json value, bool object, bool list) {
  if (!object && !list) return;
  ondemand::json_type type = value.type();
  demand(type == (object ? ondemand::json_type::object : ondemand::json_type::array) || is_null(value));
}

void Pruned::demand_paths(const Value& paths) {
  demand(paths.is_null() || paths.kind == ValueKind::List);
  for (const Value& path : paths.list()) demand(path.kind == ValueKind::List);
}

// Nesting is bounded: the scanner refused what is deeper.
void Pruned::build(Json value, const Wants& wants, Value& out) {
  switch (value.type()) {
    case ondemand::json_type::array: return build_list(value.get_array(), wants, out);
    case ondemand::json_type::object: return build_object(value.get_object(), wants, out);
    case ondemand::json_type::string: return set_text(ValueKind::String, string(value), out);
    case ondemand::json_type::number:
      set_text(ValueKind::Number, plan::trim_end(value.raw_json_token()), out);
      demand(plan::is_scalar(out.string()));
      return;
    case ondemand::json_type::boolean:
      out.kind = ValueKind::Bool;
      out.boolean = value.get_bool();
      return;
    case ondemand::json_type::null: demand(value.is_null()); out.kind = ValueKind::Null;
  }
}

void Pruned::side(Json value, const eval::PathTrie& trie, Value& out) {
  build(value, {&trie, &trie.root()}, out);
  demand(out.is_null() || out.kind == ValueKind::Object);
}

// Below its first level a mask is taken whole: where its shape is not the value's, that says something.
void Pruned::mask(Json value, const eval::PathTrie& trie, Value& out) {
  if (trie.root().whole || value.type() != ondemand::json_type::object) return whole(value, out);
  size_t begin = members_.size();
  for (ondemand::field field : value.get_object()) {
    std::string_view name = key(field);
    if (!child(trie, trie.root(), name)) continue;
    Member member{name, {}};
    build(field.value(), {nullptr, nullptr}, member.value);
    members_.push_back(member);
  }
  take_members(begin, out);
}

void Pruned::whole(Json value, Value& out) { build(value, {nullptr, nullptr}, out); }

Pruned::Wants Pruned::member(const Wants& wants, std::string_view key) const {
  if (!wants.trie || wants.node->whole) return {nullptr, nullptr};
  return {wants.trie, child(*wants.trie, *wants.node, key)};
}

Pruned::Wants Pruned::element(const Wants& wants) const {
  static const eval::PathTrie kNothing;
  if (!wants.trie || wants.node->whole) return {nullptr, nullptr};
  uint32_t node = wants.node->elements;
  if (node != eval::PathTrie::kNone) return {wants.trie, &wants.trie->nodes[node]};
  return {&kNothing, &kNothing.root()};
}

void Pruned::build_list(ondemand::array array, const Wants& wants, Value& out) {
  Wants inner = element(wants);
  size_t begin = elements_.size();
  for (ondemand::value element : array) {
    Value built;
    build(element, inner, built);
    elements_.push_back(built);
  }
  out.kind = ValueKind::List;
  out.size = static_cast<uint32_t>(elements_.size() - begin);
  Value* elements = plan::allocate<Value>(out.size, arena_);
  std::copy(elements_.begin() + static_cast<ptrdiff_t>(begin), elements_.end(), elements);
  out.elements = elements;
  elements_.resize(begin);
}

void Pruned::build_object(ondemand::object object, const Wants& wants, Value& out) {
  size_t begin = members_.size();
  for (ondemand::field field : object) {
    std::string_view name = key(field);
    Wants inner = member(wants, name);
    if (inner.trie && !inner.node) continue;
    Member built{name, {}};
    build(field.value(), inner, built.value);
    members_.push_back(built);
  }
  take_members(begin, out);
}

// Of two that have the same name, which counts would depend on the reader.
void Pruned::take_members(size_t begin, Value& out) {
  auto first = members_.begin() + static_cast<ptrdiff_t>(begin);
  auto no_later = [](const Member& a, const Member& b) { return !is_before(a.key, b.key); };
  if (std::adjacent_find(first, members_.end(), no_later) != members_.end()) {
    std::ranges::sort(first, members_.end(), {}, &Member::key);
    demand(std::adjacent_find(first, members_.end(), no_later) == members_.end());
  }
  out.kind = ValueKind::Object;
  out.size = static_cast<uint32_t>(members_.size() - begin);
  Member* members = plan::allocate<Member>(out.size, arena_);
  std::copy(first, members_.end(), members);
  out.members = members;
  members_.resize(begin);
}

}  // namespace berm::stream
