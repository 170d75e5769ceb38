#include "reference/decimal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace berm::reference {
namespace {

// ± 0.DIGITS × 10^exponent; the digits neither begin nor end with a zero; zero has none.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t exponent = 0;
};

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// Saturates far beyond what the digits of a text can move.
int64_t parse_exponent(std::string_view text) {
  constexpr int64_t kFar = int64_t{1} << 60;
  bool negative = text.starts_with('-');
  int64_t value = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9') value = std::min(value * 10 + (c - '0'), kFar / 16);
  }
  return negative ? -value : value;
}

Decimal parse(std::string_view text) {
  Decimal out;
  out.negative = text.starts_with('-');
  if (out.negative) text.remove_prefix(1);
  size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) out.exponent = parse_exponent(text.substr(e + 1));
  std::string_view mantissa = text.substr(0, e);
  size_t point = std::min(mantissa.find('.'), mantissa.size());
  out.exponent += static_cast<int64_t>(point);
  out.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) out.digits += mantissa.substr(point + 1);
  size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.exponent -= static_cast<int64_t>(zeros);
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  return out.digits.empty() ? Decimal{} : out;
}

// Of the absolute values.
std::strong_ordering compare_magnitude(const Decimal& a, const Decimal& b) {
  if (a.digits.empty() || b.digits.empty()) return !a.digits.empty() <=> !b.digits.empty();
  if (a.exponent != b.exponent) return a.exponent <=> b.exponent;
  return a.digits <=> b.digits;
}

}  // namespace

bool is_number(std::string_view text) {
  size_t start = text.starts_with('-') ? 1 : 0;
  size_t at = skip_digits(text, start);
  if (at == start) return false;
  if (at < text.size() && text[at] == '.') {
    size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  Decimal x = parse(a), y = parse(b);
  if (x.negative != y.negative) return y.negative <=> x.negative;
  return x.negative ? compare_magnitude(y, x) : compare_magnitude(x, y);
}

std::string canonical_number(std::string_view number) {
  Decimal value = parse(number);
  return fmt::format("{}0.{}e{}", value.negative ? "-" : "", value.digits, value.exponent);
}

}  // namespace berm::reference
