#include "compiler/parse/parse.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace berm::parse {
namespace {

struct Parsed {
  SourceSet sources;
  Diagnostics diagnostics;
  ast::File file;
};

void parse_text(std::string text, Parsed& into) {
  into.file = parse(into.sources.add("test.berm", std::move(text)), into.sources, into.diagnostics);
}

std::string kinds(const std::string& text) {
  Parsed parsed;
  parse_text(text, parsed);
  std::string joined;
  for (const Diagnostic& each : parsed.diagnostics.items()) {
    joined += (joined.empty() ? "" : " ") + std::string(id(each.kind));
  }
  return joined;
}

// The underlined text of the first message.
std::string underlined(const std::string& text) {
  Parsed parsed;
  parse_text(text, parsed);
  if (parsed.diagnostics.empty()) return {};
  return std::string(parsed.sources.text(*parsed.diagnostics.items()[0].span));
}

// Of the processor, whatever else the machine does.
double seconds_for(const std::string& text) {
  std::clock_t before = std::clock();
  Parsed parsed;
  parse_text(text, parsed);
  return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

constexpr char kSample[] = R"(package acme.baseline
import std.aws.logging
param regions: list<region> = ["eu-west-1"]
principal ops = role "ops/*" with mfa within 1h, sso "Admin" tagged "team" == "ops"
/// Documented.
@severity(critical)
rule log_1: for team t: cap t.principals at s3:{GetObject, Put*} minus s3:PutBucketPolicy on t.storage
  except role "{ops}-x" except calls s3:* if unknown fail accept wider "known"
hazard h {
  calls lambda:CreateFunctionUrlConfig where { context["lambda:FunctionUrlAuthType"] == "NONE" }
  plan aws_instance i where { any c in i.a[*].b { covers(c, "0.0.0.0/0") } } assume unset i.x = false say "{address(i)}!"
}
test "t" {
  call { principal role "a" with mfa action s3:GetObject context { "k" = [1, 2.5, `r+`] } } expect not denied
  plan { update aws_x "n"["k"] in "module.m" { a = unknown  b { c = -1 } } from { a = null } } expect violation log_1 on "x"
}
)";

TEST(Parse, AcceptsEveryConstructOfTheSample) { EXPECT_EQ(kinds(kSample), ""); }

TEST(Parse, KeywordsAreAttributesAndFields) {
  EXPECT_EQ(kinds("package a\n"
                  "rule r: require aws_x b: b.rule == b.where.plan and b.in == b.not[\"x\"]\n"
                  "test \"t\" { plan { create aws_x \"n\" { rule { test = 1 } principal = \"*\"\n"
                  "  rule = 2\n  test { where = 3 } } } expect clean }\n"
                  "declare resource k { import: string  plan: map<any> }\n"),
            "");
}

TEST(Parse, ActionsAreOneWord) {
  Parsed parsed;
  parse_text("package a\nactions s = s3:Get* plus execute-api:invoke plus s3:{A,\n // why\n *B} minus base.s\n",
             parsed);
  ASSERT_TRUE(parsed.diagnostics.empty());
  const auto& items = std::get<ast::ActionsDecl>(parsed.file.decls.at(0)).actions.items;
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(items[0].pattern, "s3:Get*");
  EXPECT_EQ(items[1].pattern, "execute-api:invoke");
  EXPECT_EQ(items[3].pattern, "s3:*B");
  EXPECT_EQ(items[4].name.text(), "base.s");
  EXPECT_EQ(items[4].sign, ast::ActionItem::Sign::Minus);
}

TEST(Parse, DecodesStrings) {
  Parsed parsed;
  parse_text("package a\nlet x = \"a\\n\\\"{{b}} {c.d}e\"\n", parsed);
  ASSERT_TRUE(parsed.diagnostics.empty());
  const ast::Expr* value = std::get<ast::LetDecl>(parsed.file.decls.at(0)).value;
  ASSERT_EQ(value->kind, ast::ExprKind::Interpolation);
  ASSERT_EQ(value->children.size(), 3u);
  EXPECT_EQ(value->children[0]->text, "a\n\"{b} ");
  EXPECT_EQ(value->children[1]->kind, ast::ExprKind::Member);
  EXPECT_EQ(value->children[2]->text, "e");
}

TEST(Parse, DocumentationBelongsToTheNextDeclaration) {
  Parsed parsed;
  parse_text("/// The file.\npackage a\n/// One.\n/// Two.\nlet x = 1\nlet y = 2\n", parsed);
  EXPECT_EQ(parsed.file.doc, "The file.");
  EXPECT_EQ(std::get<ast::LetDecl>(parsed.file.decls.at(0)).doc, "One.\nTwo.");
  EXPECT_EQ(std::get<ast::LetDecl>(parsed.file.decls.at(1)).doc, "");
}

TEST(Parse, OneMistakeLosesOneDeclaration) {
  Parsed parsed;
  parse_text("package a\nlet x = 1\nrule r: forbid ((\nlet y = 2\nhazard h {\n  calls\nlet z = 3\n", parsed);
  EXPECT_EQ(parsed.file.decls.size(), 3u);
  EXPECT_EQ(parsed.diagnostics.items().size(), 2u);
  ASSERT_EQ(parsed.file.lost.size(), 2u);
  EXPECT_EQ(parsed.file.lost[1].text, "h");
}

TEST(Parse, MendsPlainMistakesAndReadsOn) {
  Parsed parsed;
  parse_text("package a\nruel r: frobid s3: GetObject exept anyone\n", parsed);
  EXPECT_EQ(parsed.diagnostics.items().size(), 4u);
  ASSERT_EQ(parsed.file.decls.size(), 1u);
  const auto& rule = std::get<ast::RuleDecl>(parsed.file.decls[0]);
  EXPECT_EQ(std::get<ast::ForbidSentence>(rule.sentence).actions.items.at(0).pattern, "s3:GetObject");
  EXPECT_EQ(rule.exceptions.size(), 1u);
}

TEST(Parse, UnderlinesThePlace) {
  EXPECT_EQ(underlined("package a\nrule r: require x b: b.c = 1\n"), "=");
  EXPECT_EQ(underlined("package a\nlet x = 30min\n"), "30min");
  EXPECT_EQ(underlined("package a\nrule r: confine region x\n"), "x");
  EXPECT_EQ(underlined("package a\nrule ä: forbid x\n"), "ä");
}

TEST(Parse, RefusesWhatIsNoText) {
  EXPECT_EQ(kinds(std::string("package a\0", 10)), "nul-byte");
  EXPECT_EQ(kinds("package a\xC3"), "invalid-utf8");
  EXPECT_EQ(kinds(std::string(kMaxSourceBytes + 1, ' ')), "source-too-large");
  EXPECT_EQ(kinds(std::string(100u << 20, 'a')), "source-too-large");
  std::string list = "package a\nlet x = [";
  while (list.size() < kMaxDeclarationTokens * 2) list += "1,";
  EXPECT_EQ(kinds(list), "source-too-large");
  EXPECT_EQ(kinds("\xEF\xBB\xBFpackage a\n"), "");
  EXPECT_EQ(kinds(""), "missing-package");
}

TEST(Parse, RefusesDeepNesting) {
  auto repeat = [](std::string_view text, size_t times) {
    std::string out;
    for (size_t i = 0; i < times; ++i) out += text;
    return out;
  };
  std::string start = "package a\nlet x = ";
  EXPECT_EQ(kinds(start + repeat("(", 100'000)), "too-deep");
  EXPECT_EQ(kinds(start + repeat("[", 100'000)), "too-deep");
  EXPECT_EQ(kinds(start + repeat("f(", 256) + "1" + repeat(")", 256)), "");
  EXPECT_EQ(kinds(start + repeat("not ", 100'000) + "y"), "too-deep");
  EXPECT_EQ(kinds(start + repeat("-", 100'000) + "1"), "too-deep");
  EXPECT_EQ(kinds(start + "y" + repeat(".a", 50'000)), "too-deep");
  EXPECT_EQ(kinds(start + "y" + repeat(" and y", 50'000)), "too-deep");
  EXPECT_EQ(kinds(start + "y" + repeat(" < y and y", 300)), "");
  EXPECT_EQ(kinds("package a\nparam x: " + repeat("list<", 100'000)), "too-deep");
  EXPECT_EQ(kinds(start + "\"{" + repeat("(", 100'000) + "}\""), "too-deep");
}

TEST(Parse, SurvivesACutAtEveryByte) {
  std::string sample = kSample;
  for (size_t length = 0; length < sample.size(); ++length) kinds(sample.substr(0, length));
}

TEST(Parse, SurvivesTheLossOfEveryByte) {
  std::string sample = kSample;
  for (size_t at = 0; at < sample.size(); at += 3) kinds(sample.substr(0, at) + sample.substr(at + 1));
}

TEST(Parse, SurvivesTokenSoup) {
  constexpr std::string_view kTokens[] = {
      "rule",  "x",     ":",    "forbid",   "{",        "}",     "(",      ")",      "[",      "]",
      ",",     "where", "plan", "calls",    "s3:{",     "s3:A",  "\"a{b}", "\"c\"",  "==",     "=",
      "not",   "in",    "any",  "\n",       "test",     "call",  "role",   "with",   "mfa",    "@",
      "///d",  "30m",   "`r`",  "<",        "except",   "and",   "\nlet",  "y",      "\nrule", "1",
      ".",     "[*]",   "'q'",  "\nhazard", "h",        "/*",    "*/",     "expect", "\"{",    "\"",
      "list<", ">",     "-",    "??",       "\xC3\xA4", "no-op", "*",      "Get*",   "\nteam", "require"};
  std::mt19937 random(20240901);
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? "package a\n" : "";
    for (size_t i = random() % 60; i > 0; --i) text += std::string(kTokens[random() % std::size(kTokens)]) + " ";
    kinds(text);
  }
}

TEST(Parse, SurvivesRandomBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (size_t i = random() % 200; i > 0; --i) text += static_cast<char>(1 + random() % 126);
    kinds(text);
  }
}

std::string rules(size_t count) {
  std::string text = "package a\n";
  for (size_t i = 0; i < count; ++i) {
    text += "/// Number.\n@severity(high)\nrule r" + std::to_string(i) +
            ": require aws_db_instance d where { creating(d) or updating(d) }: d.a == true and (d.b ?? 0) >= 7 "
            "except role \"x\" with mfa\n";
  }
  return text;
}

// Bounds are generous: a debug build with sanitizers on a busy machine keeps them too, a quadratic parser does not.
TEST(Parse, TakesLinearTime) {
  seconds_for(rules(100));
  double small = seconds_for(rules(1'000));
  double large = seconds_for(rules(10'000));
  RecordProperty("seconds_for_10000_rules", std::to_string(large));
  EXPECT_LT(large, 30 * small + 0.5);
  EXPECT_LT(large, 60);
}

TEST(Parse, TakesLinearTimeOnLongRuns) {
  for (std::string_view piece :
       {"a-b-c", "/* ", "\"a\" ", "x and ", "{ ", "'", "[1] ", "a: ", "? ", "rule ", "/// d\n", "1,\nlet y = 2\n"}) {
    std::string text = "package a\nlet x = ";
    while (text.size() < 200'000) text += piece;
    EXPECT_LT(seconds_for(text), 20) << piece;
  }
}

}  // namespace
}  // namespace berm::parse
