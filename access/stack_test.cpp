#include "access/stack.h"

#include <gtest/gtest.h>

#include <deque>

namespace berm::access {
namespace {

constexpr const char* kAll = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
constexpr const char* kOnlyEc2 = R"({"Effect":"Allow","Action":"ec2:*","Resource":"*"})";
constexpr const char* kNoS3 = R"({"Effect":"Deny","Action":"s3:*","Resource":"*"})";
constexpr const char* kUser = "arn:aws:iam::111122223333:user/ann";
constexpr const char* kRole = "arn:aws:iam::111122223333:role/ops";

class Stacked : public testing::Test {
 protected:
  // A policy of these statements.
  Documents policy(const std::string& statements) {
    auto read = read_policy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
    EXPECT_TRUE(read.document) << read.error;
    return {{"p", &read_.emplace_back(std::move(*read.document))}};
  }
  Level level(const std::string& name, const std::string& statements) { return {name, policy(statements)}; }
  // {"AWS": principal} may get the object.
  Documents bucket(const std::string& principal, const std::string& element = "Principal") {
    return policy(R"({"Effect":"Allow","Action":"s3:*","Resource":"*",")" + element + R"(":{"AWS":")" + principal +
                  R"("}})");
  }

  static Request get_object(const std::string& arn) {
    Request request;
    request.action = "s3:GetObject";
    request.resource = "arn:aws:s3:::data/a";
    request.context["aws:principalarn"] = {arn};
    request.context["aws:resourceaccount"] = {"111122223333"};
    return request;
  }
  static Request get_object_in_session() {
    Request request = get_object(kRole);
    request.context["aws:userid"] = {"AROA:tuesday"};
    return request;
  }
  static Decision decision(const Stack& stack, const Request& request) { return decide(stack, request).decision; }

  std::deque<Document> read_;
};

std::vector<Layer> decisive(const Verdict& verdict) {
  std::vector<Layer> layers;
  for (size_t i : verdict.decisive) layers.push_back(verdict.steps[i].layer);
  return layers;
}

TEST_F(Stacked, IdentityPoliciesGrantInOneAccount) {
  Stack stack;
  stack.identity = policy(kAll);
  stack.resource.emplace();
  Verdict verdict = decide(stack, get_object(kUser));
  EXPECT_EQ(verdict.decision, Decision::Allow);
  EXPECT_EQ(decisive(verdict), std::vector{Layer::Identity});
  stack.identity = policy(kOnlyEc2);
  verdict = decide(stack, get_object(kUser));
  EXPECT_EQ(verdict.decision, Decision::ImplicitDeny);
  EXPECT_EQ(decisive(verdict), std::vector{Layer::Identity});
}

TEST_F(Stacked, EveryLevelHasToAllow) {
  Stack stack;
  stack.identity = policy(kAll);
  stack.scps = {level("root", kAll), level("unit", kOnlyEc2), level("account", kAll)};
  Verdict verdict = decide(stack, get_object(kUser));
  EXPECT_EQ(verdict.decision, Decision::ImplicitDeny);
  ASSERT_EQ(verdict.decisive.size(), 1u);
  EXPECT_EQ(verdict.steps[verdict.decisive[0]].level, "unit");
  stack.scps[1] = level("unit", kAll);
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.scps[1] = level("unit", std::string(kAll) + "," + kNoS3);
  verdict = decide(stack, get_object(kUser));
  EXPECT_EQ(verdict.decision, Decision::ExplicitDeny);
  EXPECT_EQ(verdict.steps[verdict.decisive[0]].statement, 1);
  EXPECT_EQ(verdict.steps[verdict.decisive[0]].document, "p");
}

TEST_F(Stacked, SomeCallersAreNotBoundByScps) {
  Stack stack;
  stack.scps = {level("root", kNoS3)};
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::ExplicitDeny);
  EXPECT_EQ(decision(stack, get_object("arn:aws:iam::111122223333:root")), Decision::ExplicitDeny);
  stack.caller_in_management = true;
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.caller_in_management = false;
  EXPECT_EQ(decision(stack, get_object("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R")),
            Decision::Allow);
  Request service = get_object("");
  service.context.erase("aws:principalarn");
  service.context["aws:principalservicename"] = {"cloudtrail.amazonaws.com"};
  stack.resource =
      policy(R"({"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{"Service":"cloudtrail.amazonaws.com"}})");
  EXPECT_EQ(decision(stack, service), Decision::Allow);
}

TEST_F(Stacked, RcpsAllowByThemselvesAndBindEveryCaller) {
  Stack stack;
  stack.rcps = {{"root", {}}};
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.rcps = {level("root", R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"})")};
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::ExplicitDeny);
  EXPECT_EQ(decision(stack, get_object("arn:aws:iam::999999999999:user/x")), Decision::ExplicitDeny);
  stack.rcp_supported = false;
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.rcp_supported = true;
  stack.resource_in_management = true;
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
}

TEST_F(Stacked, BoundaryAndSessionLimit) {
  Stack stack;
  stack.identity = policy(kAll);
  stack.boundary = policy(kOnlyEc2);
  EXPECT_EQ(decisive(decide(stack, get_object(kUser))), std::vector{Layer::Boundary});
  stack.boundary = policy(kAll);
  stack.session = policy(kOnlyEc2);
  Verdict verdict = decide(stack, get_object_in_session());
  EXPECT_EQ(verdict.decision, Decision::ImplicitDeny);
  EXPECT_EQ(decisive(verdict), std::vector{Layer::Session});
}

// AWS: what a resource's policy gives to a user's or session's ARN is not limited by an implicit deny of the boundary
// or the session policy; what it gives to the role's ARN is.
TEST_F(Stacked, GrantsToTheCallerPassTheBoundary) {
  Stack stack;
  stack.identity.emplace();
  stack.boundary = policy(kOnlyEc2);
  stack.session = policy(kOnlyEc2);
  for (const char* principal : {"arn:aws:sts::111122223333:assumed-role/ops/tuesday", "*"}) {
    stack.resource = bucket(principal);
    EXPECT_EQ(decision(stack, get_object_in_session()), Decision::Allow) << principal;
  }
  stack.resource = bucket(kUser);
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.resource = bucket(kRole);
  EXPECT_EQ(decision(stack, get_object_in_session()), Decision::ImplicitDeny);
  stack.boundary = stack.session = policy(kAll);
  EXPECT_EQ(decision(stack, get_object_in_session()), Decision::Allow);
  stack.boundary = policy(kNoS3);
  stack.resource = bucket("*");
  EXPECT_EQ(decision(stack, get_object_in_session()), Decision::ExplicitDeny);
}

TEST_F(Stacked, GrantsToTheAccountNeedAnIdentityPolicy) {
  Stack stack;
  stack.identity.emplace();
  stack.resource = bucket("111122223333");
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::ImplicitDeny);
  EXPECT_EQ(decision(stack, get_object("arn:aws:iam::111122223333:root")), Decision::Allow);
  stack.identity = policy(kAll);
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
}

TEST_F(Stacked, AccessAcrossAccountsNeedsBothSides) {
  std::string stranger = "arn:aws:iam::999999999999:user/x";
  Stack stack;
  stack.identity = policy(kAll);
  stack.resource.emplace();
  EXPECT_EQ(decisive(decide(stack, get_object(stranger))), std::vector{Layer::Resource});
  stack.resource = bucket(stranger);
  EXPECT_EQ(decision(stack, get_object(stranger)), Decision::Allow);
  stack.identity.emplace();
  EXPECT_EQ(decisive(decide(stack, get_object(stranger))), std::vector{Layer::Identity});
  stack.identity = policy(kAll);
  stack.boundary = policy(kOnlyEc2);
  EXPECT_EQ(decisive(decide(stack, get_object(stranger))), std::vector{Layer::Boundary});
}

TEST_F(Stacked, KeysAndRolesNeedTheirOwnPolicy) {
  Stack stack;
  stack.identity = policy(kAll);
  stack.resource.emplace();
  Request request = get_object(kUser);
  request.action = "kms:Decrypt";
  request.resource = "arn:aws:kms:eu-west-1:111122223333:key/1";
  EXPECT_EQ(decisive(decide(stack, request)), std::vector{Layer::Resource});
  request.action = "sts:AssumeRole";
  request.resource = kRole;
  EXPECT_EQ(decisive(decide(stack, request)), std::vector{Layer::Resource});
  stack.resource = policy(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"})");
  EXPECT_EQ(decision(stack, request), Decision::Allow);
  stack.resource.reset();
  EXPECT_EQ(decision(stack, request), Decision::Allow);
}

TEST_F(Stacked, NotPrincipalDeniesWhoeverHasABoundary) {
  Stack stack;
  stack.identity = policy(kAll);
  stack.resource = policy(R"({"Effect":"Deny","NotPrincipal":{"AWS":")" + std::string(kUser) +
                          R"("},"Action":"s3:*","Resource":"*"})");
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::Allow);
  stack.boundary = policy(kAll);
  EXPECT_EQ(decision(stack, get_object(kUser)), Decision::ExplicitDeny);
}

TEST_F(Stacked, AnonymousCallersNeedTheResource) {
  Request request = get_object("");
  request.context.erase("aws:principalarn");
  Stack stack;
  stack.resource.emplace();
  EXPECT_EQ(decision(stack, request), Decision::ImplicitDeny);
  stack.resource = bucket("*");
  EXPECT_EQ(decision(stack, request), Decision::Allow);
}

TEST_F(Stacked, AwsKeepsSomeForItself) {
  Stack stack;
  stack.identity = policy(kNoS3 + std::string(R"(,{"Effect":"Deny","Action":"sts:*","Resource":"*"})"));
  Request request = get_object(kUser);
  request.action = "sts:GetCallerIdentity";
  request.resource = "*";
  EXPECT_EQ(decision(stack, request), Decision::Allow);
  stack.identity = policy(kAll);
  request.action = "iam:CreatePolicyVersion";
  request.resource = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  EXPECT_EQ(decisive(decide(stack, request)), std::vector{Layer::Aws});
  request.action = "iam:GetPolicy";
  EXPECT_EQ(decision(stack, request), Decision::Allow);
}

TEST_F(Stacked, UnknownKeysLeaveTheDecisionOpen) {
  Stack stack;
  stack.scps = {level("root", std::string(kAll) + R"(,{"Effect":"Deny","Action":"s3:*","Resource":"*",
      "Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"data"},"Null":{"aws:SourceVpc":"true"}}})")};
  Knowledge known = [](std::string_view key) { return key == "aws:principaltag/team" ? Known::No : Known::Yes; };
  Outlook outlook = decide(stack, get_object(kUser), known);
  EXPECT_EQ(outlook.best.decision, Decision::Allow);
  EXPECT_EQ(outlook.worst.decision, Decision::ExplicitDeny);
  EXPECT_EQ(outlook.worst.steps[0].keys, std::vector<std::string>{"aws:principaltag/team"});
  ASSERT_EQ(outlook.worst.open.size(), 1u);
  EXPECT_EQ(outlook.worst.open[0].condition->key, "aws:PrincipalTag/team");
  Request through_vpc = get_object(kUser);
  through_vpc.context["aws:sourcevpc"] = {"vpc-1"};
  EXPECT_EQ(decide(stack, through_vpc, known).worst.decision, Decision::Allow);
}

TEST_F(Stacked, PresenceMayBeKnownWithoutTheValue) {
  Stack stack;
  stack.identity =
      policy(R"({"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Null":{"aws:SourceVpc":"true"}}})");
  Knowledge known = [](std::string_view) { return Known::Presence; };
  EXPECT_EQ(decide(stack, get_object(kUser), known).worst.decision, Decision::Allow);
}

TEST_F(Stacked, VariablesWithoutKnownValuesAreOpen) {
  Stack stack;
  stack.identity = policy(R"({"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:PrincipalTag/b}/*"})");
  Knowledge known = [](std::string_view key) { return key == "aws:principaltag/b" ? Known::No : Known::Yes; };
  Outlook outlook = decide(stack, get_object(kUser), known);
  EXPECT_EQ(outlook.best.decision, Decision::Allow);
  EXPECT_EQ(outlook.worst.decision, Decision::ImplicitDeny);
}

}  // namespace
}  // namespace berm::access
