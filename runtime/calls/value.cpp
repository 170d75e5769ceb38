#include "runtime/calls/value.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/glob_walk.h"
#include "base/text.h"
#include "runtime/calls/code.h"

namespace berm::calls {
namespace {

// A wildcard of the text, as a pattern writes it that means it literally.
char shielded(char c) { return c == '*' ? '\x01' : c == '?' ? '\x02' : c; }

bool glob_match_shielded(std::string_view pattern, std::string_view text) {
  return glob_walk(pattern, text, [](char wanted, char found) { return wanted == shielded(found); });
}

// Cheap: most texts are no addresses.
bool may_be_cidr(std::string_view text) {
  if (text.empty() || text.find_first_of(".:") == std::string_view::npos) return false;
  const char c = static_cast<char>(text.front() | 0x20);
  return (text.front() >= '0' && text.front() <= '9') || (c >= 'a' && c <= 'f') || text.front() == ':';
}

const access::Cidr* cidr_of(const Value& value, Parsed& spare) {
  return (value.parsed ? value.parsed : &spare)->cidr(value.text);
}

template <class Relation>
Tri relate(const Value& a, const Value& b, Relation relation) {
  if (a.is_null() || b.is_null()) return Tri::False;
  if (a.kind != Kind::Text || b.kind != Kind::Text) return Tri::Unknown;
  Parsed spare_a, spare_b;
  const access::Cidr *x = cidr_of(a, spare_a), *y = cidr_of(b, spare_b);
  return x && y ? tri(relation(*x, *y)) : Tri::Unknown;
}

std::optional<int64_t> seconds(const Value& value) {
  if (value.kind != Kind::Text && value.kind != Kind::Number) return std::nullopt;
  return access::parse_time(value.text);
}

template <class Relation>
Tri relate_times(const Value& a, const Value& b, Relation relation) {
  const auto x = seconds(a), y = seconds(b);
  return x && y ? tri(relation(*x, *y)) : Tri::Unknown;
}

// Whether the order of a list matters: of the list itself, and of those within it.
struct Order {
  bool top = true, nested = true;
};

bool same_items(const Value& a, const Value& b, Order order, const Code& code);

bool same_constants(const Value& a, const Value& b, bool ordered, const Code& code) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::Bool: return a.flag == b.flag;
    case Kind::Number: return compare_numbers(a.text, b.text) == 0;
    case Kind::Text: return a.text == b.text;
    case Kind::List:
    case Kind::Map: return same_items(a, b, {ordered, ordered}, code);
    case Kind::Null:
    case Kind::Unknown: break;
  }
  return true;
}

// The items of a list; names and values of a map, of which a member that is null is as one that is absent.
std::vector<Value> parts_of(const Value& whole, const Code& code) {
  std::vector<Value> parts;
  const auto items = code.items(whole.constant);
  const size_t step = whole.kind == Kind::Map ? 2 : 1;
  for (size_t i = 0; i + step <= items.size(); i += step) {
    if (step == 2 && code.constant(items[i + 1]).is_null()) continue;
    for (size_t j = 0; j < step; ++j) parts.push_back(code.constant(items[i + j]));
  }
  return parts;
}

bool same_items(const Value& a, const Value& b, Order order, const Code& code) {
  const std::vector<Value> left = parts_of(a, code), right = parts_of(b, code);
  const auto same = [&](const Value& x, const Value& y) { return same_constants(x, y, order.nested, code); };
  if (order.top || a.kind == Kind::Map) return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
  return std::is_permutation(left.begin(), left.end(), right.begin(), right.end(), same);
}

// Lists that differ only in the order of what may be a set can't be told apart.
Tri equal_collections(const Value& a, const Value& b, ir::Type type, const Code& code) {
  if (same_items(a, b, {type != ir::Type::Set, true}, code)) return Tri::True;
  return same_items(a, b, {type == ir::Type::List, false}, code) ? Tri::Unknown : Tri::False;
}

Tri equal_same_kind(const Value& a, const Value& b, ir::Type type, const Code& code) {
  switch (a.kind) {
    case Kind::Bool: return tri(a.flag == b.flag);
    case Kind::Number: return tri(compare_numbers(a.text, b.text) == 0);
    case Kind::Text: return tri(a.text == b.text);
    case Kind::List:
    case Kind::Map: return equal_collections(a, b, type, code);
    case Kind::Null:
    case Kind::Unknown: break;
  }
  return Tri::Unknown;
}

Tri equal(const Value& a, const Value& b, ir::Type type, const Code& code) {
  if (a.kind == Kind::Unknown || b.kind == Kind::Unknown) return Tri::Unknown;
  if (type == ir::Type::Time) return relate_times(a, b, [](int64_t x, int64_t y) { return x == y; });
  if (a.kind == b.kind) return equal_same_kind(a, b, type, code);
  return type == ir::Type::Any ? Tri::False : Tri::Unknown;
}

}  // namespace

bool split_arn(std::string_view text, ArnParts& parts) {
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    parts[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  parts.back() = text;
  return true;
}

const access::Cidr* Parsed::cidr(std::string_view text) {
  if (!cidr_known_) {
    const auto read = may_be_cidr(text) ? access::parse_cidr(text) : std::nullopt;
    is_cidr_ = read.has_value();
    if (read) cidr_ = *read;
    cidr_known_ = true;
  }
  return is_cidr_ ? &cidr_ : nullptr;
}

const ArnParts* Parsed::arn(std::string_view text) {
  if (!arn_known_) {
    is_arn_ = split_arn(text, arn_);
    arn_known_ = true;
  }
  return is_arn_ ? &arn_ : nullptr;
}

Value typed(std::string_view text, ir::Type type, Parsed* parsed) {
  const bool number = type == ir::Type::Int || type == ir::Type::Float || type == ir::Type::Duration;
  if (number) return is_number(text) ? Value{.kind = Kind::Number, .text = text} : unknown();
  if (type != ir::Type::Bool) return {.kind = Kind::Text, .text = text, .parsed = parsed};
  if (equals_ignore_case(text, "true")) return boolean(true);
  return equals_ignore_case(text, "false") ? boolean(false) : unknown();
}

Value aligned(const Value& value, Kind other) {
  if (value.kind != Kind::Text) return value;
  if (other == Kind::Bool) return typed(value.text, ir::Type::Bool, nullptr);
  return other == Kind::Number ? typed(value.text, ir::Type::Float, nullptr) : value;
}

Tri truth(const Value& value) { return value.kind == Kind::Bool ? tri(value.flag) : Tri::Unknown; }

Tri covers(const Value& outer, const Value& inner) { return relate(outer, inner, access::covers); }
Tri overlaps(const Value& a, const Value& b) { return relate(a, b, access::overlaps); }

Tri same(ir::Type type, const Value& left, const Value& right, const Code& code) {
  if (left.is_null() || right.is_null()) return Tri::False;
  if (type == ir::Type::Time) return equal(left, right, type, code);
  const Value a = aligned(left, right.kind);
  const Value b = aligned(right, a.kind);
  if (type == ir::Type::Cidr) return std::max(covers(a, b), covers(b, a));
  return equal(a, b, type, code);
}

Tri less(ir::Type type, const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return Tri::False;
  if (type == ir::Type::Time) return relate_times(left, right, [](int64_t x, int64_t y) { return x < y; });
  const Value a = aligned(left, right.kind);
  const Value b = aligned(right, a.kind);
  if (a.kind != b.kind) return Tri::Unknown;
  if (a.kind == Kind::Number) return tri(compare_numbers(a.text, b.text) < 0);
  return a.kind == Kind::Text ? tri(a.text < b.text) : Tri::Unknown;
}

Tri less_or_equal(ir::Type type, const Value& left, const Value& right) {
  return left.is_null() || right.is_null() ? Tri::False : negate(less(type, right, left));
}

void shield(std::string_view text, char* into) { std::transform(text.begin(), text.end(), into, shielded); }

Tri like(ir::Type type, const Value& text, const Value& pattern) {
  if (text.is_null() || pattern.is_null()) return Tri::False;
  if (text.kind != Kind::Text || pattern.kind != Kind::Text) return Tri::Unknown;
  if (type != ir::Type::Arn) return tri(glob_match_shielded(pattern.text, text.text));
  Parsed spare_text, spare_pattern;
  const ArnParts* found = (text.parsed ? text.parsed : &spare_text)->arn(text.text);
  const ArnParts* wanted = (pattern.parsed ? pattern.parsed : &spare_pattern)->arn(pattern.text);
  return tri(found && wanted && std::equal(wanted->begin(), wanted->end(), found->begin(), glob_match_shielded));
}

}  // namespace berm::calls
