#include <gtest/gtest.h>

#include "runtime/relations/relations_fixture.h"

namespace berm::relations {
namespace {

// A new VPC and a flow log whose `vpc_id` is this expression.
Related flow_log_of(const std::string& expression) {
  return Related(PlanText()
                     .resource("aws_vpc.a", "", "'id':true,'arn':true")
                     .resource("aws_vpc.b", "", "'id':true,'arn':true")
                     .resource("aws_flow_log.f", "", "'id':true,'vpc_id':true")
                     .configured("'resources':[" + block("aws_vpc.a", "") + "," + block("aws_vpc.b", "") + "," +
                                 block("aws_flow_log.f", "'vpc_id':" + expression) + "]"));
}

TEST(Refers, UnknownValueThroughItsOnlyReference) {
  Related plan = flow_log_of(refs("aws_vpc.a.id aws_vpc.a"));
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.a"), "yes");
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.b"), "no");
}

TEST(Refers, OneOfTwoReferencesCannotBeTold) {
  Related plan = flow_log_of(refs("aws_vpc.a.id aws_vpc.a aws_vpc.b.id aws_vpc.b"));
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.a"), "can't tell");
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.b"), "can't tell");
}

TEST(Refers, LocalsAreNeverANo) {
  Related plan = flow_log_of(refs("local.vpc"));
  Reading reading = plan.refers("aws_flow_log.f", "vpc_id", "aws_vpc.a");
  EXPECT_EQ(reading.answer, Answer::CantTell);
  EXPECT_EQ(reading.why, "it comes through `local.vpc`, which the plan does not show");
}

TEST(Refers, KnownValuesAreCompared) {
  Related plan(PlanText()
                   .resource("aws_vpc.a", "'id':'vpc-0123456789abcdef0'", "", "'no-op'")
                   .resource("aws_vpc.b", "'id':'vpc-0123456789abcdef1'", "", "'no-op'")
                   .resource("aws_vpc.c", "", "'id':true")
                   .resource("aws_flow_log.f", "'vpc_id':'vpc-0123456789abcdef0'"));
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.a"), "yes");
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.b"), "no");
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.c"), "no");
}

}  // namespace
}  // namespace berm::relations
