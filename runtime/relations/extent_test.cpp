#include "runtime/relations/extent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/relations/relations_fixture.h"

namespace berm::relations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// All of their attributes.
AskedTypes all_of(const Addresses& types) {
  AskedTypes out;
  for (const std::string& type : types) out[type] = {""};
  return out;
}

Reached reached_from(const facts::Plan& plan, const Addresses& types) { return Extent(plan).follow(all_of(types)); }

TEST(Extent, FollowsModulesVariablesAndWhatIsRepeated) {
  facts::Plan plan =
      PlanText()
          .configured(
              "'resources':["
              "{'address':'aws_vpc.v','mode':'managed','expressions':{'cidr_block':{'references':['data.aws_x.y']}}},"
              "{'address':'data.aws_x.y','mode':'data','expressions':{}},"
              "{'address':'aws_sns_topic.t','mode':'managed','expressions':{}},"
              "{'address':'aws_flow_log.f','mode':'managed','for_each_expression':{'references':['aws_vpc.all']},"
              "'expressions':{'vpc_id':{'references':['each.value.id','each.value']},"
              "'block':[{'arn':{'references':['module.m.arn','module.m']}}]}}],"
              "'module_calls':{'m':{'expressions':{'topic':{'references':['aws_sns_topic.t.arn','aws_sns_topic.t']}},"
              "'module':{'outputs':{'arn':{'expression':{'references':['aws_kms_key.k.arn','aws_kms_key.k']}}},"
              "'resources':[{'address':'aws_kms_key.k','mode':'managed',"
              "'expressions':{'policy':{'references':['var.topic']}}},"
              "{'address':'aws_kms_key.other','mode':'managed','expressions':{}}]}}}")
          .read();
  EXPECT_THAT(reached_from(plan, {"aws_vpc"}).blocks, UnorderedElementsAre("data.aws_x.y"));
  EXPECT_THAT(reached_from(plan, {"data.aws_x"}).blocks, IsEmpty());
  EXPECT_THAT(reached_from(plan, {"aws_flow_log"}).blocks,
              UnorderedElementsAre("aws_sns_topic.t", "aws_vpc.all", "module.m.aws_kms_key.k"));
  EXPECT_THAT(reached_from(plan, {"aws_vpc"}).modules, IsEmpty());
  EXPECT_THAT(reached_from(plan, {"aws_flow_log"}).modules, ElementsAre("module.m"));
}

TEST(Extent, GoesOnWhereTheConfigurationIsReadBitByBit) {
  facts::Plan whole =
      PlanText()
          .configured(
              "'resources':["
              "{'address':'aws_flow_log.f','expressions':{'vpc_id':{'references':['aws_vpc.v']}}},"
              "{'address':'aws_vpc.v','expressions':{'pool':{'references':['aws_pool.p']}}},"
              "{'address':'aws_vpc.v','expressions':{'pool':{'references':['aws_pool.second']}}},"
              "{'address':'aws_pool.p','expressions':{}},{'address':'aws_flow_log.g','expressions':{}}]")
          .read();
  facts::Plan part = whole;
  part.config = std::make_shared<std::deque<facts::ConfigResource>>();
  Extent extent(part);
  EXPECT_THAT(extent.follow(all_of({"aws_flow_log"})).blocks, IsEmpty());
  std::vector<std::vector<std::string>> after;
  for (const facts::ConfigResource& resource : *whole.config) {
    part.config->push_back(resource);
    after.push_back(extent.follow({}).blocks);
  }
  EXPECT_THAT(after[0], UnorderedElementsAre("aws_vpc.v"));
  EXPECT_THAT(after[2], UnorderedElementsAre("aws_pool.p", "aws_vpc.v"));
  EXPECT_THAT(after[4], UnorderedElementsAre("aws_pool.p", "aws_vpc.v"));
  EXPECT_THAT(reached_from(whole, {"aws_flow_log"}).blocks, testing::UnorderedElementsAreArray(after[4]));
  // And of types that are only asked for later.
  Extent later(whole);
  EXPECT_THAT(later.follow(all_of({"aws_pool"})).blocks, IsEmpty());
  EXPECT_THAT(later.follow(all_of({"aws_flow_log"})).blocks, testing::UnorderedElementsAreArray(after[4]));
}

// Of what is asked no more than that, of what it leads to all of it.
TEST(Extent, FollowsTheAttributesThatAreAsked) {
  facts::Plan plan =
      PlanText()
          .configured(
              "'resources':["
              "{'address':'aws_vpc.v','expressions':{'cidr':{'references':['aws_pool.p']},"
              "'tags':{'references':['aws_name.n']}}},"
              "{'address':'aws_flow_log.f','expressions':{'vpc_id':{'references':['aws_vpc.v.id','aws_vpc.v']},"
              "'to':{'references':['aws_bucket.b']},'block':[{'arn':{'references':['aws_role.r']}}]}},"
              "{'address':'aws_s3_bucket_policy.p','expressions':{'bucket':{'references':['aws_bucket.b']},"
              "'policy':{'references':['aws_name.n']}}}]")
          .read();
  auto reached = [&](const AskedTypes& types) { return Extent(plan).follow(types).blocks; };
  EXPECT_THAT(reached({{"aws_flow_log", {}}}), IsEmpty());
  EXPECT_THAT(reached({{"aws_flow_log", {"vpc_id"}}}), UnorderedElementsAre("aws_vpc.v", "aws_pool.p", "aws_name.n"));
  EXPECT_THAT(reached({{"aws_flow_log", {"block", "to"}}}), UnorderedElementsAre("aws_role.r", "aws_bucket.b"));
  EXPECT_THAT(reached({{"aws_flow_log", {"vpc_id"}}, {"aws_vpc", {"cidr"}}}),
              UnorderedElementsAre("aws_vpc.v", "aws_pool.p", "aws_name.n"));
  // What is computed can be made from any other.
  for (const char* computed : {"id", "arn"})
    EXPECT_THAT(reached({{"aws_s3_bucket_policy", {computed}}}), UnorderedElementsAre("aws_bucket.b", "aws_name.n"));
  // More of a type that was asked for.
  Extent extent(plan);
  EXPECT_THAT(extent.follow({{"aws_vpc", {"tags"}}}).blocks, UnorderedElementsAre("aws_name.n"));
  EXPECT_THAT(extent.follow({{"aws_vpc", {"cidr"}}}).blocks, UnorderedElementsAre("aws_name.n", "aws_pool.p"));
}

}  // namespace
}  // namespace berm::relations
