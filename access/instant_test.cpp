#include "access/instant.h"

#include <gtest/gtest.h>

#include "access/evaluate.h"

namespace berm::access {
namespace {

TEST(Instant, ReadsIso8601) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_time("2026-01-31T12:00:00Z"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31T12:00Z"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31t12:00:00z"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31T14:00:00+02:00"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31T10:00:00-0200"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31T14:00:00+02"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31T12:00:00"), 1769860800);
  EXPECT_EQ(parse_time("2026-01-31"), 1769817600);
  EXPECT_EQ(parse_time("2026-01"), 1767225600);
  EXPECT_EQ(parse_time("2024-02-29"), 1709164800);
}

TEST(Instant, ReadsEpochSeconds) {
  EXPECT_EQ(parse_time("0"), 0);
  EXPECT_EQ(parse_time("1769860800"), 1769860800);
  EXPECT_EQ(parse_time("-292275054"), -292275054);
  EXPECT_EQ(parse_time("2024"), 2024);
}

TEST(Instant, RefusesWhatIsNoDate) {
  for (std::string_view text :
       {"", "a", "not a date", "2026-13-01", "2026-02-30", "2026-01-31T", "2026-01-31T24:00:00Z",
        "2026-01-31T12:60:00Z", "2026-01-31T12:00:00.Z", "2026-01-31T12:00:00Zx", "2026-01-31 12:00:00Z", "26-01-31",
        "99999999999999999999", "2026-01-31T12:00:00+2", "234-13", "1.", "--1", "2026-1-1"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(Instant, ComparesFractions) {
  EXPECT_LT(*parse_instant("2026-01-31T12:00:00.25Z"), *parse_instant("2026-01-31T12:00:00.5Z"));
  EXPECT_EQ(*parse_instant("2026-01-31T12:00:00.50Z"), *parse_instant("1769860800.5"));
  EXPECT_LT(*parse_instant("-0.5"), *parse_instant("0"));
  EXPECT_LT(*parse_instant("-1.5"), *parse_instant("-1"));
  EXPECT_EQ(parse_time("2026-01-31T12:00:00.999999999999Z"), 1769860800);
}

TEST(Instant, IsWrittenAsItIsRead) {
  EXPECT_EQ(time_text(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(time_text(1'769'846'400), "2026-01-31T08:00:00Z");
  for (int64_t seconds : {-1, 951'782'400, 1'709'164'799}) EXPECT_EQ(parse_time(time_text(seconds)), seconds);
}

}  // namespace
}  // namespace berm::access
