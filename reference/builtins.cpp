#include "reference/builtins.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::reference {
namespace {

// A relation of two texts; nothing stands in relation to null.
template <class Relation>
Value relate(const std::vector<Value>& arguments, Relation relation) {
  const Value &a = arguments[0], &b = arguments[1];
  if (a.is_null() || b.is_null()) return boolean(Tri::False);
  if (a.kind != ValueKind::String || b.kind != ValueKind::String) return facts::kUnknown;
  return boolean(relation(a.string(), b.string()));
}

template <class Relation>
Value relate_cidrs(const std::vector<Value>& arguments, Relation relation) {
  return relate(arguments, [&](std::string_view a, std::string_view b) {
    auto x = access::parse_cidr(a), y = access::parse_cidr(b);
    return x && y ? tri(relation(*x, *y)) : Tri::Unknown;
  });
}

// Of a text, in code points; null has none.
size_t length(const Value& value) {
  if (value.is_null()) return 0;
  if (value.kind != ValueKind::String) return value.size;
  auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::ranges::count_if(value.string(), begins));
}

Value lower(const Value& value, Arena& arena) {
  if (value.is_null()) return value;
  if (value.kind != ValueKind::String) return facts::kUnknown;
  Value out = arena.text(to_lower(value.string()));
  out.sensitive = value.sensitive;
  return out;
}

Value measured(const Value& value, Arena& arena) {
  bool measurable = value.kind != ValueKind::Bool && value.kind != ValueKind::Number;
  if (!measurable) return facts::kUnknown;
  Value out = arena.number(fmt::format("{}", length(value)));
  out.sensitive = value.sensitive;
  return out;
}

}  // namespace

Value apply(ir::Builtin builtin, const std::vector<Value>& arguments, Arena& arena) {
  using Text = std::string_view;
  switch (builtin) {
    case ir::Builtin::Covers: return relate_cidrs(arguments, access::covers);
    case ir::Builtin::Overlaps: return relate_cidrs(arguments, access::overlaps);
    case ir::Builtin::Lower: return lower(arguments[0], arena);
    case ir::Builtin::Length: return measured(arguments[0], arena);
    case ir::Builtin::StartsWith: return relate(arguments, [](Text a, Text b) { return tri(a.starts_with(b)); });
    case ir::Builtin::EndsWith: return relate(arguments, [](Text a, Text b) { return tri(a.ends_with(b)); });
    case ir::Builtin::Contains: return relate(arguments, [](Text a, Text b) { return tri(a.find(b) != Text::npos); });
    default: return facts::kUnknown;
  }
}

}  // namespace berm::reference
