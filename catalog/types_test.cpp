#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/builtin.h"

namespace berm::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Catalog& catalog() { return Catalog::builtin(); }

// The attribute at a dotted path.
Attribute at(std::string_view type_name, const std::vector<std::string>& path) {
  const TerraformType* type = catalog().terraform_type(type_name);
  if (type == nullptr) {
    ADD_FAILURE() << "no type " << type_name;
    return {};
  }
  Attribute attribute;
  for (const std::string& name : path) {
    std::optional<Attribute> found = type->attribute(name, attribute.nested);
    if (!found) {
      ADD_FAILURE() << "no attribute " << name << " in " << type_name;
      return {};
    }
    attribute = *found;
  }
  return attribute;
}

TEST(Types, SimpleAttributes) {
  EXPECT_EQ(at("aws_db_instance", {"publicly_accessible"}).type, AttributeType::Bool);
  EXPECT_EQ(at("aws_db_instance", {"backup_retention_period"}).type, AttributeType::Number);
  EXPECT_EQ(at("aws_lambda_function_url", {"authorization_type"}).type, AttributeType::String);
  EXPECT_TRUE(at("aws_lambda_function_url", {"authorization_type"}).required);
  EXPECT_FALSE(at("aws_db_instance", {"publicly_accessible"}).required);
  EXPECT_TRUE(at("aws_cloudtrail", {"home_region"}).computed_only);
  EXPECT_FALSE(at("aws_cloudtrail", {"name"}).computed_only);
}

TEST(Types, Collections) {
  Attribute tags = at("aws_s3_bucket", {"tags_all"});
  EXPECT_EQ(tags.type, AttributeType::Map);
  EXPECT_EQ(tags.element, AttributeType::String);
  EXPECT_FALSE(tags.block);
  Attribute subnets = at("aws_eks_cluster", {"vpc_config", "subnet_ids"});
  EXPECT_EQ(subnets.type, AttributeType::Set);
  EXPECT_EQ(subnets.element, AttributeType::String);
}

TEST(Types, AttributesOfObjects) {
  Attribute ingress = at("aws_security_group", {"ingress"});
  EXPECT_EQ(ingress.type, AttributeType::Set);
  EXPECT_EQ(ingress.element, AttributeType::Object);
  EXPECT_TRUE(ingress.block);
  Attribute cidr_blocks = at("aws_security_group", {"ingress", "cidr_blocks"});
  EXPECT_EQ(cidr_blocks.type, AttributeType::List);
  EXPECT_EQ(cidr_blocks.element, AttributeType::String);
  EXPECT_EQ(at("aws_security_group", {"ingress", "ipv6_cidr_blocks"}).type, AttributeType::List);
  EXPECT_EQ(at("aws_security_group", {"ingress", "from_port"}).type, AttributeType::Number);
  EXPECT_EQ(at("aws_security_group", {"ingress", "self"}).type, AttributeType::Bool);
}

// A block that may stand once is a list in a plan, but for `timeouts`.
TEST(Types, BlocksThatStandOnceAreLists) {
  Attribute vpc_config = at("aws_eks_cluster", {"vpc_config"});
  EXPECT_EQ(vpc_config.type, AttributeType::List);
  EXPECT_TRUE(vpc_config.required);
  EXPECT_EQ(at("aws_eks_cluster", {"vpc_config", "endpoint_public_access"}).type, AttributeType::Bool);
  EXPECT_EQ(at("aws_eks_cluster", {"timeouts"}).type, AttributeType::Object);
  EXPECT_EQ(at("aws_eks_cluster", {"identity", "oidc", "issuer"}).type, AttributeType::String);
}

TEST(Types, BlocksInFilesOfTheirOwn) {
  EXPECT_EQ(at("aws_wafv2_web_acl", {"rule", "priority"}).type, AttributeType::Number);
  EXPECT_EQ(at("aws_lexv2models_intent", {"id"}).type, AttributeType::String);
  EXPECT_EQ(at("aws_wafv2_web_acl", {"name"}).type, AttributeType::String);
}

TEST(Types, WhatOlderProvidersHadIsKept) {
  Attribute acl = at("aws_s3_bucket", {"acl"});
  EXPECT_EQ(acl.type, AttributeType::String);
  EXPECT_EQ(acl.since, 3);
  EXPECT_EQ(acl.until, 0);
  Attribute old_name = at("aws_db_instance", {"name"});
  EXPECT_EQ(old_name.since, 3);
  EXPECT_EQ(old_name.until, 4);
  Attribute region = at("aws_vpc", {"region"});
  EXPECT_EQ(region.since, 6);
  EXPECT_EQ(region.until, 0);
}

TEST(Types, ComeAndGo) {
  const TerraformType* gone = catalog().terraform_type("aws_db_security_group");
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->since(), 3);
  EXPECT_NE(gone->until(), 0);
  const TerraformType* stays = catalog().terraform_type("aws_s3_bucket");
  EXPECT_EQ(stays->until(), 0);
  EXPECT_EQ(catalog().terraform_type("aws_vpc_security_group_ingress_rule")->since(), 4);
}

TEST(Types, AKindThatChangedIsAnything) {
  EXPECT_EQ(at("aws_redshift_cluster", {"encrypted"}).type, AttributeType::Any);
}

TEST(Types, UnknownNames) {
  EXPECT_EQ(catalog().terraform_type("aws_s3_bukket"), nullptr);
  EXPECT_EQ(catalog().terraform_type(""), nullptr);
  EXPECT_EQ(catalog().nearest_terraform_type("aws_s3_bukket"), "aws_s3_bucket");
  const TerraformType* bucket = catalog().terraform_type("aws_s3_bucket");
  EXPECT_FALSE(bucket->attribute("akl"));
  EXPECT_FALSE(bucket->attribute(""));
  EXPECT_FALSE(bucket->attribute("ACL"));
}

TEST(Types, NamesAreSortedAndFound) {
  std::vector<std::string> names = catalog().terraform_type_names();
  EXPECT_EQ(names.size(), catalog().terraform_type_count());
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const std::string& name : names) {
    const TerraformType* type = catalog().terraform_type(name);
    ASSERT_NE(type, nullptr) << name;
    for (std::string_view attribute : type->attribute_names()) EXPECT_TRUE(type->attribute(attribute)) << attribute;
  }
}

TEST(Types, TheSameTypeIsTheSameObject) {
  EXPECT_EQ(catalog().terraform_type("aws_vpc"), catalog().terraform_type("aws_vpc"));
}

TEST(Image, IsSmallAndReadInPlace) {
  EXPECT_TRUE(ImageView::embedded().valid());
  EXPECT_LE(ImageView::embedded().size(), 4u << 20);
}

TEST(Image, ALookupBuildsOnlyWhatItFinds) {
  BuiltinCatalog fresh(ImageView::embedded());
  EXPECT_EQ(fresh.terraform_types_built(), 0u);
  ASSERT_NE(fresh.terraform_type("aws_vpc"), nullptr);
  EXPECT_TRUE(fresh.action("s3:GetObject"));
  EXPECT_EQ(fresh.terraform_type("aws_nothing"), nullptr);
  EXPECT_EQ(fresh.terraform_types_built(), 1u);
}

TEST(Image, OtherBytesAreRefused) {
  EXPECT_FALSE(ImageView("").valid());
  EXPECT_FALSE(ImageView(std::string(4096, 'x')).valid());
}

}  // namespace
}  // namespace berm::catalog
