#include "runtime/plan/configuration.h"

#include <gtest/gtest.h>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

TEST(Configuration, IndexesLeaveModuleAddresses) {
  EXPECT_EQ(without_indexes(""), "");
  EXPECT_EQ(without_indexes("module.a.module.b"), "module.a.module.b");
  EXPECT_EQ(without_indexes("module.a[0].module.b[\"k\"]"), "module.a.module.b");
  EXPECT_EQ(without_indexes(R"(module.a["x\"].module.c[\"]"].module.b)"), "module.a.module.b");
  EXPECT_EQ(without_indexes(R"(module.a["x\\"].module.b)"), "module.a.module.b");
  EXPECT_EQ(without_indexes("module.a["), "module.a");
}

TEST(Configuration, BlocksAreFoundThroughNestedCalls) {
  facts::Plan plan = read_good(
      R"({"format_version":"1.2","configuration":{"root_module":{"resources":[{"address":"x.a","expressions":{"w":{}}}],)"
      R"("module_calls":{"m":{"module":{"resources":[{"address":"x.a","expressions":{"z":{},"b":{}}},{"address":"data.x.a"}],)"
      R"("module_calls":{"n":{"module":{"resources":[{"address":"x.a"}]}},"external":{}}}}}}},"resource_changes":[)"
      R"({"address":"x.a","type":"x","name":"a","change":{"actions":["create"]}},)"
      R"({"address":"module.m[0].x.a[1]","module_address":"module.m[0]","type":"x","name":"a","index":1,)"
      R"("change":{"actions":["create"]}},)"
      R"({"address":"module.m.data.x.a","module_address":"module.m","mode":"data","type":"x","name":"a",)"
      R"("change":{"actions":["read"]}},)"
      R"({"address":"module.m.module.n.x.a","module_address":"module.m.module.n","type":"x","name":"a",)"
      R"("change":{"actions":["create"]}},)"
      R"({"address":"module.gone.x.a","module_address":"module.gone","type":"x","name":"a",)"
      R"("change":{"actions":["delete"]}}]})");
  ASSERT_EQ(plan.changes.size(), 5u);
  ASSERT_EQ(plan.config->size(), 4u);
  for (size_t i = 0; i < 4; ++i) ASSERT_NE(plan.changes[i].config, nullptr) << i;
  EXPECT_EQ(plan.changes[0].config->module_address, "");
  EXPECT_EQ(plan.changes[0].config->written, std::vector<std::string_view>{"w"});
  EXPECT_EQ(plan.changes[1].config->written, (std::vector<std::string_view>{"b", "z"}));
  EXPECT_EQ(plan.changes[2].config->address, "data.x.a");
  EXPECT_EQ(plan.changes[3].config->module_address, "module.m.module.n");
  EXPECT_EQ(plan.changes[4].config, nullptr);
}

}  // namespace
}  // namespace berm::plan
