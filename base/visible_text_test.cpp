#include "base/visible_text.h"

#include <gtest/gtest.h>

namespace berm {
namespace {

TEST(VisibleText, KeepsOrdinaryText) { EXPECT_EQ(visible("aws_x.a[\"é中😀\"] \\ %"), "aws_x.a[\"é中😀\"] \\ %"); }

TEST(VisibleText, ShowsControls) {
  EXPECT_EQ(visible("a\x1b[31mb\x07"), "a\\u{1b}[31mb\\u{7}");
  EXPECT_EQ(visible("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(visible(std::string_view("a\0b\x7f", 4)), "a\\u{0}b\\u{7f}");
  EXPECT_EQ(visible("\xC2\x9B"
                    "2J"),
            "\\u{9b}2J");
}

TEST(VisibleText, ShowsWhatTurnsOrHidesText) {
  EXPECT_EQ(visible("\u202Eevil\u2066\uFEFF\u200B"), "\\u{202e}evil\\u{2066}\\u{feff}\\u{200b}");
}

TEST(VisibleText, ShowsInvalidBytes) {
  EXPECT_EQ(visible("a\xFFz"), "a\\x{ff}z");
  EXPECT_EQ(visible("\xE4\xB8"), "\\x{e4}\\x{b8}");
  EXPECT_EQ(visible("\x80"), "\\x{80}");
}

TEST(VisibleText, ProseIsOneLine) { EXPECT_EQ(visible_prose("  a\n\n b\tc  \x1b"), "a b c \\u{1b}"); }

TEST(VisibleText, LogCommandsAreDefused) {
  EXPECT_EQ(without_log_commands("  ::error::x"), "  \\::error::x");
  EXPECT_EQ(without_log_commands("a ##[error] ##[group]"), "a ##\\[error] ##\\[group]");
  EXPECT_EQ(without_log_commands("open to ::/0"), "open to ::/0");
  EXPECT_EQ(without_log_commands(""), "");
}

}  // namespace
}  // namespace berm
