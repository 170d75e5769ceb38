#include "runtime/eval/walk.h"

#include <algorithm>
#include <charconv>

namespace berm::eval {
namespace {

using facts::Value;
using facts::ValueKind;

const Value* unreadable(const Value& from) { return is_later(from) ? &kLater : &facts::kUnknown; }

bool is_key(const Value& index) { return index.kind == ValueKind::String || index.kind == ValueKind::Number; }

const Value* list_entry(const Value& list, std::string_view index) {
  size_t number = 0;
  auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  if (error == std::errc::invalid_argument) return &facts::kUnknown;
  bool inside = error == std::errc() && end == index.data() + index.size() && number < list.size;
  return inside ? &list.list()[number] : &facts::kNull;
}

}  // namespace

Machine::Slot Machine::start_of(const Node& path) const {
  switch (static_cast<program::PlanRoot>(path.detail)) {
    case program::PlanRoot::After: return {&change_->after, change_->after.sensitive};
    case program::PlanRoot::Before: return {&change_->before, change_->before.sensitive};
    case program::PlanRoot::Element: return slots_[path.slot].value ? slots_[path.slot] : Slot{&kLater, false};
  }
  return {&kLater, false};
}

const Value* Machine::take(const Value* from, const Step& step, bool& sensitive) {
  if (step.kind == Step::Kind::Attribute) {
    if (from->kind == ValueKind::Object) return attribute_of(*from, step);
    return from->is_null() ? &facts::kNull : unreadable(*from);
  }
  if (step.kind == Step::Kind::Key) return entry_of(from, *step.key);
  View index = read(step.node);
  sensitive = sensitive || (is_key(*index.value) && (index.sensitive || index.value->sensitive));
  return entry_of(from, *index.value);
}

// Objects of one type mostly have the same members: it is tried where it stood the last time.
const Value* Machine::attribute_of(const Value& object, const Step& step) {
  uint32_t& hint = hints_[static_cast<size_t>(&step - code_.steps.data())];
  auto all = object.object();
  bool found = hint < all.size() && all[hint].key == step.name && (hint == 0 || all[hint - 1].key != step.name);
  if (found) return &all[hint].value;
  auto place = std::ranges::lower_bound(all, step.name, {}, &facts::Member::key);
  hint = static_cast<uint32_t>(place - all.begin());
  return place != all.end() && place->key == step.name ? &place->value : &facts::kNull;
}

const Value* Machine::entry_of(const Value* from, const Value& index) {
  if (is_later(index)) return &kLater;
  if (!is_key(index)) return unreadable(*from);
  if (from->is_null()) return &facts::kNull;
  if (from->kind == ValueKind::List) return list_entry(*from, index.string());
  bool has_keys = from->kind == ValueKind::Object && index.kind == ValueKind::String;
  return has_keys ? from->find(index.string()) : unreadable(*from);
}

}  // namespace berm::eval
