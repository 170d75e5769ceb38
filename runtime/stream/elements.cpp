#include "runtime/stream/elements.h"

#include <array>
#include <memory_resource>

#include "runtime/plan/change.h"
#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

namespace ondemand = simdjson::ondemand;
using facts::ResourceChange;
using facts::Value;

enum class Name : uint8_t {
  Address,
  Mode,
  Type,
  Name,
  Index,
  ModuleAddress,
  PreviousAddress,
  Provider,
  Deposed,
  Reason,
  Change,
  Other
};

Name element_name(std::string_view key) {
  switch (key.size()) {
    case 4: return key == "type" ? Name::Type : key == "mode" ? Name::Mode : key == "name" ? Name::Name : Name::Other;
    case 5: return key == "index" ? Name::Index : Name::Other;
    case 6: return key == "change" ? Name::Change : Name::Other;
    case 7: return key == "address" ? Name::Address : key == "deposed" ? Name::Deposed : Name::Other;
    case 13: return key == "provider_name" ? Name::Provider : key == "action_reason" ? Name::Reason : Name::Other;
    case 14: return key == "module_address" ? Name::ModuleAddress : Name::Other;
    case 16: return key == "previous_address" ? Name::PreviousAddress : Name::Other;
    default: return Name::Other;
  }
}

enum class Part : uint8_t {
  Actions,
  Before,
  After,
  AfterUnknown,
  BeforeSensitive,
  AfterSensitive,
  ReplacePaths,
  Importing,
  Other
};

Part change_part(std::string_view key) {
  if (key == "actions") return Part::Actions;
  if (key == "before") return Part::Before;
  if (key == "after") return Part::After;
  if (key == "after_unknown") return Part::AfterUnknown;
  if (key == "before_sensitive") return Part::BeforeSensitive;
  if (key == "after_sensitive") return Part::AfterSensitive;
  if (key == "replace_paths") return Part::ReplacePaths;
  if (key == "importing") return Part::Importing;
  return Part::Other;
}

// Refuses what comes twice.
class Once {
 public:
  void operator()(uint32_t bit, uint32_t none) {
    if (bit == none) return;
    demand(!(seen_ >> bit & 1));
    seen_ |= uint32_t{1} << bit;
  }

 private:
  uint32_t seen_ = 0;
};

}  // namespace

struct Elements::Impl {
  Impl(const Sieves& sieves, const Records& records) : sift(sieves, records) {}

  Sift sift;
  ondemand::parser parser{};
  std::array<char, 1 << 16> first_memory;
  std::pmr::monotonic_buffer_resource arena{first_memory.data(), first_memory.size()};
  Pruned pruned{arena};
  // Of the element at hand.
  ResourceChange change{};
  Sift::Asked asked{};

  void read_element(ondemand::object element, eval::Place place);
  bool read_names(ondemand::object& element, eval::Place place);
  void read_change(ondemand::object body, eval::Place place);
  void read_part(Part part, ondemand::value value, plan::Masks& masks);
};

// The names, and the change where what it is read for is known by then; else it is left, and false returned.
bool Elements::Impl::read_names(ondemand::object& element, eval::Place place) {
  Once once;
  bool names_first = true, typed = false, moded = false, done = false, late = false, has_change = false;
  for (ondemand::field field : element) {
    Name name = element_name(pruned.key(field));
    once(static_cast<uint32_t>(name), static_cast<uint32_t>(Name::Other));
    if (done && name != Name::Reason && name != Name::Other) names_first = false;
    switch (name) {
      case Name::Address: change.address = pruned.text(field.value()); break;
      case Name::Mode: change.mode = pruned.text(field.value()), moded = true, late |= done; break;
      case Name::Type: change.type = pruned.text(field.value()), typed = true, late |= done; break;
      case Name::Name: change.name = pruned.text(field.value()); break;
      case Name::Index: pruned.check_index(field.value()); break;
      case Name::ModuleAddress: change.module_address = pruned.text(field.value()); break;
      case Name::PreviousAddress: change.previous_address = pruned.text(field.value()); break;
      case Name::Provider: change.provider_name = pruned.text(field.value()); break;
      case Name::Deposed: change.deposed = pruned.text(field.value()), late |= done; break;
      case Name::Reason: change.action_reason = pruned.text(field.value()); break;
      case Name::Change:
        has_change = true;
        if (!typed || !moded) break;
        read_change(field.value().get_object(), place);
        done = true;
        break;
      case Name::Other: break;
    }
  }
  if (change.mode.empty()) change.mode = "managed";
  demand(has_change && !change.type.empty());
  demand(!change.address.empty() || place == eval::Place::Drift);
  demand(names_agree(change));
  asked.names_first = names_first && done;
  return done && !late;
}

void Elements::Impl::read_element(ondemand::object element, eval::Place place) {
  if (read_names(element, place)) return;
  element.reset().value();
  for (ondemand::field field : element) {
    if (element_name(pruned.key(field)) == Name::Change) read_change(field.value().get_object(), place);
  }
}

void Elements::Impl::read_change(ondemand::object body, eval::Place place) {
  // Twice where `actions` do not come first: they say what is read.
  change.before = change.after = change.replace_paths = Value{};
  bool first = true;
  Once once;
  plan::Masks masks;
  bool reads = false, late = false, has_actions = false;
  for (ondemand::field field : body) {
    Part part = change_part(pruned.key(field));
    once(static_cast<uint32_t>(part), static_cast<uint32_t>(Part::Other));
    if (part == Part::Actions) {
      change.actions = pruned.actions(field.value());
      has_actions = true;
      asked = sift.ask(change, place);
      reads = asked.wanted.seen;
      late = reads && !first;
    } else if (reads && !late) {
      read_part(part, field.value(), masks);
    } else if (part != Part::Other) {
      pruned.check_kind(field.value(), part == Part::Before || part == Part::After, part == Part::ReplacePaths);
    }
    first = false;
  }
  demand(has_actions);
  if (late) {
    body.reset().value();
    masks = {};
    for (ondemand::field field : body) {
      Part part = change_part(pruned.key(field));
      if (part != Part::Actions) read_part(part, field.value(), masks);
    }
  }
  if (reads) plan::merge_sides(masks, change.actions, arena, change.before, change.after);
}

void Elements::Impl::read_part(Part part, ondemand::value value, plan::Masks& masks) {
  switch (part) {
    case Part::Before:
      if (asked.wanted.before) return pruned.side(value, asked.type->before, change.before);
      return pruned.check_kind(value, true, false);
    case Part::After:
      masks.has_after = true;
      if (asked.wanted.after) return pruned.side(value, asked.type->after, change.after);
      return pruned.check_kind(value, true, false);
    case Part::AfterUnknown:
      // An object that is there as such is not changed by marks on what nobody reads.
      if (!asked.wanted.after) return;
      if (change.after.kind == facts::ValueKind::Object)
        return pruned.mask(value, asked.type->after, masks.after_unknown);
      return pruned.whole(value, masks.after_unknown);
    case Part::BeforeSensitive:
      if (asked.wanted.before && asked.type->sensitivity) pruned.whole(value, masks.before_sensitive);
      return;
    case Part::AfterSensitive:
      if (asked.wanted.after && asked.type->sensitivity) pruned.whole(value, masks.after_sensitive);
      return;
    case Part::ReplacePaths:
      pruned.whole(value, change.replace_paths);
      return pruned.demand_paths(change.replace_paths);
    case Part::Importing: change.importing = !pruned.is_null(value); return;
    case Part::Actions:
    case Part::Other: return;
  }
}

Elements::Elements(const Sieves& sieves, const Records& records) : impl_(std::make_unique<Impl>(sieves, records)) {}
Elements::~Elements() = default;

bool Elements::read(Batch& batch) {
  char* begin = batch.window.begin() + batch.elements.front().begin - 1;
  const Batch::Element& last = batch.elements.back();
  char* end = batch.window.begin() + last.begin + last.size;
  *begin = '[';
  *end = ']';
  eval::Place place = batch.list == kDrift ? eval::Place::Drift : eval::Place::Planned;
  try {
    size_t size = static_cast<size_t>(end - begin) + 1;
    ondemand::document document =
        impl_->parser.iterate(simdjson::padded_string_view(begin, size, size + simdjson::SIMDJSON_PADDING));
    size_t number = 0;
    for (ondemand::value value : document.get_array()) {
      if (number == batch.elements.size()) return false;
      impl_->arena.release();
      impl_->change = {};
      impl_->asked = {};
      impl_->read_element(value.get_object(), place);
      const Batch::Element& where = batch.elements[number++];
      impl_->sift.look(impl_->asked, impl_->change, place, batch.window.offset + where.begin, where.size);
    }
    return number == batch.elements.size();
  } catch (const simdjson::simdjson_error&) {
    return false;
  } catch (const Refused&) {
    return false;
  }
}

Sift& Elements::sift() { return impl_->sift; }
const Sift& Elements::sift() const { return impl_->sift; }

}  // namespace berm::stream
