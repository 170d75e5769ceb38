// What the indexes find, against asking about every pair.
#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/relations/relations_fixture.h"

namespace berm::relations {
namespace {

using Resources = std::vector<const facts::ResourceChange*>;

bool contains(const Resources& all, const facts::ResourceChange* one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Flow logs of every kind: known, by reference, by local, by a data source, by nothing at all.
Related mixed() {
  return Related(PlanText()
                     .resource("aws_vpc.new", "", "'id':true")
                     .resource("aws_vpc.old", "'id':'vpc-0123456789abcdef0'", "", "'no-op'")
                     .resource("aws_vpc.named", "'id':'vpc-0123456789abcdef1','name':'main'", "", "'no-op'")
                     .resource("data.aws_vpc.d", "", "'id':true", "'read'")
                     .resource("aws_flow_log.known", "'vpc_id':'vpc-0123456789abcdef0'")
                     .resource("aws_flow_log.named", "'vpc_id':'arn:aws:ec2:eu-west-1:111122223333:vpc/main'")
                     .resource("aws_flow_log.reference", "", "'vpc_id':true")
                     .resource("aws_flow_log.local", "", "'vpc_id':true")
                     .resource("aws_flow_log.data", "", "'vpc_id':true")
                     .resource("aws_flow_log.none", "'vpc_id':null")
                     .resource("aws_flow_log.elsewhere", "'vpc_id':'vpc-0123456789abcdef9'")
                     .configured("'resources':[" + block("aws_vpc.new", "") + "," + block("data.aws_vpc.d", "") + "," +
                                 block("aws_flow_log.reference", "'vpc_id':" + refs("aws_vpc.new.id aws_vpc.new")) +
                                 "," + block("aws_flow_log.local", "'vpc_id':" + refs("local.vpc")) + "," +
                                 block("aws_flow_log.data", "'vpc_id':" + refs("data.aws_vpc.d.id data.aws_vpc.d")) +
                                 "]"));
}

TEST(Joins, FindWhateverIsNotANo) {
  Related plan = mixed();
  for (const char* type : {"aws_vpc", "data.aws_vpc"}) {
    for (const auto* to : plan.relations.existing({type})) {
      Resources referring = plan.relations.referring({"aws_flow_log"}, "vpc_id", *to);
      for (const auto* from : plan.relations.existing({"aws_flow_log"})) {
        Answer answer = plan.relations.refers(*from, "vpc_id", *from->after.find("vpc_id"), *to).answer;
        if (answer == Answer::No) continue;
        EXPECT_TRUE(contains(referring, from)) << from->address << " " << to->address;
        EXPECT_TRUE(contains(plan.relations.referred(*from, "vpc_id", {type}), to))
            << from->address << " " << to->address;
      }
    }
  }
}

TEST(Joins, LeaveOutWhatIsElsewhere) {
  Related plan = mixed();
  Resources referring = plan.relations.referring({"aws_flow_log"}, "vpc_id", plan.at("aws_vpc.old"));
  EXPECT_TRUE(contains(referring, &plan.at("aws_flow_log.known")));
  EXPECT_FALSE(contains(referring, &plan.at("aws_flow_log.none")));
  EXPECT_FALSE(contains(referring, &plan.at("aws_flow_log.elsewhere")));
  EXPECT_FALSE(contains(referring, &plan.at("aws_flow_log.reference")));
  EXPECT_TRUE(plan.relations.referred(plan.at("aws_flow_log.elsewhere"), "vpc_id", {"aws_vpc"}).empty());
}

// What a drifted resource computes comes from itself, and that is not what exists after the plan.
TEST(Joins, FindOnlyWhatExists) {
  Related plan(
      PlanText()
          .resource("aws_vpc.v", "'id':'vpc-1','peer':'none'", "", "'no-op'")
          .configured("'resources':[" + block("aws_vpc.v", "") + "]")
          .with("'resource_drift':[{'address':'aws_vpc.v','mode':'managed','type':'aws_vpc','name':'v',"
                "'change':{'actions':['update'],'before':{'id':'vpc-1'},'after':{'id':'vpc-1','peer':'x'}}}]"));
  const facts::ResourceChange& drifted = plan.plan.drift.at(0);
  EXPECT_EQ(plan.relations.referred(drifted, "peer", {"aws_vpc"}), Resources());
}

TEST(Joins, HavingATextOrSomethingUnknown) {
  Related plan = mixed();
  Resources having = plan.relations.having({"aws_flow_log"}, "vpc_id", "vpc-0123456789abcdef9");
  std::vector<std::string> names;
  for (const auto* resource : having) names.emplace_back(resource->name);
  EXPECT_EQ(names, (std::vector<std::string>{"reference", "local", "data", "elsewhere"}));
}

}  // namespace
}  // namespace berm::relations
