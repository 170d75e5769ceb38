#include "reference/path.h"

#include <fmt/format.h>

#include <charconv>

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
  return {value, std::move(path)};
}

// What can't be read as the type that it should have is unknown, under the path where that shows.
Element unreadable(const Element& parent, std::string path) {
  return part(parent, facts::kUnknown, parent.path.empty() ? std::move(path) : parent.path);
}

Element list_entry(const Element& parent, std::string_view index) {
  size_t number = 0;
  auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
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
Result unknown(std::string path) { return {.value = facts::kUnknown, .path = std::move(path)}; }

Element attribute_of(const Element& parent, std::string_view name) {
  std::string path = parent.path.empty() ? std::string(name) : fmt::format("{}.{}", parent.path, name);
  if (parent.value.is_null()) return part(parent, facts::kNull, std::move(path));
  if (parent.value.kind != ValueKind::Object) return unreadable(parent, std::move(path));
  return part(parent, *parent.value.find(name), std::move(path));
}

Element entry_of(const Element& parent, const Value& index) {
  bool readable = index.kind == ValueKind::String || index.kind == ValueKind::Number;
  if (!readable) return unreadable(parent, "");
  if (index.sensitive) return hidden_entry(parent, index);
  if (parent.value.is_null()) return part(parent, facts::kNull, key_path(parent.path, index.string()));
  if (parent.value.kind == ValueKind::List) return list_entry(parent, index.string());
  if (parent.value.kind != ValueKind::Object) return unreadable(parent, "");
  return part(parent, *parent.value.find(index.string()), key_path(parent.path, index.string()));
}

bool append_elements(const Element& collection, std::vector<Element>& elements) {
  const Value& value = collection.value;
  if (value.is_null()) return true;
  if (value.kind == ValueKind::List) {
    for (size_t i = 0; i < value.size; ++i) {
      elements.push_back(part(collection, value.list()[i], index_path(collection.path, i)));
    }
    return true;
  }
  if (value.kind != ValueKind::Object) return false;
  for (const facts::Member& member : value.object()) {
    std::string path = value.sensitive ? hidden_path(collection.path) : key_path(collection.path, member.key);
    elements.push_back(part(collection, member.value, std::move(path)));
  }
  return true;
}

Result elements_of(const Result& collection) {
  if (collection.sequence) return collection;
  Result out = collection;
  out.sequence = true;
  if (!append_elements({collection.value, collection.path}, out.elements)) out.open = true;
  return out;
}

}  // namespace berm::reference
