#include "runtime/eval/prepared.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.h"
#include "reference/decimal.h"
#include "reference/value.h"

namespace berm::eval {
namespace {

constexpr std::string_view kWildcards = "*?";
constexpr std::string_view kShields = "\x01\x02";

// What fits an int64_t for certain, without sign, fraction or exponent written in another way.
bool parse_plain(std::string_view text, int64_t& out) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  constexpr size_t kDigits = 18;
  if (text.empty() || text.size() > kDigits) return false;
  int64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  out = negative ? -value : value;
  return true;
}

// One decimal of an address or a prefix, as inet_pton takes it: no leading zeros.
bool parse_decimal(std::string_view& text, unsigned most, unsigned& out) {
  size_t digits = 0;
  out = 0;
  for (; digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    out = out * 10 + static_cast<unsigned>(text[digits] - '0');
  }
  bool fits = digits > 0 && digits < 4 && out <= most && (digits == 1 || text[0] != '0');
  text.remove_prefix(digits);
  return fits;
}

bool parse_version_4(std::string_view text, access::Cidr& out) {
  unsigned number = 0;
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !text.starts_with('.')) return false;
    if (i > 0) text.remove_prefix(1);
    if (!parse_decimal(text, 255, number)) return false;
    out.bytes[i] = static_cast<unsigned char>(number);
  }
  out.prefix = 32;
  if (text.empty()) return true;
  if (!text.starts_with('/')) return false;
  text.remove_prefix(1);
  if (!parse_decimal(text, 32, number) || !text.empty()) return false;
  out.prefix = static_cast<uint8_t>(number);
  return true;
}

}  // namespace

Glob::Glob(std::string_view pattern, bool arn) : kind_(Kind::General), pattern_(pattern), literal_(pattern) {
  if (arn) kind_ = Kind::Arn;
  bool strange = pattern.find_first_of(kShields) != std::string_view::npos;
  if (arn || strange) return;
  bool before = pattern.starts_with('*'), behind = pattern.size() > 1 && pattern.ends_with('*');
  if (before) literal_.remove_prefix(1);
  if (behind) literal_.remove_suffix(1);
  if (literal_.find_first_of(kWildcards) != std::string_view::npos) return;
  kind_ = before && behind ? Kind::Inside : before ? Kind::Suffix : behind ? Kind::Prefix : Kind::Exact;
}

bool Glob::matches(std::string_view text) const {
  switch (kind_) {
    case Kind::Exact: return text == literal_;
    case Kind::Prefix: return text.starts_with(literal_);
    case Kind::Suffix: return text.ends_with(literal_);
    case Kind::Inside: return text.find(literal_) != std::string_view::npos;
    case Kind::General: return is_like(pattern_, text, false);
    case Kind::Arn: return is_like(pattern_, text, true);
  }
  return false;
}

bool is_like(std::string_view pattern, std::string_view text, bool arn) {
  const auto like = [&](std::string_view t) { return arn ? access::arn_like(pattern, t) : glob_match(pattern, t); };
  bool plain = std::ranges::none_of(text, [](char c) { return c == '*' || c == '?'; });
  return plain ? like(text) : like(reference::shield(text));
}

uint64_t hash_of(std::string_view text) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  uint64_t hash = text.size() * kOdd;
  const auto mix = [&](uint64_t word) { hash = std::rotl((hash ^ word) * kOdd, 29); };
  for (; text.size() >= sizeof(uint64_t); text.remove_prefix(sizeof(uint64_t))) {
    uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    mix(word);
  }
  uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  mix(rest);
  return hash ^ (hash >> 32);
}

Texts::Texts(std::vector<std::string_view> texts) : table_(std::bit_ceil(texts.size() * 2 + 1)) {
  for (std::string_view text : texts) {
    has_empty_ = has_empty_ || text.empty();
    if (text.empty() || contains(text)) continue;
    size_t at = hash_of(text) & (table_.size() - 1);
    while (!table_[at].empty()) at = (at + 1) & (table_.size() - 1);
    table_[at] = text;
  }
}

bool Texts::contains(std::string_view text) const {
  if (text.empty()) return has_empty_;
  for (size_t at = hash_of(text) & (table_.size() - 1); !table_[at].empty(); at = (at + 1) & (table_.size() - 1)) {
    if (table_[at] == text) return true;
  }
  return false;
}

std::optional<access::Cidr> parse_network(std::string_view text) {
  access::Cidr out;
  return parse_version_4(text, out) ? out : access::parse_cidr(text);
}

int compare_numbers(std::string_view a, std::string_view b) {
  int64_t x = 0, y = 0;
  if (parse_plain(a, x) && parse_plain(b, y)) return x < y ? -1 : x > y ? 1 : 0;
  auto order = reference::compare_numbers(a, b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace berm::eval
