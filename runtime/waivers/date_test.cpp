#include "runtime/waivers/date.h"

#include <gtest/gtest.h>

namespace berm::waivers {
namespace {

TEST(Day, IsReadAndWritten) {
  for (std::string_view text : {"2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"}) {
    auto day = parse_day(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(to_text(*day), text);
  }
  EXPECT_EQ(*parse_day("2027-01-01") - *parse_day("2026-12-31"), std::chrono::days(1));
}

TEST(Day, RefusesWhatIsNone) {
  for (std::string_view text : {"", "2026-02-30", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                                "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01T00:00:00Z", " 2026-01-01",
                                "2026-01-0x", "+026-01-01", "-026-01-01", "31-12-2026", "never", "２０２６-01-01"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

TEST(Day, TodayIsADay) { EXPECT_EQ(parse_day(to_text(today())), today()); }

}  // namespace
}  // namespace berm::waivers
