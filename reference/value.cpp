#include "reference/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "access/evaluate.h"
#include "base/text.h"
#include "reference/decimal.h"

namespace berm::reference {
namespace {

Value textual(ValueKind kind, std::string_view kept) {
  Value value;
  value.kind = kind;
  value.size = static_cast<uint32_t>(kept.size());
  value.text = kept.data();
  return value;
}

// Whether the lists of a canonical text are sorted, as those of sets must be.
struct Order {
  bool sort_top = false;
  bool sort_nested = false;
};

std::string canonical(const Value& value, Order order);

std::string canonical_list(const Value& value, Order order) {
  std::vector<std::string> parts;
  for (const Value& element : value.list()) parts.push_back(canonical(element, {order.sort_nested, order.sort_nested}));
  if (order.sort_top) std::sort(parts.begin(), parts.end());
  return "[" + join(parts, ",") + "]";
}

// An absent member and one that is null are the same.
std::string canonical_object(const Value& value, Order order) {
  std::string out = "{";
  for (const facts::Member& member : value.object()) {
    if (member.value.is_null()) continue;
    out += fmt::format("{}:{}={},", member.key.size(), member.key,
                       canonical(member.value, {order.sort_nested, order.sort_nested}));
  }
  return out + "}";
}

// The same text for the same whole value. Plans nest at most some hundred levels.
std::string canonical(const Value& value, Order order) {
  switch (value.kind) {
    case ValueKind::Null: return "null";
    case ValueKind::Unknown: return "unknown";
    case ValueKind::Bool: return value.boolean ? "true" : "false";
    case ValueKind::Number: return canonical_number(value.string());
    case ValueKind::String: return fmt::format("\"{}:{}", value.size, value.string());
    case ValueKind::List: return canonical_list(value, order);
    case ValueKind::Object: return canonical_object(value, order);
  }
  return "";
}

Tri equal_collections(const Value& a, const Value& b, ir::Type type) {
  if (!is_whole(a) || !is_whole(b)) return Tri::Unknown;
  bool set = type == ir::Type::Set;
  if (canonical(a, {set, false}) == canonical(b, {set, false})) return Tri::True;
  bool sort_top = type != ir::Type::List;
  return canonical(a, {sort_top, true}) == canonical(b, {sort_top, true}) ? Tri::Unknown : Tri::False;
}

Tri equal_cidrs(const Value& a, const Value& b) {
  auto x = access::parse_cidr(a.string()), y = access::parse_cidr(b.string());
  if (!x || !y) return tri(a.string() == b.string());
  return tri(access::covers(*x, *y) && access::covers(*y, *x));
}

// A constant time is a number, one of a plan a text.
std::optional<int64_t> seconds(const Value& value) {
  if (value.kind != ValueKind::String && value.kind != ValueKind::Number) return std::nullopt;
  return access::parse_time(value.string());
}

Tri equal_times(const Value& a, const Value& b) {
  auto x = seconds(a), y = seconds(b);
  return x && y ? tri(*x == *y) : Tri::Unknown;
}

Tri equal_same_kind(const Value& a, const Value& b, ir::Type type) {
  switch (a.kind) {
    case ValueKind::Bool: return tri(a.boolean == b.boolean);
    case ValueKind::Number: return tri(compare_numbers(a.string(), b.string()) == 0);
    case ValueKind::String: return type == ir::Type::Cidr ? equal_cidrs(a, b) : tri(a.string() == b.string());
    case ValueKind::List:
    case ValueKind::Object: return equal_collections(a, b, type);
    case ValueKind::Null:
    case ValueKind::Unknown: break;
  }
  return Tri::Unknown;
}

// Stands for a wildcard that is to be taken literally.
char shielded(char c) { return c == '*' ? '\x01' : c == '?' ? '\x02' : c; }

}  // namespace

Tri negate(Tri value) { return static_cast<Tri>(2 - static_cast<uint8_t>(value)); }
Tri both(Tri a, Tri b) { return std::min(a, b); }
Tri either(Tri a, Tri b) { return std::max(a, b); }

Tri truth(const Value& value) { return value.kind == ValueKind::Bool ? tri(value.boolean) : Tri::Unknown; }

Value boolean(Tri value) {
  if (value == Tri::Unknown) return facts::kUnknown;
  Value out;
  out.kind = ValueKind::Bool;
  out.boolean = value == Tri::True;
  return out;
}

Value Arena::text(std::string text) { return textual(ValueKind::String, keep(std::move(text))); }
Value Arena::number(std::string text) { return textual(ValueKind::Number, keep(std::move(text))); }

Value Arena::list(std::vector<Value> elements) {
  const auto& kept = lists_.emplace_back(std::move(elements));
  Value value;
  value.kind = ValueKind::List;
  value.size = static_cast<uint32_t>(kept.size());
  value.elements = kept.data();
  return value;
}

Value Arena::object(std::vector<facts::Member> sorted) {
  const auto& kept = objects_.emplace_back(std::move(sorted));
  Value value;
  value.kind = ValueKind::Object;
  value.size = static_cast<uint32_t>(kept.size());
  value.members = kept.data();
  return value;
}

void Arena::release(const Mark& mark) {
  texts_.resize(mark.texts);
  lists_.resize(mark.lists);
  objects_.resize(mark.objects);
}

Value Arena::constant(const ir::Value& value) {
  struct {
    Arena& arena;
    Value operator()(std::monostate) const { return facts::kNull; }
    Value operator()(bool b) const { return boolean(tri(b)); }
    Value operator()(int64_t i) const { return arena.number(fmt::format("{}", i)); }
    Value operator()(double d) const { return arena.number(fmt::format("{}", d)); }
    Value operator()(const std::string& s) const { return arena.text(s); }
    Value operator()(const ir::ValueList& list) const {
      std::vector<Value> elements;
      for (const ir::Value& element : list) elements.push_back(arena.constant(element));
      return arena.list(std::move(elements));
    }
    Value operator()(const ir::ValueMap& map) const {
      std::vector<facts::Member> members;
      for (const auto& [key, item] : map) members.push_back({arena.keep(key), arena.constant(item)});
      return arena.object(std::move(members));
    }
  } visitor{*this};
  return std::visit(visitor, value.data);
}

bool is_whole(const Value& value) {
  if (value.kind == ValueKind::List) return std::ranges::all_of(value.list(), is_whole);
  if (value.kind == ValueKind::Object) return std::ranges::all_of(value.object(), is_whole, &facts::Member::value);
  return !value.is_unknown();
}

bool has_sensitive_part(const Value& value) {
  if (value.sensitive) return true;
  if (value.kind == ValueKind::List) return std::ranges::any_of(value.list(), has_sensitive_part);
  if (value.kind == ValueKind::Object) {
    return std::ranges::any_of(value.object(), has_sensitive_part, &facts::Member::value);
  }
  return false;
}

ir::Type compared_as(ir::Type a, ir::Type b) {
  for (ir::Type special : {ir::Type::Time, ir::Type::Cidr, ir::Type::Arn, ir::Type::Set}) {
    if (a == special || b == special) return special;
  }
  return a == ir::Type::Any ? b : a;
}

Tri equal(const Value& a, const Value& b, ir::Type type) {
  if (a.is_unknown() || b.is_unknown()) return Tri::Unknown;
  if (a.is_null() || b.is_null()) return tri(a.is_null() && b.is_null());
  if (type == ir::Type::Time) return equal_times(a, b);
  if (a.kind == b.kind) return equal_same_kind(a, b, type);
  return type == ir::Type::Any ? Tri::False : Tri::Unknown;
}

Tri less(const Value& a, const Value& b, ir::Type type) {
  if (type == ir::Type::Time) {
    auto x = seconds(a), y = seconds(b);
    return x && y ? tri(*x < *y) : Tri::Unknown;
  }
  if (a.kind != b.kind) return Tri::Unknown;
  if (a.kind == ValueKind::Number) return tri(compare_numbers(a.string(), b.string()) < 0);
  if (a.kind == ValueKind::String) return tri(a.string() < b.string());
  return Tri::Unknown;
}

Tri like(const Value& text, const Value& pattern, ir::Type type) {
  if (text.is_null() || pattern.is_null()) return Tri::False;
  if (text.kind != ValueKind::String || pattern.kind != ValueKind::String) return Tri::Unknown;
  std::string shielded_text = shield(text.string());
  if (type == ir::Type::Arn) return tri(access::arn_like(pattern.string(), shielded_text));
  return tri(glob_match(pattern.string(), shielded_text));
}

std::string shield(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), shielded);
  return out;
}

}  // namespace berm::reference
