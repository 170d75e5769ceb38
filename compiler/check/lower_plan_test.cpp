#include "compiler/check/expression_fixture.h"
#include "gtest/gtest.h"

namespace berm::check {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ExpressionTest, LowersComparisons) {
  EXPECT_EQ(plan("d.storage_encrypted == true and (d.backup_retention_period ?? 0) >= 7"),
            "((x0.storage_encrypted == true) and (7 <= (x0.backup_retention_period ?? 0)))");
  EXPECT_EQ(plan("d.port > 3 or d.port >= 4 or d.port < limit"), "((3 < x0.port) or (4 <= x0.port) or (x0.port < 7))");
  EXPECT_EQ(plan("d.name != \"x\" and d.name not like \"x*\" and d.name not in [\"a\"]"),
            "(not (x0.name == \"x\") and not (x0.name like \"x*\") and not (x0.name in [\"a\"]))");
  EXPECT_EQ(plan("d.name matches `^a+$`"), "(x0.name matches \"^a+$\")");
  EXPECT_EQ(plan("d.name matches pattern"), "(x0.name matches \"^a+$\")");
  EXPECT_THAT(plan("d.name == `^a+$`"), StartsWith("not-available-here @ `^a+$`"));
  EXPECT_THAT(plan("d.name matches limit"), StartsWith("type-mismatch @ limit"));
  EXPECT_EQ(plan("d.engine == null"), "(x0.engine == null)");
  EXPECT_EQ(plan("d.enabled and not d.enabled"), "(x0.enabled and not x0.enabled)");
}

TEST_F(ExpressionTest, FollowsPaths) {
  EXPECT_EQ(plan("g.rules[0].from_port == 22"), "(x1.rules[0].from_port == 22)");
  EXPECT_EQ(plan("g.tags[\"x\"] == \"y\" and g.tags.x == \"y\""),
            "((x1.tags[\"x\"] == \"y\") and (x1.tags[\"x\"] == \"y\"))");
  EXPECT_EQ(plan("tags(g)[\"public\"] == \"true\""), "(tags(x1)[\"public\"] == \"true\")");
  EXPECT_EQ(plan("g.timeouts.create == \"10m\""), "(x1.timeouts.create == \"10m\")");
  EXPECT_EQ(plan("m.manifest[\"spec\"].replicas == 3"), "(x2.manifest[\"spec\"].replicas == 3)");
  EXPECT_EQ(plan("before(d.enabled) == true and d.enabled == false"),
            "((before(x0.enabled) == true) and (x0.enabled == false))");
  EXPECT_EQ(plan("\"x\" in d.security_group_names"), "(\"x\" in x0.security_group_names)");
}

TEST_F(ExpressionTest, LowersQuantifiers) {
  EXPECT_EQ(plan("any c in g.ingress[*].cidr_blocks[*] { covers(c, world) }"),
            "(any v1 in x1.ingress[*].cidr_blocks[*] { covers(v1, cidr(\"0.0.0.0/0\")) })");
  EXPECT_EQ(plan("no r in g.rules { r.from_port == 22 }"), "not (any v1 in x1.rules { (v1.from_port == 22) })");
  EXPECT_EQ(plan("all r in g.rules[*] { r.from_port < 22 }"), "(all v1 in x1.rules[*] { (v1.from_port < 22) })");
  EXPECT_EQ(plan("count(r in g.rules { r.from_port == 3 }) >= 1"),
            "(1 <= (count v1 in x1.rules { (v1.from_port == 3) }))");
  // The values of a map.
  EXPECT_EQ(plan("any t in g.tags { t == \"x\" }"), "(any v1 in x1.tags { (v1 == \"x\") })");
  EXPECT_EQ(plan("count(g.rules) > 3"), "(3 < (count v1 in x1.rules { true }))");
  EXPECT_EQ(plan("length(g.ingress[*].cidr_blocks[*]) == 0"), "(length(x1.ingress[*].cidr_blocks[*]) == 0)");
}

TEST_F(ExpressionTest, CombinesAtMostTwoCollections) {
  auto kind = [&](const std::string& text) {
    std::string out = plan(text);
    return out.starts_with("costly-quantifier") ? out.substr(0, out.find(':')) : out.starts_with("(") ? "fine" : out;
  };
  EXPECT_EQ(kind("any a in g.rules { any b in g.ingress[*] { a.from_port == b.from_port } }"), "fine");
  EXPECT_EQ(kind("any a in g.rules { any b in a.cidr_blocks[*] { b == \"x\" } }"), "fine");
  EXPECT_EQ(
      kind("any a in g.rules { any b in g.ingress { any c in a.cidr_blocks { any e in b.cidr_blocks { c == e } } } }"),
      "fine");
  EXPECT_EQ(kind("(any a in g.rules { a.from_port == 1 }) and (any b in g.rules { b.from_port == 1 }) and "
                 "(any c in g.rules { any e in g.rules { c.from_port == e.from_port } })"),
            "fine");
  EXPECT_EQ(kind("any a in g.rules { any b in g.rules { any c in [1, 2] { a.from_port == c } } }"), "fine");
  EXPECT_EQ(kind("any a in g.rules { no b in g.ingress { all c in g.rules[*] { c.from_port == 1 } } }"),
            "costly-quantifier @ g.rules[*]");
  EXPECT_EQ(kind("any a in g.rules { any b in g.rules { count(c in g.ingress { c.from_port == 1 }) > 1 } }"),
            "costly-quantifier @ g.ingress");
  EXPECT_EQ(kind("any a in g.rules { any b in g.rules { count(g.ingress) > 1 } }"), "costly-quantifier @ g.ingress");
  EXPECT_EQ(kind("any a in g.rules { any b in g.rules { 3 in g.ingress[*].from_port } }"),
            "costly-quantifier @ g.ingress[*].from_port");
  EXPECT_EQ(kind("any a in g.rules { 3 in g.ingress[*].from_port and \"x\" in a.cidr_blocks }"), "fine");
  // Twice over the parts of one element: only one of the two goes with it.
  EXPECT_EQ(kind("any a in g.rules { any b in a.cidr_blocks { any c in a.cidr_blocks { b == c } } }"), "fine");
  EXPECT_EQ(kind("any a in g.rules { any b in a.cidr_blocks { any c in a.cidr_blocks { any e in a.cidr_blocks "
                 "{ b == c and c == e } } } }"),
            "costly-quantifier @ a.cidr_blocks");
}

TEST_F(ExpressionTest, FoldsConstants) {
  EXPECT_EQ(plan("\"a{world}b{limit}\" == d.name"), "(\"a0.0.0.0/0b7\" == x0.name)");
  EXPECT_EQ(plan("regions[0] == d.name"), "(\"eu-west-1\" == x0.name)");
  EXPECT_EQ(plan("limit == 7 and d.enabled"), "x0.enabled");
  EXPECT_EQ(plan("limit == 8 and d.enabled"), "false");
  EXPECT_EQ(plan("1 == 1.0"), "true");
  EXPECT_EQ(plan("2 < 1 or \"abc\" like \"a*\""), "true");
}

TEST_F(ExpressionTest, MixesTextAndValues) {
  EXPECT_EQ(plan("\"{d.name}-{d.port}\" == \"x\""), "((x0.name ++ \"-\" ++ x0.port) == \"x\")");
  EXPECT_THAT(plan("\"{d}\" == \"x\""), StartsWith("type-mismatch @ d: "));
  EXPECT_THAT(plan("\"{g.rules}\" == \"x\""), StartsWith("type-mismatch @ g.rules: "));
}

TEST_F(ExpressionTest, ReportsUnknownNames) {
  EXPECT_EQ(
      plan("d.storage_encryped == true"),
      "unknown-attribute @ storage_encryped: `aws_db_instance` has no attribute `storage_encryped` | did you mean "
      "`storage_encrypted`?");
  EXPECT_THAT(plan("any r in g.rules { r.from_prt == 2 }"), HasSubstr("did you mean `from_port`?"));
  EXPECT_THAT(plan("dd.name == \"x\""), StartsWith("unknown-variable @ dd: "));
  EXPECT_THAT(plan("creatin(d)"),
              StartsWith("unknown-function @ creatin: no function is called `creatin` | did you mean"));
  EXPECT_THAT(plan("m.nam == \"x\""), HasSubstr("did you mean `name`?"));
}

TEST_F(ExpressionTest, ReportsEveryMistakeOnce) {
  EXPECT_EQ(plan("d.nam == \"x\" and d.port == \"3\""),
            "unknown-attribute @ nam: `aws_db_instance` has no attribute `nam` | did you mean `name`?\n"
            "type-mismatch @ d.port == \"3\": `d.port` is a number, `\"3\"` is a string | write `3`");
  EXPECT_EQ(plan("any x in e.rules { x.a == x.b and y }"),
            "unknown-variable @ e: `e` is not a name known here | did you mean `d`?\n"
            "unknown-variable @ y: `y` is not a name known here | did you mean `x`?");
}

TEST_F(ExpressionTest, WantsNullDecided) {
  EXPECT_THAT(plan("d.storage_encrypted"), StartsWith("may-be-null @ d.storage_encrypted: "));
  EXPECT_THAT(plan("not d.storage_encrypted"), HasSubstr("write `d.storage_encrypted == true`"));
  EXPECT_THAT(plan("d.backup_retention_period > 3"), HasSubstr("`(d.backup_retention_period ?? 0)`"));
  EXPECT_THAT(plan("g.rules[0].from_port > 22"), StartsWith("may-be-null"));
  EXPECT_THAT(plan("before(d.enabled)"), StartsWith("may-be-null"));
  EXPECT_THAT(plan("m.manifest[\"a\"] > 3"), StartsWith("may-be-null"));
  EXPECT_THAT(plan("length(d.engine) > 3"), StartsWith("may-be-null"));
  EXPECT_EQ(plan("length(d.name) > 3"), "(3 < length(x0.name))");
  EXPECT_EQ(plan("d.storage_encrypted ?? false"), "(x0.storage_encrypted ?? false)");
}

TEST_F(ExpressionTest, ComparesLikeWithLike) {
  EXPECT_THAT(plan("\"3\" == 3"), StartsWith("type-mismatch @ \"3\" == 3: `\"3\"` is a string, `3` is a number"));
  EXPECT_THAT(plan("d.name == true"), HasSubstr("write `\"true\"`"));
  EXPECT_THAT(plan("d.storage_encrypted == \"true\""), HasSubstr("write `true`"));
  EXPECT_THAT(plan("d.name in [1, 2]"), HasSubstr("`d.name` is a string, and `[1, 2]` holds numbers"));
  EXPECT_THAT(plan("d.name in [\"a\", 2]"), StartsWith("type-mismatch @ 2: "));
  EXPECT_THAT(plan("d == g"), StartsWith("type-mismatch @ d == g"));
  EXPECT_THAT(plan("d.name"), HasSubstr("not a condition"));
  EXPECT_THAT(plan("d.name < \"x\""), HasSubstr("has no order"));
  EXPECT_THAT(plan("d.name matches \"a\""), StartsWith("type-mismatch @ \"a\""));
  EXPECT_THAT(plan("\"x\" in d.name"), HasSubstr("contains(text, part)"));
  EXPECT_THAT(plan("(d.engine ?? 3) == 4"), StartsWith("type-mismatch @ d.engine ?? 3"));
}

TEST_F(ExpressionTest, KeepsOneAndSeveralApart) {
  EXPECT_EQ(
      plan("g.rules.cidr_blocks == \"x\""),
      "missing-element @ cidr_blocks: `g.rules` is a list of objects, and only its elements can have `cidr_blocks` | "
      "write `g.rules[*].cidr_blocks` for all of them or `g.rules[0].cidr_blocks` for the first");
  EXPECT_THAT(plan("g.ingress[*].from_port == 22"), StartsWith("several-values @ g.ingress[*].from_port: "));
  EXPECT_EQ(plan("22 in g.ingress[*].from_port"), "(22 in x1.ingress[*].from_port)");
  EXPECT_THAT(plan("g.ingress[0].from_port == 22"), StartsWith("type-mismatch @ 0: `g.ingress` is a set"));
  EXPECT_THAT(plan("any n in d.name { n == \"x\" }"), StartsWith("type-mismatch @ d.name"));
  EXPECT_THAT(plan("any d in g.rules { d.from_port == 2 }"), StartsWith("shadowed-name @ d: "));
}

TEST_F(ExpressionTest, ChecksArgumentsOfFunctions) {
  EXPECT_EQ(
      plan("changed(d.name) and configured(d.engine) and known(d.engine) and sensitive(d.name) and creating(d)"),
      "(changed(x0.name) and configured(x0.engine) and known(x0.engine) and sensitive(x0.name) and creating(x0))");
  EXPECT_EQ(plan("any r in g.rules { known(r.from_port) }"), "(any v1 in x1.rules { known(v1.from_port) })");
  EXPECT_THAT(plan("any r in g.rules { changed(r.from_port) }"), StartsWith("type-mismatch @ r.from_port"));
  EXPECT_THAT(plan("changed(d)"), StartsWith("type-mismatch @ d: "));
  EXPECT_THAT(plan("creating(d.name)"), StartsWith("type-mismatch @ d.name: "));
  EXPECT_THAT(plan("covers(\"10.0.0.0/8\")"), StartsWith("wrong-arguments @ covers(\"10.0.0.0/8\")"));
  EXPECT_THAT(plan("covers(\"10.0.0.0/33\", d.name)"), StartsWith("invalid-literal @ \"10.0.0.0/33\""));
  EXPECT_THAT(plan("covers(\"10.0.0.0/8\", d.port)"), StartsWith("type-mismatch @ d.port"));
  EXPECT_THAT(plan("length(d.port) > 1"), StartsWith("type-mismatch @ d.port"));
}

TEST_F(ExpressionTest, TagsNeedTags) {
  bind_resource("p", "aws_iam_policy");
  EXPECT_EQ(plan("tags(p)[\"a\"] == \"b\""), "unknown-attribute @ p: `aws_iam_policy` has no tags");
}

TEST_F(ExpressionTest, SeveralTypesShareAttributes) {
  ast::Name database{"aws_db_instance", {}}, policy{"aws_iam_policy", {}}, group{"aws_security_group", {}};
  scope_.declare(
      {.name = "both", .type = checker_.resource_type({database, policy}), .variable = module_.make_variable()});
  scope_.declare(
      {.name = "loose", .type = checker_.resource_type({database, group}), .variable = module_.make_variable()});
  EXPECT_EQ(plan("length(both.name) > 3"), "(3 < length(x3.name))");
  EXPECT_THAT(plan("both.engine == \"x\""),
              StartsWith("unknown-attribute @ engine: `aws_iam_policy` has no attribute"));
  EXPECT_THAT(plan("length(loose.name) > 3"), StartsWith("may-be-null"));
}

TEST_F(ExpressionTest, KnowsWhatIsAboutCalls) {
  EXPECT_THAT(plan("request.region == \"eu-west-1\""), StartsWith("not-available-here @ request: "));
  EXPECT_THAT(plan("unchecked \"a:B\" == \"x\""), StartsWith("not-available-here @ unchecked \"a:B\""));
}

TEST_F(ExpressionTest, ExplainsRegularExpressions) {
  EXPECT_THAT(plan("d.name matches `^(a+$`"), StartsWith("invalid-regex @ `^(a+$`: `^(a+$` has no closing `)`"));
  EXPECT_THAT(plan("d.name matches `(?=a)`"), HasSubstr("no look-around, no back-references"));
}

TEST_F(ExpressionTest, AttributesToAssume) {
  Type type;
  EXPECT_NE(checker_.lower_attribute(parse("d.enabled"), scope_, &type), nullptr);
  EXPECT_EQ(type.kind, ir::Type::Bool);
  EXPECT_EQ(checker_.lower_attribute(parse("g.rules[*].from_port"), scope_, &type), nullptr);
  EXPECT_THAT(said(), StartsWith("several-values @ g.rules[*].from_port"));
}

}  // namespace
}  // namespace berm::check
