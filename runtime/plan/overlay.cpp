#include "runtime/plan/overlay.h"

#include <algorithm>
#include <span>

#include "runtime/plan/arena.h"

namespace berm::plan {
namespace {

using facts::Member;
using facts::Value;
using facts::ValueKind;

// The plan's values live in memory that this folder owns and may still change.
std::span<Value> elements_of(Value& list) { return {const_cast<Value*>(list.elements), list.size}; }
std::span<Member> members_of(Value& object) { return {const_cast<Member*>(object.members), object.size}; }

// Only `false` and null mark nothing: Terraform writes no texts or numbers into a mask, so one hides rather than shows.
bool is_mark(const Value& mask) {
  if (mask.kind == ValueKind::Bool) return mask.boolean;
  return mask.kind == ValueKind::String || mask.kind == ValueKind::Number;
}

// Makes null of every part of a mask without a mark, so that what is left marks something.
void prune(Value& mask) {
  bool marks = is_mark(mask);
  if (mask.kind == ValueKind::List) {
    for (Value& element : elements_of(mask)) {
      prune(element);
      marks |= !element.is_null();
    }
  } else if (mask.kind == ValueKind::Object) {
    for (Member& member : members_of(mask)) {
      prune(member.value);
      marks |= !member.value.is_null();
    }
  }
  if (!marks) mask = facts::kNull;
}

void become_unknown(Value& value) {
  value.kind = ValueKind::Unknown;
  value.size = 0;
  value.none = nullptr;
}

void apply_unknown(Value& value, const Value& mask, std::pmr::memory_resource& arena);

// Marked members that the value lacks, as nulls for now.
void add_missing(Value& value, const Value& mask, std::pmr::memory_resource& arena) {
  auto missing = [&value](const Member& m) { return !m.value.is_null() && value.find(m.key) == &facts::kNull; };
  size_t count = static_cast<size_t>(std::count_if(mask.object().begin(), mask.object().end(), missing));
  if (count == 0) return;
  Member* members = allocate<Member>(value.size + count, arena);
  Member* next = std::copy_n(value.members, value.size, members);
  for (const Member& m : mask.object()) {
    if (missing(m)) (next++)->key = m.key;
  }
  std::sort(members, next, [](const Member& a, const Member& b) { return a.key < b.key; });
  value.members = members;
  value.size += static_cast<uint32_t>(count);
}

void apply_to_object(Value& value, const Value& mask, std::pmr::memory_resource& arena) {
  add_missing(value, mask, arena);
  for (const Member& m : mask.object()) {
    if (!m.value.is_null()) apply_unknown(const_cast<Value&>(*value.find(m.key)), m.value, arena);
  }
}

void apply_to_list(Value& value, const Value& mask, std::pmr::memory_resource& arena) {
  if (mask.size > value.size) {
    Value* elements = allocate<Value>(mask.size, arena);
    std::copy_n(value.elements, value.size, elements);
    value.elements = elements;
    value.size = mask.size;
  }
  for (size_t i = 0; i < mask.size; ++i) apply_unknown(elements_of(value)[i], mask.list()[i], arena);
}

// The mask is pruned: it is null, true, or has a mark inside.
void apply_unknown(Value& value, const Value& mask, std::pmr::memory_resource& arena) {
  if (mask.is_null()) return;
  bool container = mask.kind == ValueKind::Object || mask.kind == ValueKind::List;
  if (value.is_null() && container) value.kind = mask.kind;  // Terraform left the container out
  if (!container || value.kind != mask.kind) return become_unknown(value);
  if (mask.kind == ValueKind::Object) return apply_to_object(value, mask, arena);
  apply_to_list(value, mask, arena);
}

void mark_all(Value& value) {
  value.sensitive = true;
  if (value.kind == ValueKind::List) std::ranges::for_each(elements_of(value), mark_all);
  if (value.kind == ValueKind::Object) {
    for (Member& member : members_of(value)) mark_all(member.value);
  }
}

void apply_sensitive(Value& value, const Value& mask) {
  if (mask.is_null()) return;
  if (value.kind == ValueKind::Object && mask.kind == ValueKind::Object) {
    for (Member& member : members_of(value)) apply_sensitive(member.value, *mask.find(member.key));
  } else if (value.kind == ValueKind::List && mask.kind == ValueKind::List && value.size >= mask.size) {
    for (size_t i = 0; i < mask.size; ++i) apply_sensitive(elements_of(value)[i], mask.list()[i]);
  } else {
    mark_all(value);
  }
}

}  // namespace

void overlay_unknown(Value& value, Value mask, std::pmr::memory_resource& arena) {
  prune(mask);
  apply_unknown(value, mask, arena);
}

void overlay_sensitive(Value& value, Value mask) {
  prune(mask);
  apply_sensitive(value, mask);
}

}  // namespace berm::plan
