#include "ir/ir.h"

#include <gtest/gtest.h>

namespace berm::ir {
namespace {

ActionSet actions(std::initializer_list<std::pair<bool, const char*>> items) {
  ActionSet set;
  for (auto [plus, pattern] : items) set.items.push_back({plus, pattern, false, {}});
  return set;
}

TEST(ActionSet, TheLastItemThatMatchesDecides) {
  ActionSet set = actions({{true, "s3:*"}, {false, "s3:Get*"}, {true, "s3:GetBucketAcl"}});
  EXPECT_TRUE(set.contains("s3:PutObject"));
  EXPECT_FALSE(set.contains("s3:GetObject"));
  EXPECT_TRUE(set.contains("s3:GetBucketAcl"));
  EXPECT_FALSE(set.contains("ec2:RunInstances"));
  EXPECT_FALSE(ActionSet{}.contains("s3:GetObject"));
}

TEST(ActionSet, IgnoresCase) { EXPECT_TRUE(actions({{true, "S3:get*"}}).contains("s3:GetObject")); }

TEST(Severity, RoundTrips) {
  for (Severity severity : {Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical}) {
    EXPECT_EQ(parse_severity(name(severity)), severity);
  }
  EXPECT_EQ(parse_severity("High"), std::nullopt);
}

TEST(MatchesRule, Patterns) {
  Rule rule;
  rule.name = "acme.baseline.log_1";
  EXPECT_TRUE(matches_rule("acme.baseline.log_1", rule));
  EXPECT_TRUE(matches_rule("acme.baseline.*", rule));
  EXPECT_TRUE(matches_rule("acme.**", rule));
  EXPECT_TRUE(matches_rule("**", rule));
  EXPECT_FALSE(matches_rule("acme.*", rule));
  EXPECT_FALSE(matches_rule("acme.baseline.log_1.**", rule));
  EXPECT_FALSE(matches_rule("acme.baseline", rule));
  EXPECT_FALSE(matches_rule("", rule));
}

TEST(MatchesRule, ANameWithoutTeamStandsForAll) {
  Rule rule;
  rule.name = "acme.data_1[payments]";
  rule.team = "payments";
  EXPECT_TRUE(matches_rule("acme.data_1", rule));
  EXPECT_TRUE(matches_rule("acme.*", rule));
  EXPECT_TRUE(matches_rule("acme.data_1[payments]", rule));
  EXPECT_FALSE(matches_rule("acme.data_1[search]", rule));
}

// any v in x.ingress[*].cidr_blocks[*] { covers(v, "0.0.0.0/0") } and x.tags["a"] == true
Expr* open_to_the_world(Module& module, Variable resource) {
  Expr* blocks = module.make(Op::Path, Type::Cidr, {});
  blocks->variable = resource;
  blocks->steps = {{Step::Kind::Attribute, "ingress"},
                   {Step::Kind::Each},
                   {Step::Kind::Attribute, "cidr_blocks"},
                   {Step::Kind::Each}};
  Expr* any = module.make(Op::Any, Type::Bool, {});
  any->variable = module.make_variable();
  Expr* element = module.make(Op::Path, Type::Cidr, {});
  element->variable = any->variable;
  Expr* world = module.make(Op::Literal, Type::Cidr, {});
  world->value.data = "0.0.0.0/0";
  Expr* covers = module.make(Op::Call, Type::Bool, {});
  covers->builtin = Builtin::Covers;
  covers->children = {element, world};
  any->children = {blocks, covers};
  Expr* key = module.make(Op::Literal, Type::String, {});
  key->value.data = "a\"b";
  Expr* tag = module.make(Op::Path, Type::String, {});
  tag->variable = resource;
  tag->steps = {{Step::Kind::Attribute, "tags"}, {Step::Kind::Index, "", key}};
  Expr* yes = module.make(Op::Literal, Type::Bool, {});
  yes->value.data = true;
  Expr* equal = module.make(Op::Equal, Type::Bool, {});
  equal->children = {tag, yes};
  Expr* both = module.make(Op::And, Type::Bool, {});
  both->children = {any, equal};
  return both;
}

TEST(Dump, WritesRulesAndTests) {
  Module module;
  module.make_variable();  // numbering does not show
  Rule& rule = module.rules.emplace_back();
  rule.name = "acme.net_1";
  rule.severity = Severity::Critical;
  rule.owner = "netsec";
  CallClause& call = rule.calls.emplace_back();
  call.actions = actions({{true, "ec2:*"}, {false, "ec2:Describe*"}});
  Expr* arn = module.make(Op::RequestKey, Type::Arn, {});
  arn->key = "aws:principalarn";
  Expr* glob = module.make(Op::Literal, Type::Arn, {});
  glob->value.data = "arn:aws:iam::*:role/a";
  Expr* like = module.make(Op::Like, Type::Bool, {});
  like->children = {arn, glob};
  Expr* negated = module.make(Op::Not, Type::Bool, {});
  negated->children = {like};
  call.condition = negated;
  PlanClause& plan = rule.plans.emplace_back();
  plan.types = {"aws_security_group"};
  plan.variable = module.make_variable();
  plan.condition = open_to_the_world(module, plan.variable);
  ir::Test& test = module.tests.emplace_back();
  test.title = "closed";
  test.package = "acme";
  test.steps.emplace_back().plan_file = "a.json";
  test.steps[0].expectations.push_back({Expectation::Kind::Violation, {"acme.net_1"}, "aws_security_group.a", {}});
  EXPECT_EQ(dump(module),
            "rule acme.net_1 forbid\n"
            "  severity critical\n"
            "  owner \"netsec\"\n"
            "  if unknown warn\n"
            "  calls ec2:* minus ec2:Describe*\n"
            "    where not (request[\"aws:principalarn\"] like arn(\"arn:aws:iam::*:role/a\"))\n"
            "  plan planned aws_security_group\n"
            "    where ((any v1 in x.ingress[*].cidr_blocks[*] { covers(v1, cidr(\"0.0.0.0/0\")) }) and "
            "(x.tags[\"a\\\"b\"] == true))\n"
            "\n"
            "test \"closed\" acme\n"
            "  plan \"a.json\"\n"
            "  expect violation acme.net_1 on \"aws_security_group.a\"\n");
}

TEST(Module, FindsRulesByName) {
  Module module;
  module.rules.emplace_back().name = "a.b";
  EXPECT_EQ(module.find("a.b"), &module.rules[0]);
  EXPECT_EQ(module.find("a"), nullptr);
}

TEST(Names, CoverEveryKind) {
  EXPECT_EQ(name(Op::Coalesce), "Coalesce");
  EXPECT_EQ(spelling(Builtin::StartsWith), "starts_with");
  EXPECT_EQ(name(Type::Any), "any");
  EXPECT_EQ(name(Type::Object), "object");
  EXPECT_EQ(name(Type::Account), "account");
}

}  // namespace
}  // namespace berm::ir
