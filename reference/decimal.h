// Numbers as text, compared exactly whatever their size: 1 == 1.0 == 10e-1.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace berm::reference {

// Whether the text is a number as JSON writes it.
bool is_number(std::string_view text);

// Both are numbers.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// The same text for the same number.
std::string canonical_number(std::string_view number);

}  // namespace berm::reference
