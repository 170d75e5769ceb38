#include "access/number.h"

#include <charconv>

namespace berm::access {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `digits` of which `whole` stand before the point.
Decimal normalized(bool negative, std::string_view digits, int64_t whole) {
  while (!digits.empty() && digits.front() == '0') {
    digits.remove_prefix(1);
    --whole;
  }
  while (!digits.empty() && digits.back() == '0') digits.remove_suffix(1);
  if (digits.empty()) return {};
  return {negative, std::string(digits), whole};
}

bool take_exponent(std::string_view text, int64_t& whole) {
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  int32_t exponent = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  whole += exponent;
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  auto sign = [](const Decimal& d) { return d.digits.empty() ? 0 : d.negative ? -1 : 1; };
  if (sign(*this) != sign(other)) return sign(*this) <=> sign(other);
  auto magnitude = exponent != other.exponent ? exponent <=> other.exponent : digits.compare(other.digits) <=> 0;
  if (!negative) return magnitude;
  return magnitude < 0   ? std::strong_ordering::greater
         : magnitude > 0 ? std::strong_ordering::less
                         : std::strong_ordering::equal;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::string digits;
  int64_t whole = 0;
  bool point = false;
  for (; !text.empty() && (is_digit(text.front()) || (text.front() == '.' && !point)); text.remove_prefix(1)) {
    if (text.front() == '.') {
      point = true;
    } else {
      digits += text.front();
      whole += point ? 0 : 1;
    }
  }
  if (digits.empty() || !take_exponent(text, whole)) return std::nullopt;
  return normalized(negative, digits, whole);
}

}  // namespace berm::access
