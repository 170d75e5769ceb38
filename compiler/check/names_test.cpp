#include "compiler/check/names.h"

#include <gtest/gtest.h>

namespace berm::check {
namespace {

TEST(Fold, JoinsLinesAndDropsComments) {
  EXPECT_EQ(fold("forbid a   // the trail\n   by  role \"x\"\n"), "forbid a by role \"x\"");
}

TEST(Fold, LeavesStringsAlone) {
  EXPECT_EQ(fold("a  \"s3://b//c  \\\" d\"  b"), "a \"s3://b//c  \\\" d\" b");
  EXPECT_EQ(fold("matches `//  x`"), "matches `//  x`");
}

TEST(Fold, EndsWithAnOpenString) { EXPECT_EQ(fold("a \"b"), "a \"b"); }

TEST(FirstParagraph, StopsAtABlankLine) {
  EXPECT_EQ(first_paragraph("\n One line,\n another. \n\n More."), "One line, another.");
  EXPECT_EQ(first_paragraph(""), "");
}

}  // namespace
}  // namespace berm::check
