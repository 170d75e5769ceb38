#include "runtime/waivers/address.h"

#include <gtest/gtest.h>

namespace berm::waivers {
namespace {

bool matches(std::string_view pattern, std::string_view address) {
  EXPECT_EQ(AddressPattern::problem(pattern), "") << pattern;
  auto steps = steps_of(address);
  EXPECT_TRUE(steps) << address;
  return steps && AddressPattern(pattern).matches(*steps);
}

TEST(Address, StepsEndAtDotsOutsideOfBrackets) {
  auto steps = steps_of(R"(module.a["x.y"].aws_s3_bucket.b["]\"."])");
  ASSERT_TRUE(steps);
  ASSERT_EQ(steps->size(), 4u);
  EXPECT_EQ((*steps)[1].name, "a");
  EXPECT_EQ((*steps)[1].index, R"(["x.y"])");
  EXPECT_EQ((*steps)[3].index, R"(["]\"."])");
  EXPECT_EQ(steps_of("aws_instance.a[12]")->back().index, "[12]");
}

TEST(Address, RefusesWhatIsNone) {
  for (std::string_view text : {"", ".", "a.", ".a", "a..b", "a[", "a[]", "a[\"x]", "a[\"x\"", "a[x]", "a[1]b", "a[-1]",
                                "[0]", "a[\"x\\\"]", "a[*", "a[**]"}) {
    EXPECT_FALSE(steps_of(text)) << text;
    EXPECT_NE(AddressPattern::problem(text), "") << text;
  }
  for (std::string_view text : {"a.b**", "a.**[0]", "***", "a b.c", "**.x**.y", "a\n.b"}) {
    EXPECT_NE(AddressPattern::problem(text), "") << text;
  }
}

TEST(Address, NamesAreExact) {
  EXPECT_TRUE(matches("aws_s3_bucket.x", "aws_s3_bucket.x"));
  EXPECT_FALSE(matches("aws_s3_bucket.x", "aws_s3_bucket.xy"));
  EXPECT_FALSE(matches("aws_s3_bucket.x", "module.a.aws_s3_bucket.x"));
  EXPECT_FALSE(matches("module.legacy", "module.legacy.aws_s3_bucket.x"));
}

TEST(Address, StarsStayWithinAStep) {
  EXPECT_TRUE(matches("module.*.aws_iam_role.ci-*", "module.a.aws_iam_role.ci-1"));
  EXPECT_FALSE(matches("module.*.aws_iam_role.ci-*", "module.a.module.b.aws_iam_role.ci-1"));
  EXPECT_FALSE(matches("*", "aws_s3_bucket.x"));
  EXPECT_FALSE(matches("aws_s3_bucket.*", "aws_s3_bucket.x[0]"));
  EXPECT_FALSE(matches("module.*.aws_s3_bucket.x", "module.a[\"k\"].aws_s3_bucket.x"));
}

TEST(Address, DoubleStarsCrossSteps) {
  EXPECT_TRUE(matches("module.legacy.**", "module.legacy.aws_s3_bucket.x[0]"));
  EXPECT_TRUE(matches("module.legacy.**", "module.legacy.module.b[\"k\"].aws_s3_bucket.x"));
  EXPECT_FALSE(matches("module.legacy.**", "module.legacy2.aws_s3_bucket.x"));
  EXPECT_FALSE(matches("module.legacy.**", "module.legacy[0].aws_s3_bucket.x"));
  EXPECT_TRUE(matches("module.legacy[*].**", "module.legacy[0].aws_s3_bucket.x"));
  EXPECT_TRUE(matches("**.aws_s3_bucket.x", "aws_s3_bucket.x"));
  EXPECT_TRUE(matches("**.aws_s3_bucket.x", "module.a.module.b.aws_s3_bucket.x"));
  EXPECT_TRUE(matches("**.b.**.b.c", "a.b.b.x.b.b.c"));
  EXPECT_FALSE(matches("**.b.**.b.c", "a.b.c"));
  EXPECT_TRUE(matches("**", "a.b"));
}

TEST(Address, IndexesAreWritten) {
  EXPECT_TRUE(matches("x.y[\"k\"]", "x.y[\"k\"]"));
  EXPECT_FALSE(matches("x.y[\"k\"]", "x.y[\"l\"]"));
  EXPECT_FALSE(matches("x.y", "x.y[0]"));
  EXPECT_FALSE(matches("x.y[0]", "x.y"));
  EXPECT_TRUE(matches("x.y[*]", "x.y[0]"));
  EXPECT_TRUE(matches("x.y[*]", "x.y[\"a.b\"]"));
  EXPECT_FALSE(matches("x.y[*]", "x.y"));
  // A `*` in quotes is a key.
  EXPECT_FALSE(matches("x.y[\"*\"]", "x.y[\"k\"]"));
  EXPECT_TRUE(matches("x.y[\"*\"]", "x.y[\"*\"]"));
}

TEST(Address, KnowsWhenAnIndexIsAllThatIsMissing) {
  AddressPattern pattern("module.a.x.y");
  EXPECT_TRUE(pattern.matches_with_indexes(*steps_of("module.a[0].x.y[\"k\"]")));
  EXPECT_FALSE(pattern.matches_with_indexes(*steps_of("module.a[0].x.z")));
  EXPECT_FALSE(AddressPattern("x.y[0]").matches_with_indexes(*steps_of("x.y[1]")));
}

// A pattern of many `**` costs steps times steps, not more.
TEST(Address, ManyDoubleStarsStayCheap) {
  std::string pattern, address = "a";
  for (int i = 0; i < 2000; ++i) pattern += "**.a.", address += ".a";
  EXPECT_FALSE(matches(pattern + "b", address));
}

}  // namespace
}  // namespace berm::waivers
