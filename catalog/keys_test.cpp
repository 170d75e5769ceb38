#include <gtest/gtest.h>

#include "catalog/catalog.h"
#include "catalog/names.h"

namespace berm::catalog {
namespace {

const Catalog& catalog() { return Catalog::builtin(); }

TEST(ConditionKeys, HaveTypesAndCardinality) {
  EXPECT_EQ(catalog().condition_key("ec2:InstanceType")->type, KeyType::String);
  EXPECT_EQ(catalog().condition_key("EC2:ebsoptimized")->name, "ec2:EbsOptimized");
  EXPECT_EQ(catalog().condition_key("ec2:EbsOptimized")->type, KeyType::Bool);
  EXPECT_EQ(catalog().condition_key("s3:max-keys")->type, KeyType::Numeric);
  EXPECT_TRUE(catalog().condition_key("aws:TagKeys")->multivalued);
  EXPECT_FALSE(catalog().condition_key("ec2:InstanceType")->multivalued);
}

TEST(ConditionKeys, GlobalOnes) {
  EXPECT_EQ(catalog().condition_key("aws:principalarn")->type, KeyType::Arn);
  EXPECT_TRUE(catalog().condition_key("aws:PrincipalOrgPaths")->multivalued);
  EXPECT_TRUE(catalog().condition_key("aws:SourceIp")->global);
  EXPECT_FALSE(catalog().condition_key("aws:SourceIp")->always);
  EXPECT_TRUE(catalog().condition_key("aws:RequestedRegion")->always);
  EXPECT_FALSE(catalog().condition_key("aws:ResourceTag/team")->global);
  EXPECT_FALSE(catalog().condition_key("aws:RequestTag/team")->global);
  EXPECT_FALSE(catalog().condition_key("aws:TagKeys")->global);
  EXPECT_FALSE(catalog().condition_key("ec2:InstanceType")->global);
}

TEST(ConditionKeys, TakeTheirTag) {
  EXPECT_EQ(catalog().condition_key("aws:PrincipalTag/team")->name, "aws:PrincipalTag/${TagKey}");
  EXPECT_TRUE(catalog().condition_key("aws:principaltag/team")->global);
  EXPECT_EQ(catalog().condition_key("s3:ExistingObjectTag/a/b")->name, "s3:ExistingObjectTag/${TagKey}");
  EXPECT_EQ(catalog().condition_key("aws:ResourceTag/${TagKey}")->name, "aws:ResourceTag/${TagKey}");
  EXPECT_FALSE(catalog().condition_key("aws:PrincipalTag/"));
  EXPECT_FALSE(catalog().condition_key("aws:PrincipalTag"));
}

TEST(ConditionKeys, IdentityProvidersAreKnown) {
  Action sign_in = *catalog().action("sts:AssumeRoleWithWebIdentity");
  for (const char* key : {"token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:repository",
                          "gitlab.example.com:aud", "app.terraform.io:sub"}) {
    EXPECT_TRUE(catalog().condition_key(key)) << key;
    EXPECT_EQ(catalog().carries(sign_in, key), Carried::EveryLeg) << key;
  }
  EXPECT_EQ(catalog().carries(*catalog().action("sts:AssumeRole"), "gitlab.example.com:aud"), Carried::No);
}

TEST(ConditionKeys, NearNames) {
  EXPECT_EQ(catalog().nearest_condition_key("ec2:InstanceTyp"), "ec2:InstanceType");
  EXPECT_EQ(catalog().nearest_condition_key("aws:PrincipalAm"), "aws:PrincipalArn");
  EXPECT_EQ(catalog().nearest_condition_key("aws:ResorceTag/team"), "aws:ResourceTag/team");
  EXPECT_FALSE(catalog().nearest_condition_key("qqqqqqqqqqqqqqqqqqqqqqqq"));
}

TEST(KeyFits, PlaceholdersStandForSomething) {
  EXPECT_TRUE(key_fits("a:b/${T}/c", "A:B/x/C"));
  EXPECT_FALSE(key_fits("a:b/${T}/c", "a:b//c"));
  EXPECT_FALSE(key_fits("a:b/${T}", "a:c/x"));
  EXPECT_TRUE(key_fits("a:b", "A:b"));
  EXPECT_FALSE(key_fits("a:b", "a:bc"));
}

TEST(Quotas, AreDated) {
  std::optional<Quota> scp = catalog().quota("aws.scp.size");
  ASSERT_TRUE(scp);
  EXPECT_EQ(scp->value, 10240);
  EXPECT_EQ(scp->unit, "characters");
  EXPECT_EQ(scp->as_of.size(), std::string_view("2026-11-22").size());
  EXPECT_FALSE(scp->source.empty());
  EXPECT_EQ(catalog().quota("aws.scp.per_target")->value, 10);
  EXPECT_EQ(catalog().quota("aws.managed_policy.size")->value, 6144);
  EXPECT_EQ(catalog().quota("aws.permission_boundary.size")->value, 6144);
  EXPECT_EQ(catalog().quota("aws.rcp.size")->value, 5120);
  EXPECT_EQ(catalog().quota("aws.rcp.per_target")->value, 5);
  EXPECT_FALSE(catalog().quota("aws.scp"));
  EXPECT_FALSE(catalog().quota(""));
}

TEST(Sources, NameEveryPackage) {
  std::vector<Source> sources = catalog().sources();
  EXPECT_GE(sources.size(), 8u);
  for (const Source& source : sources) {
    EXPECT_FALSE(source.what.empty());
    EXPECT_FALSE(source.version.empty()) << source.what;
    EXPECT_FALSE(source.licence.empty()) << source.what;
    EXPECT_EQ(source.date.size(), 10u) << source.what;
  }
}

}  // namespace
}  // namespace berm::catalog
