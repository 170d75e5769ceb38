#include "base/yaml/yaml.h"

#include <gtest/gtest.h>

namespace berm::yaml {
namespace {

constexpr Format kFormat = {"the file",
                            DiagnosticKind::ManifestSyntax,
                            DiagnosticKind::ManifestUnknownKey,
                            DiagnosticKind::ManifestRepeatedKey,
                            DiagnosticKind::ManifestMissingKey,
                            DiagnosticKind::ManifestWrongType,
                            DiagnosticKind::ManifestWrongValue};

std::string why_not(std::string_view text) {
  Diagnostics diagnostics;
  if (parse(text, "x.yaml", kFormat, diagnostics)) return "read";
  if (diagnostics.items().size() != 1) return "not one diagnostic";
  const Diagnostic& first = diagnostics.items().front();
  return std::to_string(first.position->line) + ":" + std::to_string(first.position->column) + " " + first.message;
}

TEST(Yaml, BuildsTreesWithPlaces) {
  Diagnostics diagnostics;
  auto root = parse("a: 1\nb:\n  - x\n  - {c: ~, 'd': \"\"}\n", "x.yaml", kFormat, diagnostics);
  ASSERT_TRUE(root && root->is_map());
  ASSERT_EQ(root->entries.size(), 2u);
  EXPECT_EQ(root->entries[0].value.text, "1");
  const Node& list = root->entries[1].value;
  ASSERT_TRUE(list.is_list() && list.items.size() == 2);
  EXPECT_EQ(list.items[0].text, "x");
  EXPECT_EQ(list.items[0].line, 3u);
  EXPECT_EQ(list.items[0].column, 5u);
  ASSERT_EQ(list.items[1].entries.size(), 2u);
  EXPECT_EQ(list.items[1].entries[0].value.kind, Node::Kind::Empty);
  EXPECT_TRUE(list.items[1].entries[1].value.is_scalar());
}

TEST(Yaml, KeepsRepeatedKeysForTheReader) {
  Diagnostics diagnostics;
  auto root = parse("a: 1\na: 2\n", "x.yaml", kFormat, diagnostics);
  ASSERT_TRUE(root);
  int seen = 0;
  Reader(kFormat, "x.yaml", diagnostics).read_map(*root, "the map", {{"a", [&](const Node&) { ++seen; }}});
  EXPECT_EQ(seen, 1);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].message, "`a` stands twice in the map");
  EXPECT_EQ(diagnostics.items()[0].position->line, 2u);
}

TEST(Yaml, RefusesWhatCannotBeReadWhole) {
  EXPECT_EQ(why_not(""), "0:0 the file is empty");
  EXPECT_EQ(why_not("# nothing\n"), "0:0 the file is empty");
  EXPECT_EQ(why_not("a: [1,\nb: 2\n"), "3:1 the file is not well-formed YAML here");
  EXPECT_EQ(why_not("\xff"), "0:0 the file is not valid UTF-8");
  EXPECT_EQ(why_not("a: 1\n---\nb: 2\n"), "3:1 a second YAML document starts here, and the file is one");
  EXPECT_EQ(why_not(std::string((1 << 20) + 1, ' ')), "0:0 the file has more than 1 MB");
}

// Nine lines of aliases make a billion values.
TEST(Yaml, RefusesAnchorsAndAliases) {
  constexpr std::string_view kWhy = "anchors and aliases (`&x`, `*x`) are not read; write the value out";
  EXPECT_EQ(why_not("a: &x [1, 2]\nb: [*x, *x]\n"), "1:4 " + std::string(kWhy));
  EXPECT_EQ(why_not("a: &x b\n"), "1:4 " + std::string(kWhy));
  EXPECT_NE(why_not("a: &a [*a]\n"), "read");
  EXPECT_NE(why_not("a: *unknown\n"), "read");
}

TEST(Yaml, BoundsDepthAndSize) {
  EXPECT_EQ(why_not(std::string(33, '[') + std::string(33, ']')), "1:33 this is nested more than 32 deep");
  EXPECT_EQ(why_not(std::string(32, '[') + std::string(32, ']')), "read");
  EXPECT_NE(why_not(std::string(100000, '[')), "read");
  EXPECT_NE(why_not(std::string(100000, '{')), "read");
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += std::string(static_cast<size_t>(i % 600), ' ') + "- \n";
  EXPECT_NE(why_not(deep), "read");
  std::string many = "[";
  for (int i = 0; i < 300'000; ++i) many += "1,";
  EXPECT_EQ(why_not(many + "]").substr(0, 15), "1:400000 more t");
}

TEST(Yaml, SurvivesEveryPrefixAndFlippedByte) {
  const std::string text =
      "a: {b: [1, \"x\\ty\", 'z'], ? k : v}\nc: |\n  text\n  more\nd: >-\n  folded\n? [x]\n: !!str y\n";
  for (size_t cut = 0; cut <= text.size(); ++cut) why_not(text.substr(0, cut));
  for (size_t at = 0; at < text.size(); ++at) {
    for (char other : {'\0', '\n', '\t', '{', ']', '&', '*', '!', '%', ':', '-', '"', '\x7f'}) {
      std::string changed = text;
      changed[at] = other;
      EXPECT_FALSE(why_not(changed).empty());
    }
  }
}

}  // namespace
}  // namespace berm::yaml
