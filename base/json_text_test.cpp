#include "base/json_text.h"

#include <gtest/gtest.h>

namespace berm {
namespace {

TEST(JsonText, QuotesWhatItMust) {
  EXPECT_EQ(json_quoted("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json_quoted("a\nb\x01"), R"("a\u000ab\u0001")");
  EXPECT_EQ(json_quoted("\xC3\xA9/"), "\"\xC3\xA9/\"");
}

}  // namespace
}  // namespace berm
