#include <gtest/gtest.h>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

using facts::Plan;
using facts::ResourceChange;
using facts::Value;

Plan with(const std::string& members) {
  return read_good(R"({"format_version":"1.2","resource_changes":[],)" + members + "}");
}

const Value& after(const Plan& plan, size_t index, std::string_view name) {
  return *plan.entities.at(index).after.find(name);
}

TEST(Entities, VariablesHaveTheirValuesAndSecrets) {
  Plan plan = with(R"("variables":{"who":{"value":"x"},"key":{"value":{"k":"secret"}},"none":{}},"configuration":)"
                   R"({"root_module":{"variables":{"who":{},"key":{"sensitive":true}}}})");
  ASSERT_EQ(plan.entities.size(), 3u);
  EXPECT_EQ(plan.entities[0].address, "var.key");
  EXPECT_EQ(plan.entities[0].type, "terraform_variable");
  EXPECT_EQ(plan.entities[0].mode, "plan");
  EXPECT_EQ(plan.entities[0].actions, facts::kRead);
  EXPECT_TRUE(after(plan, 0, "value").find("k")->sensitive);
  EXPECT_TRUE(after(plan, 1, "value").is_null());
  EXPECT_EQ(after(plan, 2, "name").string(), "who");
  EXPECT_EQ(after(plan, 2, "value").string(), "x");
  EXPECT_FALSE(after(plan, 2, "value").sensitive);
  EXPECT_EQ(plan.variables.find("who")->string(), "x");
  EXPECT_TRUE(plan.variables.find("key")->sensitive);
}

TEST(Entities, OutputsHaveActionsUnknownsAndSecrets) {
  Plan plan = with(
      R"("output_changes":{"a":{"actions":["create"],"before":null,"after":[1,null],"after_unknown":[false,true]},)"
      R"("b":{"actions":["update"],"before":"old","after":"new","before_sensitive":true,"after_sensitive":true},)"
      R"("c":{"actions":["delete"],"before":1,"after":null},"d":{"actions":["create"],"after_unknown":true},)"
      R"("e":{"actions":["no-op"],"before":1,"after":1}},"configuration":{"root_module":{"outputs":{"e":{"sensitive":true}}}})");
  ASSERT_EQ(plan.entities.size(), 5u);
  EXPECT_EQ(plan.entities[0].address, "output.a");
  EXPECT_TRUE(plan.entities[0].creates());
  EXPECT_TRUE(plan.entities[0].before.is_null());
  EXPECT_EQ(after(plan, 0, "value").list()[0].string(), "1");
  EXPECT_TRUE(after(plan, 0, "value").list()[1].is_unknown());
  EXPECT_FALSE(after(plan, 0, "sensitive").boolean);
  EXPECT_EQ(plan.entities[1].before.find("value")->string(), "old");
  EXPECT_TRUE(plan.entities[1].before.find("value")->sensitive);
  EXPECT_TRUE(after(plan, 1, "value").sensitive);
  EXPECT_TRUE(after(plan, 1, "sensitive").boolean);
  EXPECT_TRUE(plan.entities[2].deletes());
  EXPECT_TRUE(plan.entities[2].after.is_null());
  EXPECT_TRUE(after(plan, 3, "value").is_unknown());
  EXPECT_TRUE(plan.entities[4].unchanged());
  EXPECT_TRUE(after(plan, 4, "value").sensitive);
}

TEST(Entities, ChecksAreOnePerInstance) {
  Plan plan = with(
      R"("checks":[{"address":{"kind":"check","name":"c","to_display":"check.c"},"status":"fail","instances":[{"address":)"
      R"({"to_display":"check.c"},"status":"fail","problems":[{"message":"m1"},{"message":"m2"}]}]},)"
      R"({"address":{"kind":"resource","to_display":"module.m.x.a"},"status":"unknown"},)"
      R"({"address":{"kind":"resource","to_display":"x.b"},"status":"pass","instances":[{"address":{"to_display":)"
      R"("module.m[0].x.b","module":"module.m[0]"},"status":"pass"},{"address":{"to_display":"x.b[1]"},"status":"fail"}]}])");
  ASSERT_EQ(plan.entities.size(), 4u);
  EXPECT_EQ(plan.entities[0].type, "terraform_check");
  EXPECT_EQ(plan.entities[0].address, "check.c");
  EXPECT_EQ(after(plan, 0, "kind").string(), "check");
  EXPECT_EQ(after(plan, 0, "problems").list()[1].string(), "m2");
  EXPECT_EQ(plan.entities[1].address, "module.m.x.a");
  EXPECT_EQ(after(plan, 1, "status").string(), "unknown");
  EXPECT_TRUE(after(plan, 1, "problems").list().empty());
  EXPECT_EQ(plan.entities[2].module_address, "module.m[0]");
  EXPECT_EQ(after(plan, 3, "status").string(), "fail");
  EXPECT_EQ(after(plan, 3, "kind").string(), "resource");
}

TEST(Entities, ProvidersHaveTheirConstantSettings) {
  Plan plan = with(
      R"("configuration":{"provider_config":{"aws.west":{"name":"aws","full_name":"r/h/aws","alias":"west","expressions":)"
      R"({"region":{"constant_value":"eu-west-1"},"profile":{"references":["var.p"]},"max":{},"secret_key":)"
      R"({"constant_value":"hunter2"},"assume_role":[{"role_arn":{"constant_value":"arn"},"tags":{"references":["var.t"]}}],)"
      R"("endpoints":{"s3":{"constant_value":"u"}}}}}})");
  ASSERT_EQ(plan.entities.size(), 1u);
  EXPECT_EQ(plan.entities[0].address, "provider.aws.west");
  EXPECT_EQ(after(plan, 0, "alias").string(), "west");
  EXPECT_EQ(after(plan, 0, "full_name").string(), "r/h/aws");
  EXPECT_TRUE(after(plan, 0, "version_constraint").is_null());
  const Value& config = after(plan, 0, "config");
  EXPECT_EQ(config.find("region")->string(), "eu-west-1");
  EXPECT_TRUE(config.find("profile")->is_unknown());
  EXPECT_TRUE(config.find("max")->is_unknown());
  EXPECT_TRUE(config.find("other")->is_null());
  EXPECT_TRUE(config.find("secret_key")->sensitive);
  EXPECT_FALSE(config.find("region")->sensitive);
  ASSERT_EQ(config.find("assume_role")->list().size(), 1u);
  EXPECT_EQ(config.find("assume_role")->list()[0].find("role_arn")->string(), "arn");
  EXPECT_TRUE(config.find("assume_role")->list()[0].find("tags")->is_unknown());
  EXPECT_EQ(config.find("endpoints")->find("s3")->string(), "u");
}

TEST(Entities, ActionsHaveTheirConfigurationAndTrigger) {
  Plan plan = with(
      R"("action_invocations":[{"address":"module.m[\".action.\"].action.aws_lambda_invoke.i","type":"aws_lambda_invoke",)"
      R"("name":"i","provider_name":"r/h/aws","config_values":{"payload":"p","b":"s"},"config_unknown":{"f":true},)"
      R"("config_sensitive":{"b":true},"lifecycle_action_trigger":{"triggering_resource_address":"x.a",)"
      R"("action_trigger_event":"AfterCreate"}},{"address":"action.t.n","invoke_action_trigger":{}}],)"
      R"("deferred_action_invocations":[{"reason":"deferred_prereq","action_invocation":{"address":"action.t.m"}}])");
  ASSERT_EQ(plan.entities.size(), 3u);
  EXPECT_EQ(plan.entities[0].type, "terraform_action");
  EXPECT_EQ(plan.entities[0].module_address, R"(module.m[".action."])");
  EXPECT_EQ(plan.entities[0].provider_name, "r/h/aws");
  EXPECT_TRUE(plan.entities[0].creates());
  EXPECT_EQ(after(plan, 0, "type").string(), "aws_lambda_invoke");
  EXPECT_EQ(after(plan, 0, "event").string(), "AfterCreate");
  EXPECT_EQ(after(plan, 0, "triggered_by").string(), "x.a");
  EXPECT_EQ(after(plan, 0, "config").find("payload")->string(), "p");
  EXPECT_TRUE(after(plan, 0, "config").find("f")->is_unknown());
  EXPECT_TRUE(after(plan, 0, "config").find("b")->sensitive);
  EXPECT_TRUE(after(plan, 1, "event").is_null());
  EXPECT_EQ(plan.entities[1].module_address, "");
  EXPECT_FALSE(plan.entities[1].deferred);
  EXPECT_TRUE(plan.entities[2].deferred);
  EXPECT_EQ(plan.entities[2].deferred_reason, "deferred_prereq");
}

}  // namespace
}  // namespace berm::plan
