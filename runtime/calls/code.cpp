#include "runtime/calls/code.h"

#include <algorithm>

#include "base/text.h"
#include "program/name_hash.h"
#include "program/program.h"

namespace berm::calls {
namespace {

using fb::CallValueKind;

// The first elements of a vector of structures, read in place.
template <class T>
const T* structs(const flatbuffers::Vector<const T*>* vector) {
  return reinterpret_cast<const T*>(vector->Data());
}

Value value_of(const fb::CallValue& constant, std::string_view text, uint32_t index) {
  switch (constant.kind()) {
    case CallValueKind::Null: return {};
    case CallValueKind::False: return boolean(false);
    case CallValueKind::True: return boolean(true);
    case CallValueKind::Number: return {.kind = Kind::Number, .text = text};
    case CallValueKind::Text: return text_value(text);
    case CallValueKind::List: return {.kind = Kind::List, .constant = index};
    case CallValueKind::Map: return {.kind = Kind::Map, .constant = index};
  }
  return {};
}

}  // namespace

Code::Code(const fb::CallCode& code)
    : code_(code),
      text_(reinterpret_cast<const char*>(code.text()->data())),
      nodes_(structs(code.nodes())),
      node_count_(code.nodes()->size()),
      children_(code.children()->data()),
      key_lists_(code.key_lists()->data()),
      items_(code.items()->data()),
      masks_(code.masks()->data()) {
  read_constants();
  read_keys();
}

// Whatever a constant may be compared as is found out here: deciders on several threads only read it.
void Code::read_constants() {
  const uint32_t count = code_.values()->size();
  constants_.reserve(count);
  parsed_.resize(count);
  for (uint32_t i = 0; i < count; ++i) {
    const fb::CallValue& constant = *code_.values()->Get(i);
    Value& value = constants_.emplace_back(value_of(constant, text(constant.text()), i));
    if (value.kind != Kind::Text) continue;
    value.parsed = &parsed_[i];
    value.parsed->cidr(value.text);
    value.parsed->arn(value.text);
  }
}

void Code::read_keys() {
  size_t size = 2;
  while (size < code_.keys()->size() * 2) size *= 2;
  key_slots_.assign(size, 0);
  for (uint32_t i = 0; i < code_.keys()->size(); ++i) {
    key_legs_.push_back(code_.keys()->Get(i)->leg());
    size_t at = program::name_hash(key_name(i)) & (size - 1);
    while (key_slots_[at] != 0) at = (at + 1) & (size - 1);
    key_slots_[at] = i + 1;
  }
}

std::span<const uint32_t> Code::items(uint32_t constant) const {
  const fb::Slice& slice = code_.values()->Get(constant)->items();
  return {items_ + slice.begin(), slice.count()};
}

uint32_t Code::key(std::string_view name) const {
  const size_t last = key_slots_.size() - 1;
  for (size_t at = program::name_hash(name) & last; key_slots_[at] != 0; at = (at + 1) & last) {
    const uint32_t key = key_slots_[at] - 1;
    if (equals_ignore_case(key_name(key), name)) return key;
  }
  return program::kNone;
}

// A table without an empty slot comes from elsewhere; the search ends after a round.
const fb::CallAction* Code::action(std::string_view name) const {
  const uint32_t* slots = code_.slots()->data();
  const size_t last = code_.slots()->size() - 1;
  size_t at = program::name_hash(name) & last;
  for (size_t tried = 0; tried <= last && slots[at] != 0; ++tried, at = (at + 1) & last) {
    const fb::CallAction* action = code_.actions()->Get(slots[at] - 1);
    if (equals_ignore_case(text(action->name()), name)) return action;
  }
  return nullptr;
}

bool Code::has_service(std::string_view name) const {
  const auto& services = *code_.services();
  const fb::CallText* first = structs(&services);
  const std::string lower = to_lower(name);
  const auto* found =
      std::lower_bound(first, first + services.size(), lower,
                       [&](const fb::CallText& each, const std::string& wanted) { return text(each) < wanted; });
  return found != first + services.size() && text(*found) == lower;
}

}  // namespace berm::calls
