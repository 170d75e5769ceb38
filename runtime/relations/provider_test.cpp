#include "runtime/relations/provider.h"

#include <gtest/gtest.h>

#include "runtime/relations/relations_fixture.h"

namespace berm::relations {
namespace {

// A bucket whose provider has these settings.
PlanText with_provider(const std::string& expressions) {
  return PlanText()
      .resource("aws_s3_bucket.b", "", "'id':true")
      .providers("'aws':{'name':'aws','expressions':{" + expressions + "}}")
      .configured("'resources':[" + block("aws_s3_bucket.b", "") + "],'variables':{'account':{},'region':{}}")
      .with("'variables':{'account':{'value':'444455556666'},'region':{'value':'eu-west-1'}}");
}

std::string text(const facts::Value& value) {
  return value.kind == facts::ValueKind::String ? std::string(value.string())
         : value.is_unknown()                   ? "unknown"
                                                : "other";
}

std::string account(const PlanText& plan, const std::string& assumed = "") {
  Related related(plan);
  if (!assumed.empty()) related.relations.assume_account(assumed);
  return text(related.relations.account_of(related.at("aws_s3_bucket.b")));
}

std::string region(const PlanText& plan) {
  Related related(plan);
  return text(related.relations.region_of(related.at("aws_s3_bucket.b")));
}

TEST(Provider, AccountOfTheProvider) {
  EXPECT_EQ(account(with_provider("'allowed_account_ids':{'constant_value':['111122223333']}")), "111122223333");
  EXPECT_EQ(
      account(with_provider("'assume_role':[{'role_arn':{'constant_value':'arn:aws:iam::111122223333:role/x'}}]")),
      "111122223333");
  EXPECT_EQ(account(with_provider("'assume_role':[{'role_arn':" + refs("var.account") + "}]")), "444455556666");
  EXPECT_EQ(account(with_provider("'allowed_account_ids':{'constant_value':['111122223333','444455556666']}")),
            "unknown");
}

TEST(Provider, AnAssumedAccountIsForThoseThatSayNothing) {
  EXPECT_EQ(account(with_provider(""), "777788889999"), "777788889999");
  EXPECT_EQ(account(with_provider("'assume_role':[{'role_arn':" + refs("local.role") + "}]"), "777788889999"),
            "unknown");
  EXPECT_EQ(account(with_provider("'allowed_account_ids':{'constant_value':['111122223333']}"), "777788889999"),
            "111122223333");
}

TEST(Provider, RegionOfTheProvider) {
  EXPECT_EQ(region(with_provider("'region':{'constant_value':'eu-central-1'}")), "eu-central-1");
  EXPECT_EQ(region(with_provider("'region':" + refs("var.region"))), "eu-west-1");
  EXPECT_EQ(region(with_provider("'region':" + refs("var.account"))), "unknown");
  EXPECT_EQ(region(with_provider("")), "unknown");
}

TEST(Provider, RegionOfTheResourceComesFirst) {
  Related plan(PlanText()
                   .resource("aws_s3_bucket.b", "'region':'us-east-1'")
                   .providers("'aws':{'name':'aws','expressions':{'region':{'constant_value':'eu-west-1'}}}")
                   .configured("'resources':[" + block("aws_s3_bucket.b", "") + "]"));
  EXPECT_EQ(text(plan.relations.region_of(plan.at("aws_s3_bucket.b"))), "us-east-1");
}

TEST(Provider, AModuleThatOnlyNamesItUsesItsCallers) {
  std::string bucket =
      "{'address':'aws_s3_bucket.b','mode':'managed','provider_config_key':'module.m:aws','expressions':{}}";
  Related plan(PlanText()
                   .resource("module.m.aws_s3_bucket.b", "", "'id':true")
                   .providers("'aws':{'name':'aws','expressions':{'region':{'constant_value':'eu-west-1'}}},"
                              "'module.m:aws':{'name':'aws','module_address':'module.m'}")
                   .configured("'module_calls':{'m':{'module':{'resources':[" + bucket + "]}}}"));
  const auto& resource = plan.at("module.m.aws_s3_bucket.b");
  EXPECT_EQ(text(plan.relations.region_of(resource)), "eu-west-1");
  EXPECT_EQ(plan.relations.provider_of(resource), "aws");
}

TEST(Provider, DefaultTags) {
  auto tags = [](const PlanText& text) {
    Related plan(text);
    return plan.relations.default_tags_of(plan.at("aws_s3_bucket.b")).kind;
  };
  EXPECT_EQ(tags(with_provider("'default_tags':[{'tags':{'constant_value':{'team':'a'}}}]")), facts::ValueKind::Object);
  EXPECT_EQ(tags(with_provider("")), facts::ValueKind::Null);
  EXPECT_EQ(tags(with_provider("'default_tags':[{'tags':" + refs("var.tags") + "}]")), facts::ValueKind::Unknown);
}

}  // namespace
}  // namespace berm::relations
