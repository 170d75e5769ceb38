// Decimal numbers, compared exactly however long they are. Internal to this folder.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berm::access {

// value = ±0.DIGITS × 10^exponent, without zeros at either end of the digits.
struct Decimal {
  bool negative = false;
  std::string digits;  // empty: zero
  int64_t exponent = 0;
  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal&) const = default;
};

// "10", "-2.50", "1e3". None: not a number.
std::optional<Decimal> parse_decimal(std::string_view text);

}  // namespace berm::access
