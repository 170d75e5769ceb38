#include "runtime/eval/prepared.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "reference/value.h"

namespace berm::eval {
namespace {

TEST(Glob, MatchesAsAllPatternsDo) {
  for (std::string_view pattern : {"x", "x*", "*x", "*x*", "*", "", "?", "x?", "a*b", "**", "\x01*", "*\x02"}) {
    for (std::string_view text : {"", "x", "xy", "yx", "axb", "x*", "*", "?", "\x01", "\xC3\xA9", "x\xC3\xA9"}) {
      EXPECT_EQ(Glob(pattern, false).matches(text), glob_match(pattern, reference::shield(text)))
          << pattern << " on " << text;
    }
  }
}

TEST(Glob, OfArnsGoesBySegments) {
  Glob glob("arn:aws:s3:::x*", true);
  EXPECT_TRUE(glob.matches("arn:aws:s3:::xy"));
  EXPECT_FALSE(glob.matches("arn:aws:s3:::y"));
  EXPECT_FALSE(Glob("*", true).matches("arn:aws:s3:::y"));
}

TEST(Texts, HoldWhatTheyWereGiven) {
  Texts texts({"a", "b", "b", "", "a longer text than eight bytes"});
  for (std::string_view text : {"a", "b", "", "a longer text than eight bytes"}) EXPECT_TRUE(texts.contains(text));
  for (std::string_view text : {"c", "A", "a longer text than eight byte"}) EXPECT_FALSE(texts.contains(text));
  EXPECT_FALSE(Texts({"a"}).contains(""));
}

TEST(Network, IsParsedAsElsewhere) {
  for (std::string_view text :
       {"10.0.0.0/8", "1.2.3.4", "0.0.0.0/0", "255.255.255.255/32", "01.2.3.4", "1.2.3", "1.2.3.4.5", "1.2.3.4/",
        "1.2.3.4/33", "1.2.3.4/08", "1.2.3.256", "1.2.3.4/8x", "", "::/0", "x"}) {
    auto fast = parse_network(text), slow = access::parse_cidr(text);
    ASSERT_EQ(fast.has_value(), slow.has_value()) << text;
    if (!fast) continue;
    EXPECT_TRUE(access::covers(*fast, *slow) && access::covers(*slow, *fast)) << text;
  }
}

TEST(Numbers, AreComparedExactly) {
  EXPECT_EQ(compare_numbers("1", "1.0"), 0);
  EXPECT_EQ(compare_numbers("-0", "0"), 0);
  EXPECT_EQ(compare_numbers("9007199254740993", "9007199254740992"), 1);
  EXPECT_EQ(compare_numbers("100000000000000000000", "100000000000000000001"), -1);
  EXPECT_EQ(compare_numbers("-2", "1e-3"), -1);
}

TEST(Regex, IsCompiledOnceAndMatchesNothingWhereItIsNone) {
  Regex regex("^x[0-9]+$");
  EXPECT_TRUE(regex.matches("x12"));
  EXPECT_FALSE(regex.matches("y12"));
  EXPECT_FALSE(Regex("(").matches("("));
}

}  // namespace
}  // namespace berm::eval
