#include "runtime/plan/plan.h"

#include <gtest/gtest.h>

namespace berm::plan {
namespace {
TEST(Plan, ReadsAGoodPlan) {
  Diagnostics diagnostics;
  auto plan = read_plan_text(
      R"({"format_version":"1.2","resource_changes":[{"address":"aws_x.a","type":"aws_x","name":"a","change":{"actions":["create"],"before":null,"after":{"n":1e400},"after_unknown":{"id":true}}}]})",
      "p", diagnostics);
  ASSERT_TRUE(plan) << diagnostics.items()[0].message;
  ASSERT_EQ(plan->changes.size(), 1u);
  EXPECT_EQ(plan->changes[0].after.find("n")->string(), "1e400");
  EXPECT_TRUE(plan->changes[0].after.find("id")->is_unknown());
}
}  // namespace
}  // namespace berm::plan
