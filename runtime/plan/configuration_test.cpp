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

const char* const kTree =
    R"({"format_version":"1.2","configuration":{"provider_config":{"aws":{"name":"aws","full_name":"r/h/aws"},)"
    R"("m:aws":{"name":"aws","alias":"w","module_address":"module.m","version_constraint":"~> 6","expressions":)"
    R"({"region":{"constant_value":"eu-west-1"}}}},"root_module":{"outputs":{"o":{"sensitive":true}},)"
    R"("variables":{"v":{"default":1}},"resources":[{"address":"x.a","provider_config_key":"aws","expressions":)"
    R"({"w":{"references":["var.v"]}},"count_expression":{"constant_value":2}}],"module_calls":{"gone":{},"m":)"
    R"({"expressions":{"in":{"references":["x.a"]}},"for_each_expression":{"references":["var.v"]},"module":)"
    R"({"outputs":{"p":{}},"module_calls":{"n":{"count_expression":{"constant_value":1},"module":{"resources":)"
    R"([{"address":"x.b","for_each_expression":{"constant_value":["k"]}}]}}}}}}}}})";

TEST(Configuration, TheModulesFormATree) {
  facts::Plan plan = read_good(kTree);
  const auto& modules = *plan.modules;
  ASSERT_EQ(modules.size(), 4u);
  EXPECT_EQ(modules[0].parent, nullptr);
  EXPECT_EQ(modules[0].call_name, "");
  EXPECT_TRUE(modules[0].outputs.find("o")->find("sensitive")->boolean);
  EXPECT_EQ(modules[0].variables.find("v")->find("default")->string(), "1");
  EXPECT_EQ(modules[1].address, "module.gone");
  EXPECT_TRUE(modules[1].call_expressions.is_null());
  EXPECT_EQ(modules[2].address, "module.m");
  EXPECT_EQ(modules[2].call_name, "m");
  EXPECT_EQ(modules[2].parent, &modules[0]);
  EXPECT_EQ(modules[2].call_expressions.find("in")->find("references")->list()[0].string(), "x.a");
  EXPECT_EQ(modules[2].for_each_expression.find("references")->list().size(), 1u);
  EXPECT_TRUE(modules[2].count_expression.is_null());
  EXPECT_EQ(modules[3].address, "module.m.module.n");
  EXPECT_EQ(modules[3].parent, &modules[2]);
  EXPECT_EQ(modules[3].count_expression.find("constant_value")->string(), "1");
}

TEST(Configuration, BlocksKeepTheirExpressions) {
  facts::Plan plan = read_good(kTree);
  const auto& blocks = *plan.config;
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].provider_config_key, "aws");
  EXPECT_EQ(blocks[0].module, &plan.modules->front());
  EXPECT_EQ(blocks[0].expressions.find("w")->find("references")->list()[0].string(), "var.v");
  EXPECT_EQ(blocks[0].count_expression.find("constant_value")->string(), "2");
  EXPECT_TRUE(blocks[1].expressions.is_null());
  EXPECT_EQ(blocks[1].module, &plan.modules->back());
  EXPECT_EQ(blocks[1].for_each_expression.find("constant_value")->list()[0].string(), "k");
}

TEST(Configuration, ProvidersAreListed) {
  facts::Plan plan = read_good(kTree);
  ASSERT_EQ(plan.providers.size(), 2u);
  EXPECT_EQ(plan.providers[0].key, "aws");
  EXPECT_EQ(plan.providers[0].full_name, "r/h/aws");
  EXPECT_TRUE(plan.providers[0].expressions.is_null());
  EXPECT_EQ(plan.providers[1].alias, "w");
  EXPECT_EQ(plan.providers[1].module_address, "module.m");
  EXPECT_EQ(plan.providers[1].version_constraint, "~> 6");
  EXPECT_EQ(plan.providers[1].expressions.find("region")->find("constant_value")->string(), "eu-west-1");
}

}  // namespace
}  // namespace berm::plan
