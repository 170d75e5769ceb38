#include "base/decimal.h"

#include <gtest/gtest.h>

namespace berm {
namespace {

TEST(Decimal, TellsNumbers) {
  for (const char* text : {"0", "-0", "10", "-2.50", "1e3", "1E+3", "0.5e-7", "007"})
    EXPECT_TRUE(is_number(text)) << text;
  for (const char* text : {"", "-", "1.", ".5", "1e", "1e+", "0x1", " 1", "1 ", "+1", "1.2.3", "NaN"}) {
    EXPECT_FALSE(is_number(text)) << text;
  }
}

TEST(Decimal, ComparesValuesAndNotTexts) {
  const char* rising[] = {"-1e9", "-20", "-2.5", "-0.001", "0", "1e-9", "0.0010001", "1", "9.99", "10", "1e100"};
  for (size_t i = 0; i < std::size(rising); ++i) {
    for (size_t j = 0; j < std::size(rising); ++j) {
      EXPECT_EQ(compare_numbers(rising[i], rising[j]), i <=> j) << rising[i] << " " << rising[j];
    }
  }
}

TEST(Decimal, OneValueHasManyTexts) {
  const std::pair<const char*, const char*> pairs[] = {{"10", "1e1"},     {"0", "-0.00"},     {"2.50", "2.5"},
                                                       {"0.001", "1e-3"}, {"1200", "1.2E+3"}, {"007", "7"},
                                                       {"0.10", ".1e0"},  {"100e-2", "1"},    {"1.0", "1"}};
  for (const auto& [a, b] : pairs) EXPECT_EQ(compare_numbers(a, b), std::strong_ordering::equal) << a << " " << b;
  EXPECT_EQ(compare_numbers("9007199254740993", "9007199254740992"), std::strong_ordering::greater);
}

}  // namespace
}  // namespace berm
