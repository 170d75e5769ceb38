#include "base/diagnostic.h"

#include <gtest/gtest.h>

namespace berm {
namespace {

std::string rendered(std::string text, Span span, unsigned width = 100) {
  SourceSet sources;
  sources.add("a.berm", std::move(text));
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::NulByte, "found `x`").at(span).help("write `y`");
  return render(diagnostics, sources, {.color = false, .width = width});
}

TEST(Render, UnderlinesThePlace) {
  EXPECT_EQ(rendered("one\ntwo words\n", {{0}, 8, 13}),
            "error: found `x` [nul-byte]\n"
            " --> a.berm:2:5\n"
            "  |\n"
            "2 | two words\n"
            "  |     ^^^^^\n"
            "  = help: write `y`\n");
}

TEST(Render, TabsAndWideCharactersKeepTheUnderlineAligned) {
  std::string out = rendered("\té日 x", {{0}, 7, 8});
  EXPECT_NE(out.find("1 |     é日 x\n  |         ^\n"), std::string::npos) << out;
}

TEST(Render, CutsALongLineAroundThePlace) {
  std::string out = rendered(std::string(500, 'a') + "BAD" + std::string(500, 'c'), {{0}, 500, 503}, 60);
  EXPECT_NE(out.find("BAD"), std::string::npos);
  size_t begin = out.find("1 | ");
  EXPECT_LE(out.find('\n', begin) - begin, 60u);
  size_t mark = out.find("^^^");
  EXPECT_EQ(mark - (out.rfind('\n', mark) + 1), out.find("BAD") - begin);
}

TEST(Render, SourceCannotTalkToTheTerminal) {
  std::string out = rendered("a\x1b[31mred", {{0}, 0, 1});
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(rendered("a\u202Ered", {{0}, 0, 1}).find("\u202E"), std::string::npos);
}

TEST(Render, MessagesStayOnOneLine) {
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::NulByte, "can't read `a\n::error::b`").at(InputPosition{"a\n::error::b"});
  EXPECT_EQ(render(diagnostics, SourceSet(), {}),
            "error: can't read `a\\n::error::b` [nul-byte]\n --> a\\n::error::b\n");
}

TEST(Render, EndOfFileAndInvalidBytesHaveAPlace) {
  EXPECT_NE(rendered("ab", {{0}, 2, 2}).find("  |   ^\n"), std::string::npos);
  EXPECT_NE(rendered("a\xff z", {{0}, 1, 2}).find("1 | a\\x{ff} z\n  |  ^^^^^^\n"), std::string::npos);
}

TEST(Diagnostics, SortByPlaceAndDropRepeats) {
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::NulByte, "later").at(Span{{0}, 5, 6});
  diagnostics.add(DiagnosticKind::NulByte, "first").at(Span{{0}, 1, 2});
  diagnostics.add(DiagnosticKind::NulByte, "later").at(Span{{0}, 5, 6});
  diagnostics.sort();
  ASSERT_EQ(diagnostics.items().size(), 2u);
  EXPECT_EQ(diagnostics.items()[0].message, "first");
}

// Ours in kebab-case; what AWS itself would say of a policy under the code that AWS has for it.
TEST(Diagnostics, EveryIdIsUniqueAndOfOneCase) {
  std::vector<std::string_view> seen;
  for (DiagnosticKind kind : all_diagnostic_kinds()) {
    for (std::string_view other : seen) EXPECT_NE(id(kind), other);
    const bool ours = id(kind).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
    const bool of_aws = id(kind).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
    EXPECT_TRUE(ours || of_aws) << id(kind);
    seen.push_back(id(kind));
  }
}

}  // namespace
}  // namespace berm
