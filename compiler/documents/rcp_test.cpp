// Resource control policies: what their own rules ask, what they cover, and whom exceptions let through.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/evaluate.h"
#include "compiler/documents/test_support.h"

namespace berm::documents {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RcpTest : public DocumentsTest {
 protected:
  Result rcp(const std::string& organisation = "o-a1b2c3d4e5") {
    Spec spec = spec_of(Kind::Rcp);
    spec.organisation = organisation;
    return compile_as(spec);
  }
  const Expr* of_organisation(const std::string& key_name) {
    return test(Op::Equal, key(key_name), text("o-a1b2c3d4e5"));
  }
};

TEST_F(RcpTest, DeniesEveryoneOnCoveredServices) {
  forbid("acme.tls", {{true, "s3:*"}, {true, "ec2:*"}},
         test(Op::Equal, key("aws:securetransport", Type::Bool), value({false}, Type::Bool)));
  const Result result = rcp();
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*",)"
            R"("Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})");
  EXPECT_EQ(result.rows[0].coverage, Coverage::Narrower);
  EXPECT_THAT(result.rows[0].words, ElementsAre("not denied: calls of ec2: RCPs do not cover it (list of 2026-09-26)"));
  EXPECT_EQ(result.documents[0].quota, 5120);
  EXPECT_EQ(result.documents[0].attached.at("r-ab12"), 2);  // RCPFullAWSAccess stands there too
  EXPECT_THAT(result.documents[0].terraform, HasSubstr(R"("type": "RESOURCE_CONTROL_POLICY")"));
}

TEST_F(RcpTest, EveryActionIsThoseOfEachService) {
  forbid("acme.all", {{true, "*"}, {false, "s3:*"}, {false, "ec2:*"}, {false, "sqs:Send*"}});
  const auto result = rcp();
  const auto& statement = result.documents[0].document.statements.at(0);
  EXPECT_FALSE(statement.not_action);
  EXPECT_THAT(statement.actions, AllOf(Contains("kms:*"), Contains("sts:*"), Contains(HasSubstr("sqs:")),
                                       Each(Not("*")), Each(Not("s3:*")), Each(Not("sqs:*"))));
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("services that RCPs do not cover")));
}

TEST_F(RcpTest, AServiceOutsideTheListIsNotExpressible) {
  forbid("acme.ec2", {{true, "ec2:RunInstances"}});
  EXPECT_EQ(rcp().rows[0].coverage, Coverage::NotExpressible);
  EXPECT_THAT(found(), ElementsAre("empty-document", "rule-enforced-nowhere"));
}

TEST_F(RcpTest, AnExceptedNameIsBoundToTheOrganisation) {
  ir::Rule& rule = forbid("acme.keys", {{true, "kms:ScheduleKeyDeletion"}}, negated(role("break-glass")));
  rule.exceptions.push_back({.text = "break_glass", .arns = {"arn:aws:iam::*:role/break-glass"}, .unprotected = true});
  const Result result = rcp();
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_THAT(result.rows[0].words, ElementsAre("`break_glass` is excepted as a principal of o-a1b2c3d4e5 only"));
  access::Request request;
  request.action = "kms:ScheduleKeyDeletion";
  request.resource = "arn:aws:kms:eu-west-1:111122223333:key/k";
  request.context["aws:principalarn"] = {"arn:aws:iam::999999999999:role/break-glass"};
  const auto denied = [&] {
    return access::evaluate(result.documents[0].document, request, access::DocumentKind::Rcp).decision ==
           access::Decision::ExplicitDeny;
  };
  EXPECT_TRUE(denied());
  request.context["aws:principalorgid"] = {"o-other"};
  EXPECT_TRUE(denied());
  request.context["aws:principalorgid"] = {"o-a1b2c3d4e5"};
  EXPECT_FALSE(denied());
  request.context["aws:principalarn"] = {"arn:aws:iam::999999999999:role/other"};
  EXPECT_TRUE(denied());
}

TEST_F(RcpTest, WithoutAnOrganisationAnOpenExceptionStopsTheBuild) {
  ir::Rule& rule = forbid("acme.keys", {{true, "kms:ScheduleKeyDeletion"}}, negated(role("break-glass")));
  rule.exceptions.push_back({.text = "break_glass", .arns = {"arn:aws:iam::*:role/break-glass"}, .unprotected = true});
  rcp("");
  EXPECT_THAT(found(), ElementsAre("strangers-excepted"));
  module_.rules[0].exceptions[0].arns = {"arn:aws:iam::111122223333:role/break-glass"};
  rcp("");
  EXPECT_THAT(found(), IsEmpty());
  module_.rules[0].exceptions[0] = {.text = "tagged", .tag_keys = {"team"}, .unprotected = true};
  rcp("");
  EXPECT_THAT(found(), ElementsAre("strangers-excepted"));
  compile_all(Kind::Scp);  // which strangers never meet
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(RcpTest, WhatTheUniverseSettlesIsNotWritten) {
  const Expr* ours = of_organisation("aws:resourceorgid");
  const Expr* stranger = negated(of_organisation("aws:principalorgid"));
  const Expr* service = test(Op::Equal, key("aws:principalisawsservice", Type::Bool), value({true}, Type::Bool));
  // Both sides of a perimeter: callers of ours on others' resources, others on ours.
  forbid("acme.perimeter", {{true, "s3:*"}}, make(Op::And, Type::Bool, {negated(ours), negated(service)}));
  module_.rules[0].calls.push_back(
      {{{{true, "s3:*"}}}, make(Op::And, Type::Bool, {ours, stranger, negated(service)}), {}});
  Result result = rcp();
  ASSERT_EQ(result.documents[0].document.statements.size(), 1u);
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_THAT(result.rows[0].words, ElementsAre(HasSubstr("said elsewhere: calls on resources of other")));
  EXPECT_THAT(result.documents[0].json,
              HasSubstr(R"("Condition":{"BoolIfExists":{"aws:PrincipalIsAWSService":"false"},)"
                        R"("StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}})"));
  Spec scp = spec_of(Kind::Scp);
  scp.organisation = "o-a1b2c3d4e5";
  result = compile_as(scp);
  EXPECT_THAT(result.documents[0].json,
              HasSubstr(R"("Condition":{"StringNotEquals":{"aws:ResourceOrgID":"o-a1b2c3d4e5"}})"));
  EXPECT_EQ(result.documents[0].document.statements.size(), 1u);
  module_.rules[0].calls.erase(module_.rules[0].calls.begin());
  result = compile_as(scp);
  EXPECT_EQ(result.rows[0].coverage, Coverage::NotExpressible);
  EXPECT_THAT(result.rows[0].words, ElementsAre(HasSubstr("it is about calls by others than principals of")));
}

TEST_F(RcpTest, TheUniverseOfAKindIsKnown) {
  access::Request request;
  request.action = "s3:GetObject";
  const auto& catalog = catalog::Catalog::builtin();
  EXPECT_TRUE(inside_universe(spec_of(Kind::Rcp), request, catalog));
  EXPECT_FALSE(inside_universe(spec_of(Kind::Scp), request, catalog));  // nobody knows whether a service calls
  request.context["aws:principalisawsservice"] = {"false"};
  EXPECT_TRUE(inside_universe(spec_of(Kind::Scp), request, catalog));
  request.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X"};
  EXPECT_FALSE(inside_universe(spec_of(Kind::Scp), request, catalog));
  EXPECT_FALSE(inside_universe(spec_of(Kind::Rcp), request, catalog));
  request.context.erase("aws:principalarn");
  request.action = "ec2:RunInstances";
  EXPECT_FALSE(inside_universe(spec_of(Kind::Rcp), request, catalog));
}

}  // namespace
}  // namespace berm::documents
