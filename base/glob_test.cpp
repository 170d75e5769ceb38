#include "base/glob.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"

namespace berm {
namespace {

TEST(Glob, OverlapsWhereOneTextMatchesBoth) {
  EXPECT_TRUE(globs_overlap("s3:Get*", "s3:*Object"));
  EXPECT_TRUE(globs_overlap("*", ""));
  EXPECT_TRUE(globs_overlap("a?c", "abc"));
  EXPECT_FALSE(globs_overlap("s3:Get*", "s3:Put*"));
  EXPECT_FALSE(globs_overlap("ab", "ab?"));
}

TEST(Glob, MatchesWithoutRegardToCase) {
  EXPECT_TRUE(glob_match_ignore_case("S3:get*", "s3:GetObject"));
  EXPECT_TRUE(glob_match_ignore_case("s3:*OBJECT", "s3:GetObject"));
  EXPECT_FALSE(glob_match_ignore_case("s3:Put*", "s3:GetObject"));
  EXPECT_FALSE(glob_match_ignore_case("[", "{"));
}

TEST(Glob, CoversWhereNoTextEscapes) {
  EXPECT_TRUE(glob_covers("s3:*", "s3:Get*"));
  EXPECT_TRUE(glob_covers("*", "*"));
  EXPECT_TRUE(glob_covers("a*c", "abbc"));
  EXPECT_TRUE(glob_covers("*", "a*b?"));
  EXPECT_TRUE(glob_covers("a*", "ab*"));
  EXPECT_TRUE(glob_covers("*c", "a*bc"));
  EXPECT_FALSE(glob_covers("s3:Get*", "s3:*"));
  EXPECT_FALSE(glob_covers("a?", "a*"));
  EXPECT_FALSE(glob_covers("", "*"));
}

// Every pattern and text over a small alphabet: the relations must agree with matching itself.
std::vector<std::string> words(const std::string& alphabet, size_t length) {
  std::vector<std::string> all{""};
  for (size_t begin = 0, n = 0; n < length; ++n) {
    const size_t end = all.size();
    for (; begin < end; ++begin) {
      for (const char c : alphabet) all.push_back(all[begin] + c);
    }
  }
  return all;
}

TEST(Glob, AgreesWithMatchingOnAllShortPatterns) {
  const auto patterns = words("ab*?", 3);
  const auto texts = words("abc", 5);
  for (const std::string& a : patterns) {
    for (const std::string& b : patterns) {
      bool overlap = false, covered = true;
      for (const std::string& text : texts) {
        const bool in_a = glob_match(a, text), in_b = glob_match(b, text);
        overlap |= in_a && in_b;
        covered &= in_a || !in_b;
      }
      EXPECT_EQ(globs_overlap(a, b), overlap) << a << " " << b;
      if (glob_covers(a, b)) {
        EXPECT_TRUE(covered) << a << " " << b;
      }
    }
  }
}

TEST(Glob, ComparesArnsSegmentBySegment) {
  EXPECT_TRUE(arns_overlap("arn:aws:s3:::b/*", "arn:aws:s3:::*/x"));
  EXPECT_FALSE(arns_overlap("arn:*:s3:::b", "arn:aws:sqs:::b"));
  EXPECT_TRUE(arn_covers("arn:aws:s3:::b/*", "arn:aws:s3:::b/p/*"));
  EXPECT_TRUE(arn_covers("*", "arn:aws:s3:::b"));
  EXPECT_FALSE(arn_covers("arn:aws:s3*", "arn:aws:s3:::b"));
  EXPECT_FALSE(is_whole_arn("arn:aws:s3"));
}

}  // namespace
}  // namespace berm
