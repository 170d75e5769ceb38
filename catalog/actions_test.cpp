#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/catalog.h"

namespace berm::catalog {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const Catalog& catalog() { return Catalog::builtin(); }

Action action(std::string_view name) {
  std::optional<Action> found = catalog().action(name);
  EXPECT_TRUE(found.has_value()) << name;
  return found.value_or(Action{});
}

std::vector<std::string> matching(std::string_view pattern) {
  std::vector<std::string> names;
  catalog().for_each_action(pattern, [&](const Action& found) { names.push_back(found.full_name()); });
  return names;
}

const ActionResource& leg(const Action& of, std::string_view type) {
  auto found = std::find_if(of.resources.begin(), of.resources.end(),
                            [&](const ActionResource& resource) { return resource.type.name == type; });
  EXPECT_NE(found, of.resources.end()) << type;
  return *found;
}

TEST(Actions, AreFoundWithoutRegardToCase) {
  EXPECT_EQ(action("s3:GetObject").full_name(), "s3:GetObject");
  EXPECT_EQ(action("S3:getobject").full_name(), "s3:GetObject");
  EXPECT_EQ(action("cloudtrail:stoplogging").full_name(), "cloudtrail:StopLogging");
}

TEST(Actions, UnusualNamesAreFound) {
  size_t lower = 0, hyphenated = 0;
  std::vector<std::string> names;
  catalog().for_each_action("*", [&](const Action& found) {
    bool is_lower = found.name[0] >= 'a' && found.name[0] <= 'z';
    bool has_hyphen = found.name.find('-') != std::string_view::npos;
    lower += is_lower;
    hyphenated += has_hyphen;
    if (is_lower || has_hyphen) names.push_back(found.full_name());
  });
  EXPECT_EQ(lower, 12u);
  EXPECT_EQ(hyphenated, 1u);
  for (const std::string& name : names) EXPECT_EQ(action(name).full_name(), name);
  EXPECT_EQ(action("aws-marketplace:Subscribe").service, "aws-marketplace");
}

TEST(Actions, UnknownNamesAreNone) {
  EXPECT_FALSE(catalog().action("s3:GetObjekt"));
  EXPECT_FALSE(catalog().action("nosuch:GetObject"));
  EXPECT_FALSE(catalog().action("GetObject"));
  EXPECT_FALSE(catalog().action(""));
  EXPECT_FALSE(catalog().action("s3:"));
  EXPECT_FALSE(catalog().action("s3:GetObject "));
}

TEST(Actions, EveryActionIsFoundByItsName) {
  size_t count = 0;
  std::string before;
  catalog().for_each_action("*", [&](const Action& found) {
    ++count;
    EXPECT_EQ(action(found.full_name()).name, found.name);
  });
  EXPECT_EQ(count, catalog().action_count());
  EXPECT_GT(count, 20000u);
}

TEST(Actions, ComeByServiceThenName) {
  std::vector<std::string> services;
  catalog().for_each_action("*", [&](const Action& found) {
    if (services.empty() || services.back() != found.service) services.emplace_back(found.service);
  });
  EXPECT_TRUE(std::is_sorted(services.begin(), services.end()));
  EXPECT_GT(services.size(), 400u);
}

TEST(Actions, HaveTheirAccessLevels) {
  EXPECT_EQ(action("s3:GetObject").access, kRead);
  EXPECT_EQ(action("s3:ListBucket").access, kList);
  EXPECT_EQ(action("cloudtrail:StopLogging").access, kWrite);
  EXPECT_EQ(action("ec2:CreateTags").access, kTagging | kWrite);
  EXPECT_EQ(action("iam:PutRolePolicy").access, kPermissionsManagement | kWrite);
}

TEST(ActionPatterns, MatchWithoutRegardToCase) {
  EXPECT_THAT(matching("cloudtrail:*logging"), ElementsAre("cloudtrail:StartLogging", "cloudtrail:StopLogging"));
  EXPECT_THAT(matching("CloudTrail:STOP*"), Contains("cloudtrail:StopLogging"));
  EXPECT_THAT(matching("s3:Get?bject"), ElementsAre("s3:GetObject"));
  EXPECT_THAT(matching("s3:Get*"), Contains("s3:GetObject"));
  EXPECT_THAT(matching("s3:Get*"), Not(Contains("s3:PutObject")));
}

TEST(ActionPatterns, OnlyTheBareStarCrossesServices) {
  EXPECT_EQ(matching("*").size(), catalog().action_count());
  EXPECT_THAT(matching("*:GetObject"), IsEmpty());
  EXPECT_THAT(matching("s*:GetObject"), IsEmpty());
  EXPECT_THAT(matching("nosuch:*"), IsEmpty());
}

TEST(NearNames, OfActionsAndServices) {
  EXPECT_EQ(catalog().nearest_action("cloudtrail:StopLoging"), "cloudtrail:StopLogging");
  EXPECT_EQ(catalog().nearest_action("cloudtrial:StopLogging"), "cloudtrail:StopLogging");
  EXPECT_EQ(catalog().nearest_action("s3:StopLogging"), "cloudtrail:StopLogging");
  EXPECT_EQ(catalog().nearest_service("cloudtrial"), "cloudtrail");
  EXPECT_FALSE(catalog().nearest_action("cloudtrail:Qqqqqqqqqqqqqqqqqq"));
  EXPECT_FALSE(catalog().nearest_service("qqqqqqqqqqqqqqqqqq"));
}

TEST(Legs, OnlyTheInstanceOfRunInstancesCarriesItsType) {
  Action run = action("ec2:RunInstances");
  EXPECT_EQ(catalog().carries(run, "ec2:InstanceType"), Carried::SomeLegs);
  for (const ActionResource& resource : run.resources) {
    EXPECT_EQ(catalog().leg_carries(run, resource.type.name, "ec2:InstanceType"), resource.type.name == "instance");
  }
  EXPECT_TRUE(leg(run, "instance").required);
  EXPECT_FALSE(leg(run, "elastic-gpu").required);
  EXPECT_EQ(leg(run, "subnet").type.arn, "arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}");
}

TEST(Legs, TagKeysAreCarriedWhereTheCatalogueSaysSo) {
  Action run = action("ec2:RunInstances");
  EXPECT_TRUE(catalog().leg_carries(run, "instance", "aws:RequestTag/team"));
  EXPECT_FALSE(catalog().leg_carries(run, "subnet", "aws:RequestTag/team"));
  EXPECT_TRUE(catalog().leg_carries(run, "subnet", "AWS:resourcetag/Team"));
  EXPECT_FALSE(catalog().leg_carries(run, "instance", "aws:ResourceTag/team"));
  EXPECT_FALSE(catalog().leg_carries(run, "subnet", "aws:ResourceTag/"));
}

TEST(Legs, KeysOfTheActionAndGlobalKeysAreOnEveryLeg) {
  Action run = action("ec2:RunInstances");
  EXPECT_EQ(catalog().carries(run, "ec2:Region"), Carried::EveryLeg);
  EXPECT_EQ(catalog().carries(run, "aws:PrincipalArn"), Carried::EveryLeg);
  EXPECT_EQ(catalog().carries(run, "aws:principaltag/team"), Carried::EveryLeg);
  EXPECT_TRUE(catalog().leg_carries(run, "subnet", "ec2:region"));
  EXPECT_EQ(catalog().carries(run, "s3:prefix"), Carried::No);
  EXPECT_EQ(catalog().carries(action("sts:GetCallerIdentity"), "aws:SourceIp"), Carried::EveryLeg);
  EXPECT_TRUE(catalog().leg_carries(action("sts:GetCallerIdentity"), "", "aws:SourceIp"));
}

// CloudTrail lists its keys at the resource type; a trail's tags are there all the same.
TEST(Legs, TagsOfTheResourceTypeCountWhereTheActionListsNone) {
  EXPECT_EQ(catalog().carries(action("cloudtrail:StopLogging"), "aws:ResourceTag/team"), Carried::EveryLeg);
  EXPECT_EQ(catalog().carries(action("cloudtrail:StopLogging"), "aws:RequestTag/team"), Carried::No);
}

TEST(ResourceTypes, AreFoundByArnAndPattern) {
  Action get = action("s3:GetObject"), list = action("s3:ListBucket"), run = action("ec2:RunInstances");
  EXPECT_EQ(catalog().resource_type_of(get, "arn:aws:s3:::acme/a/b.txt"), "object");
  EXPECT_EQ(catalog().resource_type_of(get, "arn:aws-cn:s3:::acme/*"), "object");
  EXPECT_FALSE(catalog().resource_type_of(get, "arn:aws:s3:::acme"));
  EXPECT_EQ(catalog().resource_type_of(list, "arn:aws:s3:::acme"), "bucket");
  EXPECT_EQ(catalog().resource_type_of(run, "arn:aws:ec2:*:*:instance/*"), "instance");
  EXPECT_EQ(catalog().resource_type_of(run, "arn:aws:ec2:eu-west-1::image/ami-1"), "image");
  EXPECT_FALSE(catalog().resource_type_of(run, "arn:aws:s3:::acme"));
  EXPECT_FALSE(catalog().resource_type_of(run, "*"));
  EXPECT_FALSE(catalog().resource_type_of(run, "arn:aws:ec2"));
}

TEST(ResourceTypes, MayHaveTwoForms) {
  Action del = action("lex:DeleteBotAlias");
  EXPECT_EQ(catalog().resource_type_of(del, "arn:aws:lex:eu-west-1:111122223333:bot-alias/B/A"), "bot alias");
  EXPECT_EQ(catalog().resource_type_of(del, "arn:aws:lex:eu-west-1:111122223333:bot:B:A"), "bot alias");
}

TEST(ArnPattern, FillsPartitionAndStars) {
  EXPECT_EQ(arn_pattern("arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}", "aws"),
            "arn:aws:ec2:*:*:instance/*");
  EXPECT_EQ(arn_pattern("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "aws-cn"), "arn:aws-cn:s3:::*/*");
  EXPECT_EQ(arn_pattern("arn:aws:s3:::plain", "aws"), "arn:aws:s3:::plain");
}

TEST(Rcp, SupportsItsServices) {
  EXPECT_TRUE(catalog().rcp_supports("s3"));
  EXPECT_TRUE(catalog().rcp_supports("STS"));
  EXPECT_FALSE(catalog().rcp_supports("ec2"));
  EXPECT_FALSE(catalog().rcp_supports("nosuch"));
}

TEST(Actions, NamesAreThoseOfTheActions) {
  const Catalog& catalog = Catalog::builtin();
  for (const char* pattern :
       {"*", "s3:*", "S3:get*", "iam:CreateUser", "s3:GetObjectX", "nope:*", "*:Get*", "ec2:Describe?pcs"}) {
    std::vector<std::string> expected, seen;
    catalog.for_each_action(pattern, [&](const Action& action) { expected.push_back(action.full_name()); });
    catalog.for_each_action_name(pattern, [&](std::string_view service, std::string_view name) {
      seen.push_back(std::string(service) + ":" + std::string(name));
    });
    EXPECT_EQ(seen, expected) << pattern;
  }
}

}  // namespace
}  // namespace berm::catalog
