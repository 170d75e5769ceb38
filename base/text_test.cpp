#include "base/text.h"

#include <gtest/gtest.h>

#include <random>

namespace berm {
namespace {

TEST(Utf8, FindsTheFirstInvalidByte) {
  EXPECT_FALSE(find_invalid_utf8("plain é 日 😀"));
  for (size_t before = 0; before < 20; ++before) {
    std::string ascii(before, 'x');
    EXPECT_FALSE(find_invalid_utf8(ascii + "é" + ascii));
    EXPECT_EQ(find_invalid_utf8(ascii + "\xff" + ascii), before);
  }
  EXPECT_EQ(find_invalid_utf8("ab\xc0\xaf"), 2u);        // overlong
  EXPECT_EQ(find_invalid_utf8("\xed\xa0\x80"), 0u);      // surrogate
  EXPECT_EQ(find_invalid_utf8("a\xe6\x97"), 1u);         // cut
  EXPECT_EQ(find_invalid_utf8("\xf4\x90\x80\x80"), 0u);  // above U+10FFFF
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);  // combining acute
}

TEST(EditDistance, CountsSwapsAsOne) {
  EXPECT_EQ(edit_distance("forbid", "fobrid"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("StopLogging", "stoplogging"), 0u);
}

TEST(NearestName, TakesTheNearestAndNothingFar) {
  NearestName near("enable_loging");
  near.offer("enable_log");
  near.offer("enable_logging");
  near.offer("zone");
  EXPECT_EQ(near.best(), "enable_logging");
  NearestName far("xyz");
  far.offer("enable_logging");
  EXPECT_FALSE(far.best());
}

// It stops counting early; what it finds is what counting to the end would find.
TEST(NearestName, FindsWhatLiesNear) {
  std::minstd_rand random(7);
  auto word = [&](size_t longest) {
    std::string text(1 + random() % longest, 'a');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    return text;
  };
  size_t found = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string wanted = word(14), candidate = word(14);
    NearestName nearest(wanted);
    nearest.offer(candidate);
    bool near = edit_distance(wanted, candidate) <= std::max<size_t>(1, wanted.size() / 3);
    ASSERT_EQ(nearest.best().has_value(), near) << wanted << " " << candidate;
    found += near;
  }
  EXPECT_GT(found, 500u);
}

TEST(NearestName, LeavesNamesThatNobodyMistypes) {
  NearestName nearest(std::string(2'000'000, 'a'));
  nearest.offer(std::string(1'999'999, 'a'));
  EXPECT_FALSE(nearest.best());
}

TEST(Glob, MatchesRunsAndSingles) {
  EXPECT_TRUE(glob_match("a*c", "abbbc"));
  EXPECT_TRUE(glob_match("a*b*c", "a/b/b/c"));
  EXPECT_FALSE(glob_match("a*c", "abcd"));
  EXPECT_TRUE(glob_match("?", "日"));
  EXPECT_FALSE(glob_match("?", ""));
  EXPECT_TRUE(glob_match("*", ""));
}

TEST(Glob, StaysFastOnManyStars) {
  std::string pattern, text(5000, 'a');
  for (int i = 0; i < 50; ++i) pattern += "*a";
  EXPECT_FALSE(glob_match(pattern + "b", text));
}

TEST(AccountId, HasTwelveDigits) {
  EXPECT_TRUE(is_account_id("111122223333"));
  for (std::string_view text : {"", "11112222333", "1111222233334", "11112222333x", "1111 2222 33"}) {
    EXPECT_FALSE(is_account_id(text)) << text;
  }
}

}  // namespace
}  // namespace berm
