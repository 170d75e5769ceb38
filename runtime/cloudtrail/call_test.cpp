#include "runtime/cloudtrail/call.h"

#include <gtest/gtest.h>

namespace berm::cloudtrail {
namespace {

using access::Known;

Event event_of(const std::string& json) {
  std::string error;
  auto event = read_event(json, error);
  EXPECT_TRUE(event) << error;
  return event.value_or(Event());
}

Call call(const std::string& json) { return call_of(event_of(json), catalog::Catalog::builtin(), "aws"); }

std::string value(const Call& call, const std::string& key) {
  const auto* values = call.request.find(key);
  return values ? values->front() : "";
}

constexpr const char* kRole =
    R"("userIdentity":{"type":"AssumedRole","principalId":"AROA:ann","accountId":"111122223333",
  "arn":"arn:aws:sts::111122223333:assumed-role/dev/ann","sessionContext":{"attributes":{"mfaAuthenticated":"false",
  "creationDate":"2026-10-01T08:00:00Z"},"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/team/dev"}}})";

std::string record(const std::string& source, const std::string& name, const std::string& more) {
  return R"({"eventType":"AwsApiCall","eventTime":"2026-10-02T09:00:00Z","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.9",
    "recipientAccountId":"111122223333","eventSource":")" +
         source + R"(","eventName":")" + name + "\"," + kRole + more + "}";
}

TEST(Call, NamesThatDifferComeFromTheTable) {
  auto action = [](const char* source, const char* event) {
    return action_of(source, event, catalog::Catalog::builtin());
  };
  EXPECT_EQ(action("s3.amazonaws.com", "ListObjects"), "s3:ListBucket");
  EXPECT_EQ(action("s3.amazonaws.com", "CreateMultipartUpload"), "s3:PutObject");
  EXPECT_EQ(action("lambda.amazonaws.com", "Invoke20150331"), "lambda:InvokeFunction");
  EXPECT_EQ(action("lambda.amazonaws.com", "UpdateFunctionCode20150331v2"), "lambda:UpdateFunctionCode");
  EXPECT_EQ(action("cloudfront.amazonaws.com", "CreateDistribution2020_05_31"), "cloudfront:CreateDistribution");
  EXPECT_EQ(action("monitoring.amazonaws.com", "PutMetricAlarm"), "cloudwatch:PutMetricAlarm");
  EXPECT_EQ(action("apigateway.amazonaws.com", "CreateRestApi"), "apigateway:POST");
  EXPECT_EQ(action("ec2.amazonaws.com", "RunInstances"), "ec2:RunInstances");
  EXPECT_EQ(action("ec2.amazonaws.com", "NoSuchThing"), "");
}

// Every action that the table names exists, and differs from the event's name.
TEST(Call, TheTableHolds) {
  struct Line {
    const char *source, *event, *action;
  };
  constexpr Line kLines[] = {
#define BERM_EVENT_ACTION(source, event, action) {source, event, action},
#include "runtime/cloudtrail/event_action.def"
  };
  for (const Line& line : kLines) {
    EXPECT_EQ(action_of(std::string(line.source) + ".amazonaws.com", line.event, catalog::Catalog::builtin()),
              line.action);
    EXPECT_NE(std::string(line.source) + ":" + line.event, line.action);
  }
}

TEST(Call, ASessionIsItsRole) {
  Call made = call(record("ec2.amazonaws.com", "RunInstances", ""));
  EXPECT_EQ(made.reading, Reading::Call);
  EXPECT_EQ(value(made, "aws:principalarn"), "arn:aws:iam::111122223333:role/team/dev");
  EXPECT_EQ(value(made, "aws:userid"), "AROA:ann");
  EXPECT_EQ(value(made, "aws:multifactorauthpresent"), "false");
  EXPECT_EQ(value(made, "aws:requestedregion"), "eu-west-1");
  EXPECT_EQ(value(made, "aws:sourceip"), "203.0.113.9");
  EXPECT_EQ(made.knows("aws:sourcevpce"), Known::Yes);
  EXPECT_EQ(made.knows("aws:principaltag/team"), Known::No);
  EXPECT_EQ(made.knows("ec2:instancetype"), Known::No);
  EXPECT_EQ(made.knows("resource.arn"), Known::No);
}

TEST(Call, ResourcesComeFromTheRecord) {
  Call listed =
      call(record("s3.amazonaws.com", "ListObjects", R"(,"requestParameters":{"bucketName":"data","prefix":"pay/"})"));
  EXPECT_EQ(listed.request.resource, "arn:aws:s3:::data");
  EXPECT_EQ(value(listed, "s3:prefix"), "pay/");
  Call got = call(record("s3.amazonaws.com", "GetObject", R"(,"requestParameters":{"bucketName":"data","key":"a/b"})"));
  EXPECT_EQ(got.request.resource, "arn:aws:s3:::data/a/b");
  EXPECT_EQ(got.knows("resource.arn"), Known::Yes);
  Call named =
      call(record("s3.amazonaws.com", "GetObject",
                  R"(,"resources":[{"ARN":"arn:aws:s3:::x"},{"ARN":"arn:aws:s3:::x/y","accountId":"444455556666"}])"));
  EXPECT_EQ(named.request.resource, "arn:aws:s3:::x/y");
  EXPECT_EQ(value(named, "aws:resourceaccount"), "444455556666");
  Call role = call(record("iam.amazonaws.com", "DeleteRole", R"(,"requestParameters":{"roleName":"ci"})"));
  EXPECT_EQ(role.request.resource, "arn:aws:iam::111122223333:role/ci");
  EXPECT_TRUE(call(record("ec2.amazonaws.com", "DescribeInstances", "")).resource_known);
}

TEST(Call, TagsAreKnownWhereTheParametersTell) {
  Call tagged = call(record("iam.amazonaws.com", "CreateRole",
                            R"(,"requestParameters":{"roleName":"ci","tags":[{"key":"Team","value":"pay"}]})"));
  EXPECT_EQ(value(tagged, "aws:requesttag/team"), "pay");
  EXPECT_EQ(tagged.knows("aws:requesttag/owner"), Known::Yes);
  Call none = call(record("iam.amazonaws.com", "CreateRole", R"(,"requestParameters":{"roleName":"ci"})"));
  EXPECT_EQ(none.knows("aws:requesttag/team"), Known::Yes);
  EXPECT_EQ(none.knows("aws:tagkeys"), Known::Yes);
  Call maybe =
      call(record("ec2.amazonaws.com", "RunInstances", R"(,"requestParameters":{"tagSpecificationSet":{"items":[]}})"));
  EXPECT_EQ(maybe.knows("aws:requesttag/team"), Known::No);
  Call unsaid = call(record("ec2.amazonaws.com", "RunInstances", ""));
  EXPECT_EQ(unsaid.knows("aws:requesttag/team"), Known::No);
}

TEST(Call, OtherCallers) {
  auto by = [](const std::string& identity, const std::string& more = "") {
    return call(R"({"eventSource":"s3.amazonaws.com","eventName":"ListBuckets","userIdentity":)" + identity + more +
                "}");
  };
  Call service = by(R"({"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"})");
  EXPECT_EQ(value(service, "aws:principalservicename"), "cloudtrail.amazonaws.com");
  Call user = by(
      R"({"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","accountId":"111122223333","userName":"ann"})");
  EXPECT_EQ(value(user, "aws:username"), "ann");
  EXPECT_EQ(user.knows("aws:multifactorauthpresent"), Known::Yes);
  EXPECT_EQ(value(user, "aws:multifactorauthpresent"), "");
  Call other = by(R"({"type":"AWSAccount","accountId":"999999999999"})");
  EXPECT_EQ(other.principal, "account 999999999999");
  EXPECT_EQ(other.knows("aws:principalarn"), Known::No);
  Call through = by(R"({"type":"AssumedRole","accountId":"111122223333","invokedBy":"athena.amazonaws.com"})",
                    R"(,"sourceIPAddress":"athena.amazonaws.com")");
  EXPECT_EQ(value(through, "aws:viaawsservice"), "true");
  EXPECT_EQ(through.knows("aws:calledvia"), Known::No);
  EXPECT_EQ(value(through, "aws:sourceip"), "");
}

TEST(Call, WhatIsNoCallIsToldApart) {
  EXPECT_EQ(call(record("ec2.amazonaws.com", "RunInstances", R"(,"errorCode":"Client.UnauthorizedOperation")")).reading,
            Reading::Refused);
  EXPECT_EQ(call(record("ec2.amazonaws.com", "RunInstances", R"(,"errorCode":"Client.InvalidAMIID")")).reading,
            Reading::Call);
  EXPECT_EQ(call(record("nowhere.amazonaws.com", "Do", "")).reading, Reading::NoAction);
  EXPECT_EQ(
      call(R"({"eventType":"AwsServiceEvent","eventSource":"kms.amazonaws.com","eventName":"RotateKey"})").reading,
      Reading::NotACall);
}

TEST(Event, SecretsOfParametersAreNotKept) {
  Event event = event_of(record("iam.amazonaws.com", "CreateLoginProfile",
                                R"(,"requestParameters":{"userName":"ann","password":"hunter2"})"));
  EXPECT_EQ(event.parameters, (std::map<std::string, std::string>{{"userName", "ann"}}));
}

TEST(Event, HostileRecordsAreRefused) {
  for (const char* json :
       {"", "[]", "3", "{}", R"({"eventSource":3,"eventName":"x"})", R"({"eventSource":"a","eventName")", "\xff"}) {
    std::string error;
    EXPECT_FALSE(read_event(json, error)) << json;
    EXPECT_FALSE(error.empty()) << json;
  }
  std::string error;
  EXPECT_TRUE(read_event(
      R"({"eventSource":"a","eventName":"b","userIdentity":3,"resources":[3,{"ARN":4}],"requestParameters":[]})",
      error));
}

}  // namespace
}  // namespace berm::cloudtrail
