#include "runtime/stream/json.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory_resource>
#include <vector>

#include "runtime/plan/arena.h"
#include "runtime/plan/change.h"
#include "runtime/plan/json_scan.h"

namespace berm::stream {
namespace {

// Bytes at the end that are the beginning of one character.
size_t cut_off(const char* bytes, size_t size) {
  for (size_t back = 1; back <= 3 && back <= size; ++back) {
    auto c = static_cast<unsigned char>(bytes[size - back]);
    if ((c & 0xC0) == 0x80) continue;
    size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

namespace ondemand = simdjson::ondemand;
using facts::Member;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

// Something is not as runtime/plan would take it. Stays within this file.
struct Refused {};

void demand(bool good) {
  if (!good) throw Refused();
}

std::string_view trim_end(std::string_view token) {
  size_t size = token.size();
  while (size > 0 &&
         (token[size - 1] == ' ' || token[size - 1] == '\n' || token[size - 1] == '\r' || token[size - 1] == '\t')) {
    --size;
  }
  return token.substr(0, size);
}

void set_text(ValueKind kind, std::string_view chars, Value& out) {
  out.kind = kind;
  out.size = static_cast<uint32_t>(chars.size());
  out.text = chars.data();
}

// The children of a node are few.
const eval::PathTrie::Node* child(const eval::PathTrie& trie, const eval::PathTrie::Node& parent,
                                  std::string_view name) {
  for (uint32_t i = 0; i < parent.children; ++i) {
    const eval::PathTrie::Node& node = trie.nodes[parent.first_child + i];
    if (node.name.size() == name.size() && std::memcmp(node.name.data(), name.data(), name.size()) == 0) return &node;
  }
  return nullptr;
}

// Values and texts live as long as the arena's memory and the text that is walked.
class Pruned {
 public:
  using Json = simdjson::ondemand::value;

  explicit Pruned(std::pmr::memory_resource& arena) : arena_(arena) {}

  std::string_view key(simdjson::ondemand::field& field);
  // A string; empty where it is null.
  std::string_view text(Json value);
  uint8_t actions(Json value);
  bool is_null(Json value);
  void check_index(Json value);
  // Null, or what it has to be.
  void check_kind(Json value, bool object, bool list);
  void demand_paths(const facts::Value& paths);

  // One side of a change: null or an object.
  void side(Json value, const eval::PathTrie& trie, facts::Value& out);
  // A mask over an object of which no more than this is read.
  void mask(Json value, const eval::PathTrie& trie, facts::Value& out);
  void whole(Json value, facts::Value& out);

 private:
  using Node = eval::PathTrie::Node;
  struct Wants {
    const eval::PathTrie* trie;  // null: everything
    const Node* node;            // null: nothing
  };
  Wants member(const Wants& wants, std::string_view key) const;
  Wants element(const Wants& wants) const;
  void build(Json value, const Wants& wants, facts::Value& out);
  void build_list(simdjson::ondemand::array array, const Wants& wants, facts::Value& out);
  void build_object(simdjson::ondemand::object object, const Wants& wants, facts::Value& out);
  void take_members(size_t begin, facts::Value& out);
  std::string_view string(Json& value);

  std::pmr::memory_resource& arena_;
  // Of what is being built, innermost last.
  std::vector<facts::Member> members_;
  std::vector<facts::Value> elements_;
};

std::string_view Pruned::key(ondemand::field& field) {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"' && *end != '\\') ++end;
  if (*end == '"') return {begin, static_cast<size_t>(end - begin)};
  return plan::keep(field.unescaped_key(), arena_);
}

std::string_view Pruned::string(Json& value) {
  std::string_view token = trim_end(value.raw_json_token());
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

// Nesting is bounded: the scanner refused what is deeper.
void Pruned::build(Json value, const Wants& wants, Value& out) {
  switch (value.type()) {
    case ondemand::json_type::array: return build_list(value.get_array(), wants, out);
    case ondemand::json_type::object: return build_object(value.get_object(), wants, out);
    case ondemand::json_type::string: return set_text(ValueKind::String, string(value), out);
    case ondemand::json_type::number:
      set_text(ValueKind::Number, trim_end(value.raw_json_token()), out);
      demand(plan::is_scalar(out.string()));
      return;
    case ondemand::json_type::boolean:
      out.kind = ValueKind::Bool;
      out.boolean = value.get_bool();
      return;
    case ondemand::json_type::null: demand(value.is_null()); out.kind = ValueKind::Null;
  }
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
  auto by_key = [](const Member& a, const Member& b) { return a.key < b.key; };
  if (!std::is_sorted(first, members_.end(), by_key)) std::sort(first, members_.end(), by_key);
  demand(std::adjacent_find(first, members_.end(), [](const Member& a, const Member& b) { return a.key == b.key; }) ==
         members_.end());
  out.kind = ValueKind::Object;
  out.size = static_cast<uint32_t>(members_.size() - begin);
  Member* members = plan::allocate<Member>(out.size, arena_);
  std::copy(first, members_.end(), members);
  out.members = members;
  members_.resize(begin);
}

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

std::string_view* place_of(std::string_view key, Named& out) {
  if (key == "address") return &out.address;
  if (key == "mode") return &out.mode;
  if (key == "type") return &out.type;
  if (key == "provider_config_key") return &out.provider_config_key;
  return nullptr;
}

// Up to an escape.
std::string_view plain_key(ondemand::field& field) {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"' && *end != '\\') ++end;
  return {begin, static_cast<size_t>(end - begin)};
}

bool has_all(const Named& named) { return !named.address.empty() && !named.mode.empty() && !named.type.empty(); }

void read_names_of(ondemand::object element, std::string_view last, Named& out) {
  for (ondemand::field field : element) {
    std::string_view key = plain_key(field);
    std::string_view* place = place_of(key, out);
    if (!place) continue;
    ondemand::value value = field.value();
    if (value.type() == ondemand::json_type::string) *place = value.get_string();
    // What is behind it are the values.
    if (key == last && has_all(out)) return;
  }
}

}  // namespace

size_t valid_utf8(const char* bytes, size_t size, bool all) {
  size_t whole = all ? size : size - cut_off(bytes, size);
  return simdjson::validate_utf8(bytes, whole) ? whole : kNotUtf8;
}

// The members at the beginning of an element, as Terraform writes them: texts.
class Beginning {
 public:
  // `scratch` holds an address with quotes.
  Beginning(std::string_view text, std::string& scratch)
      : at_(text.data() + 1), end_(text.data() + text.size()), scratch_(scratch) {}

  // Up to the member of that name; false: something else stands there.
  bool read(std::string_view last, Named& out) {
    while (true) {
      std::string_view key, value;
      skip_space();
      if (!text(key)) return false;
      skip_space();
      if (at_ == end_ || *at_++ != ':') return false;
      skip_space();
      if (at_ == end_ || *at_ != '"' || !text(value)) return false;
      std::string_view* place = place_of(key, out);
      if (place && value.find('\\') != value.npos && (key != "address" || !unquote(value))) return false;
      if (place) *place = value;
      if (place && key == last) return has_all(out);
      skip_space();
      if (at_ == end_ || *at_++ != ',') return false;
    }
  }

 private:
  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool text(std::string_view& out) {
    if (at_ == end_ || *at_ != '"') return false;
    const char* begin = ++at_;
    while (at_ != end_ && *at_ != '"') at_ += *at_ == '\\' && at_ + 1 != end_ ? 2 : 1;
    if (at_ == end_) return false;
    out = {begin, static_cast<size_t>(at_++ - begin)};
    return true;
  }

  // Those around the keys of instances.
  bool unquote(std::string_view& value) {
    scratch_.clear();
    for (size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '\\' && value[++i] != '"') return false;
      scratch_ += value[i];
    }
    value = scratch_;
    return true;
  }

  const char* at_;
  const char* end_;
  std::string& scratch_;
};

bool read_names(Batch& batch, std::string_view last, const std::function<void(const Named&)>& found) {
  static thread_local ondemand::parser parser;
  std::string scratch;
  for (const Batch::Element& where : batch.elements) {
    char* begin = batch.window.begin() + where.begin;
    Named named;
    named.text = {begin, where.size};
    if (!Beginning(named.text, scratch).read(last, named)) {
      named = {.text = named.text};
      try {
        size_t readable = where.size + simdjson::SIMDJSON_PADDING;
        ondemand::document document = parser.iterate(simdjson::padded_string_view(begin, where.size, readable));
        read_names_of(document.get_object(), last, named);
      } catch (const simdjson::simdjson_error&) {
        return false;
      }
    }
    found(named);
  }
  return true;
}

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
