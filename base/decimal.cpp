#include "base/decimal.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace berm {
namespace {

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// Saturates far beyond what the digits of a text can move.
int64_t parse_exponent(std::string_view text) {
  constexpr int64_t kFar = int64_t{1} << 60;
  const bool negative = text.starts_with('-');
  int64_t value = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9') value = std::min(value * 10 + (c - '0'), kFar / 16);
  }
  return negative ? -value : value;
}

// ± 0.DIGITS × 10^exponent. The digits are those of `rest`, which begins with one that is not zero, without its point.
struct Decimal {
  bool negative = false;
  std::string_view rest;  // empty: zero
  int64_t exponent = 0;
};

Decimal parse(std::string_view text) {
  Decimal out;
  out.negative = text.starts_with('-');
  if (out.negative) text.remove_prefix(1);
  const size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) out.exponent = parse_exponent(text.substr(e + 1));
  const std::string_view mantissa = text.substr(0, e);
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  const size_t first = mantissa.find_first_not_of("0.");
  if (first == std::string_view::npos) return {};
  out.rest = mantissa.substr(first);
  const size_t zeros = first > point ? first - 1 : first;
  out.exponent += static_cast<int64_t>(point) - static_cast<int64_t>(zeros);
  return out;
}

// The next digit; zeros behind the last one.
char next_digit(std::string_view& rest) {
  if (rest.starts_with('.')) rest.remove_prefix(1);
  if (rest.empty()) return '0';
  const char digit = rest.front();
  rest.remove_prefix(1);
  return digit;
}

std::strong_ordering compare_magnitude(Decimal a, Decimal b) {
  if (a.rest.empty() || b.rest.empty()) return !a.rest.empty() <=> !b.rest.empty();
  if (a.exponent != b.exponent) return a.exponent <=> b.exponent;
  while (!a.rest.empty() || !b.rest.empty()) {
    const auto order = next_digit(a.rest) <=> next_digit(b.rest);
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

}  // namespace

bool is_number(std::string_view text) {
  const size_t start = text.starts_with('-') ? 1 : 0;
  size_t at = skip_digits(text, start);
  if (at == start) return false;
  if (at < text.size() && text[at] == '.') {
    const size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  const Decimal x = parse(a), y = parse(b);
  if (x.negative != y.negative) return y.negative <=> x.negative;
  return x.negative ? compare_magnitude(y, x) : compare_magnitude(x, y);
}

}  // namespace berm
