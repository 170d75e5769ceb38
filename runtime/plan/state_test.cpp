#include <gtest/gtest.h>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

using facts::Plan;

Plan with_state(const std::string& root, const std::string& rest = "") {
  return read_good(R"({"format_version":"1.2","resource_changes":[],"prior_state":{"format_version":"1.0",)"
                   R"("values":{"outputs":{"o":{"value":1}},"root_module":)" +
                   root + "}}" + rest + "}");
}

TEST(State, ReadsResourcesOfAllModules) {
  Plan plan = with_state(
      R"({"resources":[{"address":"x.a","mode":"managed","type":"x","name":"a","provider_name":"p","values":{"id":"1"}},)"
      R"({"address":"data.x.d","mode":"data","type":"x","name":"d","values":{}}],"child_modules":[{"address":"module.m[0]",)"
      R"("resources":[{"address":"module.m[0].x.a[\"k\"]","type":"x","name":"a","index":"k","deposed_key":"00ff"}],)"
      R"("child_modules":[{"address":"module.m[0].module.n","resources":[{"address":"module.m[0].module.n.x.b","type":"x"}]}]}]})");
  ASSERT_EQ(plan.prior_state.size(), 4u);
  EXPECT_EQ(plan.prior_state[0].address, "x.a");
  EXPECT_EQ(plan.prior_state[0].module_address, "");
  EXPECT_EQ(plan.prior_state[0].provider_name, "p");
  EXPECT_EQ(plan.prior_state[0].values.find("id")->string(), "1");
  EXPECT_EQ(plan.prior_state[1].mode, "data");
  EXPECT_EQ(plan.prior_state[2].module_address, "module.m[0]");
  EXPECT_EQ(plan.prior_state[2].mode, "managed");
  EXPECT_EQ(plan.prior_state[2].index, "\"k\"");
  EXPECT_EQ(plan.prior_state[2].deposed, "00ff");
  EXPECT_TRUE(plan.prior_state[2].values.is_null());
  EXPECT_EQ(plan.prior_state[3].module_address, "module.m[0].module.n");
}

TEST(State, MarksSensitiveParts) {
  Plan plan = with_state(R"({"resources":[{"address":"x.a","type":"x","values":{"p":"s","l":[1,2]},)"
                         R"("sensitive_values":{"p":true,"l":[false,true]}}]})");
  const facts::Value& values = plan.prior_state.at(0).values;
  EXPECT_TRUE(values.find("p")->sensitive);
  EXPECT_FALSE(values.find("l")->list()[0].sensitive);
  EXPECT_TRUE(values.find("l")->list()[1].sensitive);
}

TEST(State, FindsTheBlocks) {
  Plan plan = with_state(
      R"({"resources":[{"address":"data.x.a","mode":"data","type":"x","name":"a"}],"child_modules":[{"address":"module.m[0]",)"
      R"("resources":[{"address":"module.m[0].x.a","type":"x","name":"a"},{"address":"module.m[0].x.b","type":"x","name":"b"}]}]})",
      R"(,"configuration":{"root_module":{"resources":[{"address":"data.x.a"}],"module_calls":{"m":{"module":)"
      R"({"resources":[{"address":"x.a"}]}}}}})");
  ASSERT_EQ(plan.prior_state.size(), 3u);
  EXPECT_EQ(plan.prior_state[0].config, &plan.config->at(0));
  EXPECT_EQ(plan.prior_state[1].config, &plan.config->at(1));
  EXPECT_EQ(plan.prior_state[2].config, nullptr);
}

TEST(State, NothingIsThereWithoutOne) {
  EXPECT_TRUE(read_good(R"({"format_version":"1.2","resource_changes":[],"prior_state":{}})").prior_state.empty());
  EXPECT_TRUE(with_state("{}").prior_state.empty());
  EXPECT_TRUE(with_state("null").prior_state.empty());
}

}  // namespace
}  // namespace berm::plan
