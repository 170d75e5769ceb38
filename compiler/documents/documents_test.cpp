#include "compiler/documents/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "access/evaluate.h"
#include "compiler/documents/actions.h"
#include "compiler/documents/test_support.h"

namespace berm::documents {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// ---- operators

TEST_F(DocumentsTest, TextEquality) {
  const Expr* equal = test(Op::Equal, key("aws:requestedregion"), text("eu-west-1"));
  EXPECT_THAT(conditions(equal), ElementsAre(R"({"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})"));
  EXPECT_THAT(conditions(negated(equal)), ElementsAre(R"({"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}})"));
}

TEST_F(DocumentsTest, ListsMergeIntoOneTest) {
  const Expr* region = key("aws:requestedregion");
  const Expr* in = test(Op::In, region, value({ir::ValueList{{"a"}, {"b"}}}, Type::List));
  EXPECT_THAT(conditions(in), ElementsAre(R"({"StringEquals":{"aws:RequestedRegion":["a","b"]}})"));
  EXPECT_THAT(conditions(negated(in)), ElementsAre(R"({"StringNotEquals":{"aws:RequestedRegion":["a","b"]}})"));
  const Expr* both_of = make(Op::And, Type::Bool, {in, test(Op::Equal, region, text("b"))});
  EXPECT_THAT(conditions(both_of), ElementsAre(R"({"StringEquals":{"aws:RequestedRegion":"b"}})"));
  const Expr* none = make(Op::And, Type::Bool, {in, test(Op::Equal, region, text("c"))});
  EXPECT_THAT(conditions(none), IsEmpty());
}

TEST_F(DocumentsTest, PatternsAndTheirEscapes) {
  const Expr* tag = key("aws:principaltag/team");
  EXPECT_THAT(conditions(test(Op::Like, tag, text("a*"))),
              ElementsAre(R"({"StringLike":{"aws:PrincipalTag/team":"a*"}})"));
  EXPECT_THAT(conditions(call(ir::Builtin::StartsWith, {tag, text("a*")})),
              ElementsAre(R"({"StringLike":{"aws:PrincipalTag/team":"a${*}*"}})"));
  EXPECT_THAT(conditions(test(Op::Equal, tag, text("${x}*"))),
              ElementsAre(R"({"StringEquals":{"aws:PrincipalTag/team":"${$}{x}*"}})"));
}

TEST_F(DocumentsTest, TwoPatternsOfOneKeyTakeTwoOperators) {
  const Expr* tag = key("aws:principaltag/team");
  const Expr* two = make(Op::And, Type::Bool, {test(Op::Like, tag, text("a*")), test(Op::Like, tag, text("*b"))});
  EXPECT_THAT(conditions(two), ElementsAre(R"({"ForAnyValue:StringLike":{"aws:PrincipalTag/team":"a*"},)"
                                           R"("StringLike":{"aws:PrincipalTag/team":"*b"}})"));
}

TEST_F(DocumentsTest, BooleansAndMissingKeys) {
  EXPECT_THAT(conditions(mfa()), ElementsAre(R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})"));
  EXPECT_THAT(conditions(negated(mfa())), ElementsAre(R"({"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}})"));
  const Expr* secure = key("aws:securetransport", Type::Bool);
  EXPECT_THAT(conditions(or_else(secure, value({true}, Type::Bool))),
              ElementsAre(R"({"BoolIfExists":{"aws:SecureTransport":"true"}})"));
  EXPECT_THAT(conditions(negated(or_else(secure, value({true}, Type::Bool)))),
              ElementsAre(R"({"Bool":{"aws:SecureTransport":"false"}})"));
}

TEST_F(DocumentsTest, NumbersAndTheirNegations) {
  const Expr* age = key("aws:multifactorauthage", Type::Int);
  const Expr* young = test(Op::LessEqual, age, value({int64_t{3600}}, Type::Duration));
  EXPECT_THAT(conditions(young), ElementsAre(R"({"NumericLessThanEquals":{"aws:MultiFactorAuthAge":"3600"}})"));
  EXPECT_THAT(conditions(negated(young)),
              ElementsAre(R"({"NumericGreaterThanIfExists":{"aws:MultiFactorAuthAge":"3600"}})"));
  const Expr* above = test(Op::Less, value({int64_t{5}}, Type::Int), age);
  EXPECT_THAT(conditions(above), ElementsAre(R"({"NumericGreaterThan":{"aws:MultiFactorAuthAge":"5"}})"));
}

TEST_F(DocumentsTest, TimesAndAddresses) {
  const Expr* before = test(Op::Less, key("aws:currenttime", Type::Time), value({int64_t{0}}, Type::Time));
  EXPECT_THAT(conditions(before), ElementsAre(R"({"DateLessThan":{"aws:CurrentTime":"1970-01-01T00:00:00Z"}})"));
  const Expr* inside = call(ir::Builtin::Covers, {value({"10.0.0.0/8"}, Type::Cidr), key("aws:sourceip", Type::Cidr)});
  EXPECT_THAT(conditions(inside), ElementsAre(R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"));
  EXPECT_THAT(conditions(negated(inside)), ElementsAre(R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"));
}

TEST_F(DocumentsTest, NullTests) {
  const Expr* absent = test(Op::Equal, key("aws:principaltag/team"), value({}));
  EXPECT_THAT(conditions(absent), ElementsAre(R"({"Null":{"aws:PrincipalTag/team":"true"}})"));
  EXPECT_THAT(conditions(negated(absent)), ElementsAre(R"({"Null":{"aws:PrincipalTag/team":"false"}})"));
  const Expr* other = test(Op::Equal, key("aws:principaltag/team"), text("a"));
  EXPECT_THAT(conditions(make(Op::Or, Type::Bool, {absent, other})),
              ElementsAre(R"({"StringEqualsIfExists":{"aws:PrincipalTag/team":"a"}})"));
  EXPECT_THAT(conditions(make(Op::And, Type::Bool, {absent, other})), IsEmpty());
  const Expr* no_list = test(Op::Equal, key("aws:tagkeys", Type::String, true), value({}));
  EXPECT_THAT(conditions(no_list), ElementsAre(R"({"Null":{"aws:TagKeys":"true"}})"));
  const Expr* set_and_other = make(Op::And, Type::Bool, {negated(absent), negated(other)});
  EXPECT_THAT(conditions(set_and_other), ElementsAre(R"({"Null":{"aws:PrincipalTag/team":"false"},)"
                                                     R"("StringNotEquals":{"aws:PrincipalTag/team":"a"}})"));
}

TEST_F(DocumentsTest, Quantifiers) {
  const Expr* keys = key("aws:tagkeys", Type::String, true);
  const auto is_team = [&](const Expr* element) { return test(Op::Equal, element, text("team")); };
  const auto is_not_team = [&](const Expr* element) { return negated(is_team(element)); };
  const auto two = [&](const Expr* element) {
    return make(Op::And, Type::Bool, {test(Op::Like, element, text("a*")), test(Op::Like, element, text("*b"))});
  };
  EXPECT_THAT(conditions(quantifier(Op::Any, keys, is_team)),
              ElementsAre(R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"team"}})"));
  EXPECT_THAT(conditions(quantifier(Op::All, keys, is_team)),
              ElementsAre(R"({"ForAllValues:StringEquals":{"aws:TagKeys":"team"}})"));
  EXPECT_THAT(conditions(negated(quantifier(Op::Any, keys, is_team))),
              ElementsAre(R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":"team"}})"));
  EXPECT_THAT(conditions(quantifier(Op::Any, keys, is_not_team)),
              ElementsAre(R"({"ForAnyValue:StringNotEquals":{"aws:TagKeys":"team"}})"));
  EXPECT_THAT(conditions(quantifier(Op::Any, keys, two)), ElementsAre(HasSubstr("one thing at a time")));
}

TEST_F(DocumentsTest, VariablesAndWhatIamCannotSay) {
  const Expr* team = key("aws:principaltag/team");
  const Expr* same = test(Op::Equal, key("aws:requesttag/team"), team);
  EXPECT_THAT(conditions(same), ElementsAre(R"({"StringEquals":{"aws:RequestTag/team":"${aws:PrincipalTag/team}"}})"));
  Expr* regex = make(Op::Matches, Type::Bool, {team});
  EXPECT_THAT(conditions(make(Op::Or, Type::Bool, {same, regex})),
              ElementsAre(HasSubstr("StringEquals"), HasSubstr("regular expressions")));
}

TEST_F(DocumentsTest, TooManyConjunctsStop) {
  std::vector<const Expr*> factors;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g"}) {
    const std::string tag = std::string("aws:principaltag/") + name;
    factors.push_back(
        make(Op::Or, Type::Bool, {test(Op::Equal, key(tag), text("x")), test(Op::Equal, key(tag + "2"), text("x"))}));
  }
  EXPECT_THAT(conditions(make(Op::And, Type::Bool, factors)), ElementsAre("too many"));
}

// ---- actions

std::vector<std::string> lowered(std::vector<ir::ActionItem> items, bool& negated, bool& expanded) {
  const auto result = lower_actions({std::move(items)}, catalog::Catalog::builtin());
  expanded = result.expanded;
  negated = !result.elements.empty() && result.elements[0].negated;
  return result.elements.size() == 1 ? result.elements[0].patterns : std::vector<std::string>{};
}

TEST_F(DocumentsTest, ActionSets) {
  bool not_action = false, expanded = false;
  EXPECT_THAT(lowered({{true, "s3:GetObject"}, {true, "s3:Get*"}}, not_action, expanded), ElementsAre("s3:Get*"));
  EXPECT_THAT(lowered({{true, "*"}, {false, "iam:*"}, {false, "sts:*"}}, not_action, expanded),
              ElementsAre("iam:*", "sts:*"));
  EXPECT_TRUE(not_action);
  EXPECT_THAT(lowered({{true, "s3:GetObject"}, {false, "iam:*"}}, not_action, expanded), ElementsAre("s3:GetObject"));
  EXPECT_FALSE(expanded);
  const auto rest = lowered({{true, "cloudtrail:*"}, {false, "cloudtrail:Delete*"}}, not_action, expanded);
  EXPECT_TRUE(expanded);
  EXPECT_THAT(lowered({{true, "s3:*"}, {true, "iam:Get*"}, {false, "iam:GetRole"}}, not_action, expanded),
              Contains("s3:*"));
  for (const std::string& pattern : rest) {
    EXPECT_FALSE(access::matches_action(pattern, "cloudtrail:DeleteTrail")) << pattern;
  }
  EXPECT_TRUE(std::any_of(rest.begin(), rest.end(), [](const std::string& pattern) {
    return access::matches_action(pattern, "cloudtrail:StopLogging");
  }));
}

// ---- documents

TEST_F(DocumentsTest, AnUnconditionalForbid) {
  forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}, {true, "cloudtrail:DeleteTrail"}});
  const Result result = compile_all();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Log1","Effect":"Deny",)"
            R"("Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],"Resource":"*"}]})");
  EXPECT_EQ(result.documents[0].size, result.documents[0].json.size());
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
}

TEST_F(DocumentsTest, AnExceptedRoleWithMfaTakesTwoStatements) {
  forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}},
         negated(make(Op::And, Type::Bool, {role("break-glass/*"), mfa()})));
  const auto result = compile_all();
  ASSERT_EQ(result.documents[0].document.statements.size(), 2u);
  access::Request request;
  request.action = "cloudtrail:StopLogging";
  request.resource = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
  const auto denied = [&] {
    return access::evaluate(result.documents[0].document, request, access::DocumentKind::Scp).decision ==
           access::Decision::ExplicitDeny;
  };
  request.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/break-glass/oncall"};
  EXPECT_TRUE(denied());
  request.context["aws:multifactorauthpresent"] = {"false"};
  EXPECT_TRUE(denied());
  request.context["aws:multifactorauthpresent"] = {"true"};
  EXPECT_FALSE(denied());
  request.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/Admin"};
  EXPECT_TRUE(denied());
  request.action = "cloudtrail:LookupEvents";
  EXPECT_FALSE(denied());
}

TEST_F(DocumentsTest, AKeyOfOneLegScopesTheStatement) {
  forbid("acme.size", {{true, "ec2:RunInstances"}}, negated(test(Op::Like, key("ec2:instancetype"), text("t3.*"))));
  const auto result = compile_all();
  ASSERT_EQ(result.documents[0].document.statements.size(), 1u);
  EXPECT_THAT(result.documents[0].document.statements[0].resources, ElementsAre("arn:*:ec2:*:*:instance/*"));
}

TEST_F(DocumentsTest, WildcardsStayWholeAroundSplitActions) {
  forbid("acme.tag", {{true, "kms:*"}, {true, "sqs:*"}},
         negated(test(Op::Equal, key("aws:resourcetag/team"), text("a"))));
  const auto result = compile_all();
  const auto& statements = result.documents[0].document.statements;
  ASSERT_FALSE(statements.empty());
  EXPECT_THAT(statements[0].actions, ElementsAre("kms:*"));
  EXPECT_TRUE(statements[0].not_resource);
  EXPECT_THAT(statements[0].resources, ElementsAre("arn:*:kms:*:*:alias/*"));
  EXPECT_THAT(statements.back().actions, ElementsAre("sqs:*"));
  EXPECT_THAT(result.rows[0].words, ElementsAre("not denied: actions that AWS adds later, on arn:*:kms:*:*:alias/*"));
}

// The legs of this action share their ARNs, so a missing tag cannot be told from one that the leg never carries.
TEST_F(DocumentsTest, AbsenceOnLegsThatShareArnsIsNotDenied) {
  forbid("acme.tag", {{true, "kendra:DeleteExperience"}}, test(Op::Equal, key("aws:resourcetag/team"), value({})));
  const auto result = compile_all();
  EXPECT_THAT(result.documents[0].document.statements, IsEmpty());
  EXPECT_EQ(result.rows[0].coverage, Coverage::NotExpressible);
}

TEST_F(DocumentsTest, PlanOnlyRulesAndGapsAreSaid) {
  forbid("acme.net", {{true, "lambda:CreateFunctionUrlConfig"}}).plans.push_back({.types = {"aws_security_group"}});
  forbid("acme.plan", {}).calls.clear();
  module_.rules.back().plans.push_back({.types = {"aws_db_instance"}});
  const auto result = compile_all();
  EXPECT_EQ(result.rows[0].coverage, Coverage::Narrower);
  EXPECT_THAT(result.rows[0].words, ElementsAre("plan check only: aws_security_group"));
  EXPECT_EQ(result.rows[1].coverage, Coverage::NotExpressible);
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(render(result, 80, false), HasSubstr("not expressible"));
}

TEST_F(DocumentsTest, WhatNoCallCouldSayIsSaid) {
  auto clause = [](ir::ChangeKind change, const ir::Expr* condition) {
    ir::PlanClause made;
    made.change = change;
    made.types = {"aws_lambda_function"};
    made.condition = condition;
    return made;
  };
  ir::Rule& rule = forbid("acme.fn", {{true, "lambda:CreateFunction"}});
  rule.plans.push_back(clause(ir::ChangeKind::Planned, nullptr));
  EXPECT_EQ(compile_all().rows[0].coverage, Coverage::Exact);
  ir::Expr* has = module_.make(Op::Exists, ir::Type::Bool, {});
  ir::Expr* negated_has = module_.make(Op::Not, ir::Type::Bool, {});
  negated_has->children = {has};
  ir::Expr* grants = module_.make(Op::Grants, ir::Type::Bool, {});
  module_.rules[0].plans.push_back(clause(ir::ChangeKind::Planned, negated_has));
  module_.rules[0].plans.push_back(clause(ir::ChangeKind::Planned, grants));
  module_.rules[0].plans.push_back(clause(ir::ChangeKind::Forgets, nullptr));
  module_.rules[0].plans.push_back(clause(ir::ChangeKind::Drifts, nullptr));
  const auto result = compile_all();
  EXPECT_EQ(result.rows[0].coverage, Coverage::Narrower);
  EXPECT_THAT(result.rows[0].words,
              ElementsAre(HasSubstr("belong to it"), HasSubstr("grants"), HasSubstr("state"), HasSubstr("drifted")));
}

ir::Rule cap(const std::string& name, std::vector<ir::ActionItem> actions, const Expr* condition) {
  ir::Rule rule;
  rule.name = name;
  rule.package = "acme";
  rule.verb = ir::Verb::Cap;
  rule.allows.push_back({{std::move(actions)}, condition, {}});
  return rule;
}

TEST_F(DocumentsTest, ACapIsABoundary) {
  const Expr* objects = test(Op::Like, key("resource.arn", Type::Arn), value({"arn:aws:s3:::data/p/*"}, Type::Arn));
  module_.rules.push_back(cap("acme.data", {{true, "s3:GetObject"}, {true, "s3:PutObject"}}, objects));
  const auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Data","Effect":"Allow",)"
            R"("Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::data/p/*"}]})");
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_EQ(compile_all(Kind::Scp).rows[0].coverage, Coverage::NotExpressible);
  EXPECT_THAT(found(), ElementsAre("empty-document", "rule-enforced-nowhere"));
}

TEST_F(DocumentsTest, ABoundaryLeavesItsBearersWhatTheirCapDoesNotLimit) {
  module_.rules.push_back(cap("acme.data", {{true, "s3:GetObject"}}, nullptr));
  module_.rules.back().capped = make(Op::And, Type::Bool, {role("x"), mfa()});
  const auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Data","Effect":"Allow","Action":"s3:GetObject",)"
            R"("Resource":"*"},{"Sid":"NotCapped","Effect":"Allow","Action":"*","Resource":"*",)"
            R"("Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]})");
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_THAT(result.rows[0].words, ElementsAre("to be carried by arn:aws:iam::*:role/x"));
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(DocumentsTest, ACapOnWhatIamCannotTestIsWider) {
  module_.rules.push_back(cap("acme.data", {{true, "s3:GetObject"}}, nullptr));
  const Expr* odd = make(Op::Matches, Type::Bool, {key("aws:principaltag/team")});
  module_.rules.back().capped = make(Op::And, Type::Bool, {role("x"), odd});
  const auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.rows[0].coverage, Coverage::Wider);
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("also blocks: calls of those that carry the boundary")));
  EXPECT_THAT(found(), ElementsAre("wider-not-accepted"));
}

TEST_F(DocumentsTest, AGrantThatCannotApplyIsSaid) {
  const Expr* instances =
      test(Op::Like, key("resource.arn", Type::Arn), value({"arn:aws:ec2:*:*:instance/*"}, Type::Arn));
  module_.rules.push_back(cap("acme.data", {{true, "ec2:DescribeInstances"}, {true, "ec2:StopInstances"}}, instances));
  const auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_THAT(result.rows[0].words,
              ElementsAre(HasSubstr("`ec2:DescribeInstances` can never be called on `arn:aws:ec2:*:*:instance/*`")));
}

TEST_F(DocumentsTest, TwoCapsOfOneBoundary) {
  module_.rules.push_back(cap("acme.x", {{true, "s3:GetObject"}}, nullptr));
  module_.rules.push_back(cap("acme.y", {{true, "s3:PutObject"}}, nullptr));
  module_.rules[0].capped = make(Op::And, Type::Bool, {role("x"), mfa()});
  module_.rules[1].capped = make(Op::And, Type::Bool, {role("x"), negated(mfa())});
  auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.documents[0].document.statements.size(), 2u);
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  module_.rules[1].capped = role("*");
  result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.rows[1].coverage, Coverage::Narrower);
}

TEST_F(DocumentsTest, ABoundaryOfDenialsAllowsTheRest) {
  forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}});
  const auto result = compile_all(Kind::PermissionBoundary);
  EXPECT_EQ(result.documents[0].document.statements[0].effect, access::Effect::Allow);
  EXPECT_THAT(result.documents[0].document.statements[0].actions, ElementsAre("*"));
}

TEST_F(DocumentsTest, WiderMustBeAccepted) {
  module_.rules.push_back(cap("acme.data", {{true, "s3:*"}, {false, "s3:Delete*"}}, nullptr));
  EXPECT_EQ(compile_all(Kind::PermissionBoundary).rows[0].coverage, Coverage::Wider);
  EXPECT_THAT(found(), ElementsAre("wider-not-accepted"));

  module_.rules.back().accept_wider = "new actions wait for review";
  compile_all(Kind::PermissionBoundary);
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(DocumentsTest, QuotasAreChecked) {
  std::vector<ir::ActionItem> actions;
  for (int i = 0; i < 1000; ++i) actions.push_back({true, "s3:Action" + std::to_string(i)});
  forbid("acme.large", actions);
  Spec spec{.kind = Kind::Scp,
            .name = "doc",
            .rules = {"acme.large", "acme.larg"},
            .attach = {{"r-ab12", ""}},
            .existing = {{"r-ab12", 10}}};
  compile(module_, {spec}, catalog::Catalog::builtin(), diagnostics_);
  EXPECT_THAT(found(), ElementsAre("unknown-rule-pattern", "document-too-large", "too-many-attached"));
  EXPECT_EQ(diagnostics_.items()[0].hint, "did you mean `acme.large`?");
}

TEST_F(DocumentsTest, TerraformEscapesItsTemplates) {
  forbid("acme.team", {{true, "s3:PutObject"}},
         negated(test(Op::Equal, key("aws:requestedregion"), key("aws:principaltag/team"))));
  const auto result = compile_all();
  EXPECT_THAT(result.documents[0].terraform, HasSubstr("$${aws:PrincipalTag/team}"));
  EXPECT_THAT(result.documents[0].terraform, HasSubstr(R"("policy_id": "${aws_organizations_policy.doc.id}")"));
}

TEST_F(DocumentsTest, AnUnguardedExceptionIsNamed) {
  ir::Rule& rule = forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}}, negated(role("break-glass/*")));
  rule.exceptions.push_back({.text = "break_glass", .arns = {"arn:aws:iam::*:role/break-glass/*"}});
  auto result = compile_all();
  ASSERT_EQ(result.self_grants.size(), 1u);
  EXPECT_THAT(result.self_grants[0].how, HasSubstr("iam:CreateRole"));
  const Expr* on_role =
      test(Op::Like, key("resource.arn", Type::Arn), value({"arn:aws:iam::*:role/break-glass/*"}, Type::Arn));
  forbid("acme.guard", {{true, "iam:*Role*"}}, on_role);
  EXPECT_THAT(compile_all().self_grants, IsEmpty());
}

TEST_F(DocumentsTest, AGuardThatItsCallerCanStepRoundClosesNothing) {
  ir::Rule& rule = forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}}, negated(role("x")));
  rule.exceptions.push_back({.text = "role \"x\"", .arns = {"arn:aws:iam::*:role/x"}});
  const std::vector<ir::ActionItem> ways{{true, "iam:*Role*"}};
  const Expr* boundary = key("iam:permissionsboundary", Type::Arn);
  const Expr* named = test(Op::Like, boundary, value({"arn:aws:iam::111122223333:policy/b"}, Type::Arn));
  const Expr* in_region = test(Op::Equal, key("aws:requestedregion"), text("eu-west-1"));
  const auto how = [&] {
    const Result result = compile_all();
    return result.self_grants.empty() ? "" : result.self_grants[0].how;
  };
  const size_t guard = module_.rules.size();
  forbid("acme.guard", ways, negated(named));
  EXPECT_THAT(how(), HasSubstr("iam:CreateRole"));
  module_.rules[guard].calls[0].condition = test(Op::Equal, key("aws:requesttag/team"), value({}));
  EXPECT_THAT(how(), HasSubstr("iam:CreateRole"));
  EXPECT_THAT(how(), ::testing::Not(HasSubstr("iam:UpdateAssumeRolePolicy")));  // it sets no tags
  module_.rules[guard].calls[0].condition = negated(in_region);
  EXPECT_THAT(how(), HasSubstr("iam:UpdateAssumeRolePolicy"));
  // Two guards, each of which leaves a way that the other one closes.
  forbid("acme.other", ways, in_region);
  EXPECT_EQ(how(), "");
  module_.rules[guard].calls[0].condition = negated(role("admin"));
  EXPECT_EQ(how(), "");
  module_.rules[guard].calls[0].condition = role("dev-*");
  EXPECT_THAT(how(), HasSubstr("iam:CreateRole"));
}

TEST_F(DocumentsTest, ANameThatOnlyAwsGivesIsGuardedByAws) {
  ir::Rule& rule = forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}}, negated(role("aws:ec2-infrastructure")));
  rule.exceptions.push_back({.text = "role", .arns = {"arn:aws:iam::*:role/aws:ec2-infrastructure"}});
  EXPECT_THAT(compile_all().self_grants, IsEmpty());
}

// The keys of all statements together have too many combinations to try.
TEST_F(DocumentsTest, OneStatementIsGuardEnough) {
  ir::Rule& rule = forbid("acme.log_1", {{true, "cloudtrail:StopLogging"}});
  rule.exceptions.push_back({.text = "anyone tagged", .tag_keys = {"exempt"}});
  for (const char* name : {"sourcevpc", "sourcevpce", "vpceorgid", "sourceaccount", "sourceorgid", "useragent",
                           "referer", "sourceidentity", "calledviafirst"}) {
    forbid("acme." + std::string(name), {{true, "*"}}, test(Op::Equal, key("aws:" + std::string(name)), text("v")));
  }
  EXPECT_FALSE(compile_all().self_grants.empty());
  const Expr* puts_the_tag = quantifier(Op::Any, key("aws:tagkeys", Type::String, true),
                                        [&](const Expr* tag_key) { return test(Op::Equal, tag_key, text("exempt")); });
  std::vector<ir::ActionItem> ways;
  for (const char* way : {"iam:CreateRole", "iam:CreateUser", "iam:TagRole", "iam:TagUser", "sts:TagSession"}) {
    ways.push_back({true, way});
  }
  forbid("acme.guard", ways, puts_the_tag);
  EXPECT_FALSE(compile_all().self_grants.empty());  // `EXEMPT` is the same tag
  module_.rules.back().calls[0].condition =
      quantifier(Op::Any, key("aws:tagkeys", Type::String, true), [&](const Expr* tag_key) {
        Expr* small = make(Op::Call, Type::String, {tag_key});
        small->builtin = ir::Builtin::Lower;
        return test(Op::Equal, small, text("exempt"));
      });
  EXPECT_THAT(compile_all().self_grants, IsEmpty());
}

TEST_F(DocumentsTest, TheTableFitsItsWidth) {
  forbid("acme.net", {{true, "lambda:CreateFunctionUrlConfig"}})
      .plans.push_back({.types = {"aws_security_group", "aws_vpc"}});
  const std::string page = render(compile_all(), 60, false);
  EXPECT_LE(page.substr(0, page.find('\n')).size(), 60u);
  EXPECT_THAT(page, HasSubstr("acme.net  doc       narrower"));
  EXPECT_THAT(page, HasSubstr("service-linked roles"));
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_NE(render(compile_all(), 60, true).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace berm::documents
