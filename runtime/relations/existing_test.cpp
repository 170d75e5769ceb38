#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/relations/relations_fixture.h"

namespace berm::relations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> addresses(const std::vector<const facts::ResourceChange*>& resources) {
  std::vector<std::string> out;
  for (const auto* resource : resources) out.emplace_back(resource->address);
  return out;
}

TEST(Existing, WhatStaysAndWhatOnlyTheStateHas) {
  Related plan(
      PlanText()
          .resource("aws_vpc.new", "", "'id':true")
          .resource("aws_vpc.gone", "'id':'vpc-1'", "", "'delete'")
          .resource("aws_vpc.left", "'id':'vpc-2'", "", "'forget'")
          .resource("aws_vpc.same", "'id':'vpc-3'", "", "'no-op'")
          .with("'prior_state':{'format_version':'1.0','values':{'root_module':{'resources':["
                "{'address':'aws_vpc.gone','mode':'managed','type':'aws_vpc','name':'gone','values':{'id':'vpc-1'}},"
                "{'address':'aws_vpc.untouched','mode':'managed','type':'aws_vpc','name':'untouched',"
                "'values':{'id':'vpc-4'}},"
                "{'address':'data.aws_vpc.d','mode':'data','type':'aws_vpc','name':'d','values':{'id':'vpc-5'}}"
                "]}}}"));
  EXPECT_THAT(addresses(plan.relations.existing({"aws_vpc"})),
              ElementsAre("aws_vpc.new", "aws_vpc.same", "aws_vpc.untouched"));
  EXPECT_THAT(addresses(plan.relations.existing({"data.aws_vpc"})), ElementsAre("data.aws_vpc.d"));
  EXPECT_THAT(addresses(plan.relations.existing({"aws_subnet"})), IsEmpty());
  EXPECT_TRUE(plan.relations.existing({"data.aws_vpc"})[0]->unchanged());
}

TEST(Existing, AnIncompletePlanMayHaveMore) {
  EXPECT_EQ(Related(PlanText()).relations.may_be_more({"aws_vpc"}), "");
  EXPECT_EQ(Related(PlanText().with("'complete':false")).relations.may_be_more({"aws_vpc"}),
            "the plan is not complete");
  EXPECT_EQ(Related(PlanText().with("'errored':true")).relations.may_be_more({"aws_vpc"}),
            "the plan ended in an error");
  PlanText forgets;
  forgets.resource("aws_vpc.v", "'id':'vpc-1'", "", "'forget'");
  EXPECT_EQ(Related(forgets).relations.may_be_more({"aws_vpc"}), "`aws_vpc.v` is forgotten, and stays in the cloud");
  EXPECT_EQ(Related(forgets).relations.may_be_more({"aws_subnet"}), "");
}

}  // namespace
}  // namespace berm::relations
