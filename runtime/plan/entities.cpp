#include "runtime/plan/entities.h"

#include <algorithm>

#include "runtime/plan/arena.h"

namespace berm::plan {

using facts::Member;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

Value text_value(std::string_view text) {
  Value value;
  value.kind = ValueKind::String;
  value.size = static_cast<uint32_t>(text.size());
  value.text = text.data();
  return value;
}

Value text_or_null(std::string_view text) { return text.empty() ? Value{} : text_value(text); }

Value bool_value(bool boolean) {
  Value value;
  value.kind = ValueKind::Bool;
  value.boolean = boolean;
  return value;
}

ResourceChange& Entities::add(std::string_view type, std::string_view address, std::string_view name) {
  ResourceChange& out = out_.emplace_back();
  out.mode = "plan";
  out.type = type;
  out.address = address;
  out.name = name;
  out.actions = facts::kRead;
  return out;
}

Value Entities::object(std::initializer_list<Member> members) {
  Value value;
  value.kind = ValueKind::Object;
  value.size = static_cast<uint32_t>(members.size());
  Member* copy = allocate<Member>(members.size(), arena_);
  std::copy(members.begin(), members.end(), copy);
  value.members = copy;
  return value;
}

Value Entities::list(std::span<const Value> elements) {
  Value value;
  value.kind = ValueKind::List;
  value.size = static_cast<uint32_t>(elements.size());
  Value* copy = allocate<Value>(elements.size(), arena_);
  std::copy(elements.begin(), elements.end(), copy);
  value.elements = copy;
  return value;
}

}  // namespace berm::plan
