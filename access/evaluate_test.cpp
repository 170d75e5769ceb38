#include "access/evaluate.h"

#include <gtest/gtest.h>

namespace berm::access {
namespace {

Request call(std::string action, std::string resource = "*") {
  Request request;
  request.action = std::move(action);
  request.resource = std::move(resource);
  return request;
}

Document document(std::string_view statements) {
  ReadResult result = read_policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + std::string(statements) + "]}");
  EXPECT_EQ(result.error, "");
  return result.document.value_or(Document{});
}

TEST(Evaluate, ExplicitDenyWinsOverAllowWhereverItStands) {
  Document policy = document(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"},
                                {"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
                                {"Effect":"Deny","Action":"s3:GetObject","Resource":"*"},
                                {"Effect":"Deny","Action":"s3:*Object","Resource":"*"})");
  Outcome denied = evaluate(policy, call("s3:GetObject"), DocumentKind::Scp);
  EXPECT_EQ(denied.decision, Decision::ExplicitDeny);
  EXPECT_EQ(denied.statement, 2);
  Outcome allowed = evaluate(policy, call("s3:GetBucketAcl"), DocumentKind::Scp);
  EXPECT_EQ(allowed.decision, Decision::Allow);
  EXPECT_EQ(allowed.statement, 0);
  Outcome nothing = evaluate(policy, call("ec2:RunInstances"), DocumentKind::Scp);
  EXPECT_EQ(nothing.decision, Decision::ImplicitDeny);
  EXPECT_EQ(nothing.statement, -1);
}

TEST(Evaluate, DecisionsHaveNames) {
  EXPECT_EQ(name(Decision::Allow), "allow");
  EXPECT_EQ(name(Decision::ImplicitDeny), "implicit deny");
  EXPECT_EQ(name(Decision::ExplicitDeny), "explicit deny");
}

TEST(Evaluate, AllConditionsMustHoldAndKeysIgnoreCase) {
  Document policy = document(R"({"Effect":"Deny","Action":"*","Resource":"*","Condition":{
      "StringEquals":{"AWS:RequestedRegion":["eu-west-1","eu-central-1"],"aws:PrincipalTag/Team":"red"},
      "Bool":{"aws:SecureTransport":"false"}}})");
  Request request = call("s3:GetObject");
  request.context = {{"aws:requestedregion", {"eu-central-1"}},
                     {"aws:principaltag/team", {"red"}},
                     {"aws:securetransport", {"false"}}};
  EXPECT_EQ(evaluate(policy, request, DocumentKind::Scp).decision, Decision::ExplicitDeny);
  for (const char* key : {"aws:requestedregion", "aws:principaltag/team", "aws:securetransport"}) {
    Request without = request;
    without.context.erase(key);
    EXPECT_EQ(evaluate(policy, without, DocumentKind::Scp).decision, Decision::ImplicitDeny) << key;
  }
}

TEST(Evaluate, NotActionCoversEverythingElse) {
  Document policy = document(R"({"Effect":"Deny","NotAction":["iam:*","sts:Get*"],"Resource":"*"})");
  EXPECT_EQ(evaluate(policy, call("iam:CreateUser"), DocumentKind::Scp).decision, Decision::ImplicitDeny);
  EXPECT_EQ(evaluate(policy, call("STS:getCallerIdentity"), DocumentKind::Scp).decision, Decision::ImplicitDeny);
  EXPECT_EQ(evaluate(policy, call("future:Action"), DocumentKind::Scp).decision, Decision::ExplicitDeny);
}

TEST(Evaluate, VersionDecidesOnVariables) {
  Document policy = document(R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:username}"})");
  Request request = call("s3:GetObject", "arn:aws:s3:::home/bob");
  request.context = {{"aws:username", {"bob"}}};
  Request literal = call("s3:GetObject", "arn:aws:s3:::home/${aws:username}");
  EXPECT_EQ(evaluate(policy, request, DocumentKind::Identity).decision, Decision::Allow);
  EXPECT_EQ(evaluate(policy, literal, DocumentKind::Identity).decision, Decision::ImplicitDeny);
  for (const char* version : {"2008-10-17", ""}) {
    policy.version = version;
    EXPECT_EQ(evaluate(policy, request, DocumentKind::Identity).decision, Decision::ImplicitDeny);
    EXPECT_EQ(evaluate(policy, literal, DocumentKind::Identity).decision, Decision::Allow);
  }
}

TEST(Action, WildcardsStandInTheName) {
  EXPECT_TRUE(matches_action("*", "s3:GetObject"));
  EXPECT_TRUE(matches_action("S3:getobject", "s3:GetObject"));
  EXPECT_TRUE(matches_action("s3:Get*", "s3:GetObject"));
  EXPECT_TRUE(matches_action("s3:*Object", "s3:GetObject"));
  EXPECT_TRUE(matches_action("s3:G?tO*ct", "s3:GetObject"));
  EXPECT_TRUE(matches_action("*:Get*", "s3:GetObject"));
  EXPECT_FALSE(matches_action("s3:Get", "s3:GetObject"));
  EXPECT_FALSE(matches_action("s*:GetObject", "s3:GetObject"));
  EXPECT_FALSE(matches_action("s3*", "s3:GetObject"));
  EXPECT_FALSE(matches_action("s3express:*", "s3:GetObject"));
  EXPECT_FALSE(matches_action("s3:Get?Object", "s3:GetObject"));
  EXPECT_FALSE(matches_action("", "s3:GetObject"));
}

}  // namespace
}  // namespace berm::access
