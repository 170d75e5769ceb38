#include "sim/question.h"

#include <gtest/gtest.h>

namespace berm::sim {
namespace {

manifest::Organisation organisation() {
  manifest::Organisation organisation;
  organisation.id = "o-a1b2c3d4e5";
  organisation.management_account = "999999999999";
  manifest::Unit unit{"ou-ab12-11111111", "workloads", {{"111122223333", "payments"}}, {}};
  organisation.root = manifest::Unit{"r-ab12", "", {}, {unit}};
  return organisation;
}

class Questions : public testing::Test {
 protected:
  std::optional<Asked> ask(const Question& question) {
    diagnostics_ = Diagnostics();
    return make_request(question, {organisation_, catalog::Catalog::builtin()}, diagnostics_);
  }
  static Question question(const std::string& principal) {
    Question question;
    question.principal = principal;
    question.action = "s3:GetObject";
    question.resource = "arn:aws:s3:::data/a";
    return question;
  }
  std::string message() const { return diagnostics_.empty() ? "" : diagnostics_.items().back().message; }

  manifest::Organisation organisation_ = organisation();
  Diagnostics diagnostics_;
};

std::string value(const Asked& asked, std::string_view key) {
  const auto* values = asked.request.find(key);
  return values ? values->front() : "";
}

TEST_F(Questions, KeysAreDerived) {
  Question question = Questions::question("role/team/ops");
  question.account = "payments";
  auto asked = ask(question);
  ASSERT_TRUE(asked) << message();
  EXPECT_EQ(value(*asked, "aws:principalarn"), "arn:aws:iam::111122223333:role/team/ops");
  EXPECT_EQ(value(*asked, "aws:principalaccount"), "111122223333");
  EXPECT_EQ(value(*asked, "aws:principalorgid"), "o-a1b2c3d4e5");
  EXPECT_EQ(value(*asked, "aws:principalorgpaths"), "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/");
  EXPECT_TRUE(asked->request.multivalued.contains("aws:principalorgpaths"));
  EXPECT_EQ(value(*asked, "aws:resourceaccount"), "111122223333");
  EXPECT_EQ(value(*asked, "aws:principalisawsservice"), "false");
}

TEST_F(Questions, WhatIsSaidStays) {
  Question question = Questions::question("arn:aws:iam::111122223333:user/ann");
  question.context["aws:RequestedRegion"] = {"eu-west-1"};
  question.context["aws:TagKeys"] = {"a"};
  auto asked = ask(question);
  ASSERT_TRUE(asked) << message();
  EXPECT_EQ(value(*asked, "aws:requestedregion"), "eu-west-1");
  EXPECT_EQ(std::count(asked->derived.begin(), asked->derived.end(), "aws:RequestedRegion"), 0);
  EXPECT_TRUE(asked->request.multivalued.contains("aws:tagkeys"));
  EXPECT_EQ(value(*asked, "aws:username"), "ann");
}

TEST_F(Questions, StrangersAreOfNoOrganisation) {
  auto asked = ask(question("arn:aws:iam::123412341234:role/x"));
  ASSERT_TRUE(asked);
  EXPECT_EQ(value(*asked, "aws:principalorgid"), "");
}

TEST_F(Questions, SessionsAreTheirRoles) {
  auto asked = ask(question("arn:aws:sts::111122223333:assumed-role/ops/tuesday"));
  ASSERT_TRUE(asked);
  EXPECT_EQ(value(*asked, "aws:principalarn"), "arn:aws:iam::111122223333:role/ops");
  EXPECT_EQ(value(*asked, "aws:userid"), "AROAEXAMPLE:tuesday");
}

TEST_F(Questions, ServicesAndAnonymousCallers) {
  auto service = ask(question("lambda.amazonaws.com"));
  ASSERT_TRUE(service);
  EXPECT_EQ(value(*service, "aws:principalisawsservice"), "true");
  EXPECT_EQ(value(*service, "aws:principalaccount"), "");
  auto anonymous = ask(question("anonymous"));
  ASSERT_TRUE(anonymous);
  EXPECT_EQ(value(*anonymous, "aws:principalarn"), "");
}

TEST_F(Questions, WrongOnesAreRefused) {
  EXPECT_FALSE(ask(question("bob")));
  EXPECT_EQ(message(), "`bob` is not a principal");
  EXPECT_FALSE(ask(question("role/x")));
  EXPECT_EQ(message(), "`role/x` is of no account");
  EXPECT_FALSE(ask(question("arn:aws:iam::111122223333:role/*")));
  for (const char* entity :
       {"", "role", "role/", "role//x", "rolex/x", "role/a b", "assumed-role/x", "assumed-role/x/y/z"}) {
    const std::string arn = std::string("arn:aws:iam::111122223333:") + entity;
    EXPECT_FALSE(ask(question(arn))) << arn;
    EXPECT_EQ(message(), "`" + arn + "` is not the ARN of one principal");
  }
  EXPECT_FALSE(ask(question("arn:aws:s3::111122223333:role/x")));
  Question other = question("arn:aws:iam::444455556666:role/x");
  other.account = "payments";
  EXPECT_FALSE(ask(other));
  EXPECT_EQ(message(), "`arn:aws:iam::444455556666:role/x` is not of the account 111122223333");
  Question no_arn = question("anonymous");
  no_arn.resource = "data";
  EXPECT_FALSE(ask(no_arn));
  EXPECT_EQ(message(), "`data` is not the ARN of a resource");
  Question no_action = question("anonymous");
  no_action.action = "s3:Get*";
  EXPECT_FALSE(ask(no_action));
  Question no_account = question("role/x");
  no_account.account = "paymints";
  EXPECT_FALSE(ask(no_account));
  EXPECT_EQ(message(), "`paymints` is no account");
}

TEST_F(Questions, UnknownNamesAreNoted) {
  Question question = Questions::question("anonymous");
  question.action = "s3:GetObjekt";
  auto asked = ask(question);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->notes,
            std::vector<std::string>{"the catalogue knows no action `s3:GetObjekt`; did you mean `s3:GetObject`?"});
  question = Questions::question("anonymous");
  question.context["aws:SourceVpcx"] = {"a"};
  asked = ask(question);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->notes, std::vector<std::string>{
                              "the catalogue knows no condition key `aws:SourceVpcx`; did you mean `aws:SourceVpc`?"});
}

std::string wrong(std::string_view json) {
  auto read = read_question(json);
  auto* error = std::get_if<std::string>(&read);
  return error ? *error : "";
}

TEST(ReadQuestion, ReadsALine) {
  auto read = read_question(
      R"({"principal":"anonymous","action":"s3:GetObject","context":{"a:b":["x","y"],"c:d":true,"e:f":3}})");
  auto* question = std::get_if<Question>(&read);
  ASSERT_TRUE(question);
  EXPECT_EQ(question->resource, "*");
  EXPECT_EQ(question->context["a:b"], (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(question->context["c:d"], std::vector<std::string>{"true"});
  EXPECT_EQ(question->context["e:f"], std::vector<std::string>{"3"});
}

TEST(ReadQuestion, SaysWhatIsWrong) {
  EXPECT_EQ(wrong("{"), "it is not JSON");
  EXPECT_EQ(wrong("[]"), "it is not a JSON object");
  EXPECT_EQ(wrong("{}"), "it has no `principal`");
  EXPECT_EQ(wrong(R"({"principal":"x"})"), "it has no `action`");
  EXPECT_EQ(wrong(R"({"principle":"x"})"), "a question has no `principle`; did you mean `principal`?");
  EXPECT_EQ(wrong(R"({"principal":3})"), "`principal` is not a text");
  EXPECT_EQ(wrong(R"({"context":3})"), "`context` is not an object of condition keys");
  EXPECT_NE(wrong(R"({"context":{"a":{}}})"), "");
  EXPECT_NE(wrong(std::string(1000, '[')), "");
}

}  // namespace
}  // namespace berm::sim
