// Decimal numbers as texts, of any length, compared exactly and without allocating.
#pragma once

#include <compare>
#include <string_view>

namespace berm {

// As JSON writes numbers, with leading zeros allowed: "10", "-2.50", "1e3".
bool is_number(std::string_view text);
// Of two texts that are numbers.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

}  // namespace berm
