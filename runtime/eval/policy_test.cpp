#include "runtime/eval/policy.h"

#include <gtest/gtest.h>

#include "reference/policy.h"

namespace berm::eval {
namespace {

constexpr const char* kPlain =
    R"({"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow", "Principal": {"AWS": ["111122223333",)"
    R"("arn:aws:iam::444455556666:root"], "Service": "x.amazonaws.com"}, "Action": ["s3:Get*", "s3:Put*"],)"
    R"("Resource": "arn:aws:s3:::x/*", "Condition": {"StringLike": {"aws:PrincipalArn": ["a", "b"]}}},)"
    R"({"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "NotAction": "iam:*", "NotResource": ["*"]}]})";

// Member by member, in Kleene's logic too.
void expect_same(std::string_view json) {
  PolicyReader reader;
  reference::Arena arena;
  reference::Policy naive = reference::read_policy_text(json, arena);
  ASSERT_EQ(reader.read(json), naive.error.empty()) << json;
  if (!naive.error.empty()) return;
  EXPECT_EQ(reference::equal(reader.statements(), naive.statements, ir::Type::List), reference::Tri::True) << json;
}

TEST(PolicyText, IsReadWhereItIsPlain) {
  EXPECT_TRUE(PolicyText().read(kPlain));
  EXPECT_TRUE(PolicyText().read(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"));
}

TEST(PolicyText, IsLeftAloneWhereItIsNot) {
  for (
      const char* json : {
          "",
          "[]",
          R"({"Statement":[]})",
          R"({"Statement":{"Effect":"Allow","Action":"*"}})",
          R"({"Statement":{"Effect":"allow","Action":"*","Resource":"*"}})",
          R"({"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}})",
          R"({"Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}})",
          R"({"Statement":{"Effect":"Allow","Action":"s3:\u0047et","Resource":"*"}})",
          R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":true}}}})",
          R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":"b"},"Bool":{"c":"d"}}}})",
          R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}} x)",
          R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"},})",
          R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"1","AWS":"2"},"Action":"*"}})",
      }) {
    EXPECT_FALSE(PolicyText().read(json)) << json;
    expect_same(json);
  }
}

TEST(PolicyReader, ShowsStatementsAsTheNaiveEvaluatorDoes) {
  expect_same(kPlain);
  expect_same(R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}})");
  expect_same(R"({"Statement":{"Effect":"Allow","Action":"s3:\u0047et","Resource":"é"}})");
}

PreparedGrant grant(const char* action, const char* resource, const char* account = "") {
  ir::Grant grant;
  grant.actions.items.push_back({true, action});
  if (*resource != 0) grant.resources.emplace_back(resource);
  if (*account != 0) grant.to = ir::Grant::To::Account;
  grant.account = account;
  return PreparedGrant(std::move(grant));
}

TEST(PolicyReader, SaysWhatIsGranted) {
  PolicyReader reader;
  ASSERT_TRUE(reader.read(
      R"({"Statement":{"Effect":"Allow","Action":["S3:Get*","kms:Decrypt"],"Resource":"arn:aws:s3:::x*"}})"));
  EXPECT_EQ(reader.grants(grant("s3:GetObject", "arn:aws:s3:::xy")), Truth::True);
  EXPECT_EQ(reader.grants(grant("s3:GetObject", "")), Truth::True);
  EXPECT_EQ(reader.grants(grant("s3:GetObject", "arn:aws:s3:::y")), Truth::False);
  EXPECT_EQ(reader.grants(grant("s3:PutObject", "arn:aws:s3:::xy")), Truth::False);
  EXPECT_EQ(reader.grants(grant("iam:PassRole", "")), Truth::False);
  EXPECT_EQ(reader.grants(grant("s3:GetObject", "", "111122223333")), Truth::False);
}

TEST(PolicyReader, LeavesWideGrantsToOthersWhereTheyMayHold) {
  ir::Grant all;
  all.actions.items.push_back({true, "*"});
  all.every_action = true;
  PreparedGrant everything(all);
  all.every_action = false;
  PreparedGrant anything(all);
  PolicyReader reader;
  ASSERT_TRUE(reader.read(R"({"Statement":{"Effect":"Allow","Action":["s3:*","iam:*"],"Resource":"*"}})"));
  EXPECT_EQ(reader.grants(everything), Truth::False);
  EXPECT_EQ(reader.grants(anything), Truth::Later);
  ASSERT_TRUE(reader.read(R"({"Statement":{"Effect":"Allow","Action":["s3:*","*"],"Resource":"*"}})"));
  EXPECT_EQ(reader.grants(everything), Truth::Later);
  ASSERT_TRUE(reader.read(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})"));
  EXPECT_EQ(reader.grants(anything), Truth::False);
}

TEST(PolicyReader, TakesEverythingForEverything) {
  PolicyReader reader;
  ASSERT_TRUE(reader.read(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:*"}})"));
  EXPECT_EQ(reader.grants(grant("s3:GetObject", "arn:aws-cn:s3:::x")), Truth::True);
}

TEST(PolicyReader, KeepsNothingOfTheOneBefore) {
  PolicyReader reader;
  std::string large = R"({"Statement":{"Effect":"Allow","Action":[")";
  for (int i = 0; i < 20000; ++i) large += "s3:GetObject\",\"";
  large += R"(s3:Put"],"Resource":"*"}})";
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(reader.read(large));
    EXPECT_EQ(reader.statements().size, 1u);
    ASSERT_TRUE(reader.read(""));
    EXPECT_EQ(reader.statements().size, 0u);
  }
}

}  // namespace
}  // namespace berm::eval
