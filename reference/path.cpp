#include "reference/path.h"

#include <fmt/format.h>

#include <charconv>

#include "reference/misfit.h"

namespace berm::reference {
namespace {

// Elements of a constant have no path.
std::string key_path(const std::string& parent, std::string_view key) {
  return parent.empty() ? "" : fmt::format("{}[\"{}\"]", parent, key);
}
template <class Index>
std::string index_path(const std::string& parent, const Index& index) {
  return parent.empty() ? "" : fmt::format("{}[{}]", parent, index);
}

// Where the key is a secret.
std::string hidden_path(const std::string& parent) { return index_path(parent, "(sensitive)"); }

// A part of a sensitive value is sensitive.
Element part(const Element& parent, Value value, std::string path) {
  value.sensitive = value.sensitive || parent.value.sensitive;
  return {value, std::move(path), {}, parent.from};
}

// What can't be read as the type that it should have is unknown, under the path where that shows.
Element unreadable(const Element& parent, std::string path, std::string_view why) {
  Element out = part(parent, facts::kUnknown, parent.path.empty() ? std::move(path) : parent.path);
  out.why = parent.value.is_unknown() ? parent.why : why;
  return out;
}

Element list_entry(const Element& parent, std::string_view index) {
  size_t number = 0;
  auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  if (error == std::errc::invalid_argument) return unreadable(parent, "", kNotMap);
  bool inside = error == std::errc() && end == index.data() + index.size() && number < parent.value.size;
  if (!inside) return part(parent, facts::kNull, index_path(parent.path, index));
  return part(parent, parent.value.list()[number], index_path(parent.path, number));
}

// Neither the index nor what it chose is shown.
Element hidden_entry(const Element& parent, Value index) {
  index.sensitive = false;
  Element entry = entry_of(parent, index);
  entry.value.sensitive = true;
  entry.path = hidden_path(parent.path);
  return entry;
}

}  // namespace

Result known(Value value) { return {.value = value}; }
Result unknown(std::string path, std::string_view why) {
  return {.value = facts::kUnknown, .path = std::move(path), .why = why};
}
Result unknown(const Element& element) { return unknown(element.path, element.why); }

Result as_result(Element element) {
  return {.value = element.value, .path = std::move(element.path), .why = element.why, .from = element.from};
}

Result as_condition(Result result) {
  if (result.value.is_unknown() || result.value.kind == ValueKind::Bool) return result;
  return unknown(std::move(result.path), misfit(result.value, ir::Type::Bool));
}

std::string_view place_within(const Element& element) {
  std::string_view path = element.path, address = element.from->address;
  if (path == address) return {};
  bool shown = path.starts_with(address) && path.substr(address.size()).starts_with('.');
  return shown ? path.substr(address.size() + 1) : path;
}

std::string names_of(std::span<const ir::Step> steps) {
  std::string out;
  for (const ir::Step& step : steps) {
    if (step.kind == ir::Step::Kind::Attribute) out += (out.empty() ? "" : ".") + step.attribute;
  }
  return out;
}

std::string before_path(std::string_view path) { return fmt::format("before({})", path); }
bool is_before_path(std::string_view path) { return path.starts_with("before("); }

Element attribute_of(const Element& parent, std::string_view name) {
  std::string path = parent.path.empty() ? std::string(name) : fmt::format("{}.{}", parent.path, name);
  if (parent.value.is_null()) return part(parent, facts::kNull, std::move(path));
  if (parent.value.kind != ValueKind::Object) return unreadable(parent, std::move(path), kNotObject);
  return part(parent, *parent.value.find(name), std::move(path));
}

Element entry_of(const Element& parent, const Value& index) {
  bool readable = index.kind == ValueKind::String || index.kind == ValueKind::Number;
  if (!readable) return unreadable(parent, "", kNoKey);
  if (index.sensitive) return hidden_entry(parent, index);
  if (parent.value.is_null()) return part(parent, facts::kNull, key_path(parent.path, index.string()));
  if (parent.value.kind == ValueKind::List) return list_entry(parent, index.string());
  bool has_keys = parent.value.kind == ValueKind::Object && index.kind == ValueKind::String;
  if (!has_keys) return unreadable(parent, "", index.kind == ValueKind::String ? kNotMap : kNotList);
  return part(parent, *parent.value.find(index.string()), key_path(parent.path, index.string()));
}

Visited visit_parts(const Element& collection, bool or_map, const Visit& visit) {
  const Value& value = collection.value;
  if (value.is_null()) return Visited::All;
  if (value.kind == ValueKind::List) {
    for (size_t i = 0; i < value.size; ++i) {
      if (!visit(part(collection, value.list()[i], index_path(collection.path, i)))) return Visited::Enough;
    }
    return Visited::All;
  }
  if (value.kind != ValueKind::Object || !or_map) return Visited::NotReadable;
  for (const facts::Member& member : value.object()) {
    std::string path = value.sensitive ? hidden_path(collection.path) : key_path(collection.path, member.key);
    if (!visit(part(collection, member.value, std::move(path)))) return Visited::Enough;
  }
  return Visited::All;
}

Result elements_of(Result collection, ir::Type type) {
  if (collection.sequence) return collection;
  static const ir::Step kEach{ir::Step::Kind::Each};
  Result out;
  out.sequence = true;
  out.starts.push_back({collection.value, collection.path, collection.why, collection.from});
  out.steps = {&kEach, 1};
  out.or_maps = type != ir::Type::List && type != ir::Type::Set;
  out.or_alone = type == ir::Type::Any;
  out.open = collection.open;
  out.path = std::move(collection.path);
  return out;
}

}  // namespace berm::reference
