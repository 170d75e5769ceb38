#include "runtime/mock/mock.h"

#include <gtest/gtest.h>

#include "runtime/plan/plan.h"

namespace berm::mock {
namespace {

using facts::Plan;
using facts::Value;

Plan read(std::string text) {
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(std::move(text), "plan.json", diagnostics);
  for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
  return plan ? std::move(*plan) : Plan{};
}

std::string resource(const std::string& address, const std::string& change) {
  size_t dot = address.find('.');
  return R"({"address":")" + address + R"(","mode":"managed","type":")" + address.substr(0, dot) + R"(","name":")" +
         address.substr(dot + 1) + R"(","provider_name":"p","change":)" + change + "}";
}

Plan plan_with(const std::string& changes, const std::string& rest = "") {
  return read(R"({"format_version":"1.2","terraform_version":"1.11.4","complete":true,"resource_changes":[)" + changes +
              "]" + rest + "}");
}

class MockTest : public testing::Test {
 protected:
  MockTest() {
    clause.types = {"aws_vpc"};
    clause.variable = module.make_variable();
    ir::Expr* path = module.make(ir::Op::Path, ir::Type::Any, {});
    path->variable = clause.variable;
    path->steps = {{ir::Step::Kind::Attribute, "cidr_block"}, {ir::Step::Kind::Attribute, "deeper"}};
    clause.condition = path;
  }
  std::string text(const Plan& plan, Extent extent = Extent::Read) {
    ir::Rule rule;
    rule.plans = {clause};
    return mock(plan, reach_of({&rule}, extent), options);
  }
  Plan mocked(const Plan& plan, Extent extent = Extent::Read) { return read(text(plan, extent)); }

  ir::Module module;
  ir::PlanClause clause;
  Options options;
};

TEST_F(MockTest, KeepsWhatRulesLookAt) {
  Plan plan = plan_with(
      resource("aws_vpc.a",
               R"({"actions":["create"],"before":null,"after":{"cidr_block":"10.0.0.0/8","id":"v","other":1}})") +
      "," + resource("aws_subnet.s", R"({"actions":["create"],"before":null,"after":{"id":"s"}})"));
  Plan small = mocked(plan);
  ASSERT_EQ(small.changes.size(), 1u);
  EXPECT_EQ(small.changes[0].address, "aws_vpc.a");
  EXPECT_EQ(small.changes[0].provider_name, "p");
  EXPECT_EQ(small.changes[0].after.object().size(), 2u);
  EXPECT_EQ(small.changes[0].after.find("cidr_block")->string(), "10.0.0.0/8");
  EXPECT_EQ(small.complete, true);
  EXPECT_EQ(mocked(plan, Extent::Types).changes.at(0).after.object().size(), 3u);
  EXPECT_EQ(mocked(plan, Extent::Everything).changes.size(), 2u);
}

TEST_F(MockTest, SubjectsAndJoinsAreLookedAt) {
  ir::Subject& subject = clause.subject.emplace();
  subject.types = {"aws_subnet"};
  subject.variable = module.make_variable();
  ir::Expr* exists = module.make(ir::Op::Exists, ir::Type::Bool, {});
  exists->variable = module.make_variable();
  exists->types = {"data.aws_ami"};
  exists->children = {clause.condition};
  clause.condition = exists;
  ir::Rule rule;
  rule.plans = {clause};
  Reach reach = reach_of({&rule}, Extent::Read);
  EXPECT_TRUE(reach.has("aws_subnet"));
  EXPECT_TRUE(reach.has("data.aws_ami"));
  EXPECT_TRUE(reach.has("aws_vpc", "cidr_block"));
  EXPECT_FALSE(reach.has("aws_subnet", "cidr_block"));
  EXPECT_TRUE(reach.has("aws_subnet", "tags"));
  EXPECT_FALSE(reach.has("aws_instance"));
  EXPECT_FALSE(reach.has("data.aws_iam_policy_document"));
}

TEST_F(MockTest, UnknownPartsStayUnknown) {
  Plan small = mocked(plan_with(
      resource("aws_vpc.a", R"({"actions":["create"],"before":null,"after":{"cidr_block":[null,"k"],"tags":{}},)"
                            R"("after_unknown":{"id":true,"cidr_block":[true,false],"tags":{"t":true}}})") +
      "," + resource("aws_vpc.b", R"({"actions":["create"],"before":null,"after_unknown":true})")));
  ASSERT_EQ(small.changes.size(), 2u);
  const Value& after = small.changes[0].after;
  EXPECT_TRUE(after.find("id")->is_unknown());
  EXPECT_TRUE(after.find("cidr_block")->list()[0].is_unknown());
  EXPECT_EQ(after.find("cidr_block")->list()[1].string(), "k");
  EXPECT_TRUE(after.find("tags")->find("t")->is_unknown());
  EXPECT_TRUE(small.changes[1].after.is_unknown());
}

TEST_F(MockTest, SecretsAreRedactedWhereverTheyStand) {
  Plan plan = plan_with(
      resource("aws_vpc.a",
               R"({"actions":["update"],"before":{"cidr_block":"hunter2x","id":"i"},"after":{"cidr_block":)"
               R"({"p":"hunter2y","n":77,"f":true},"id":"see hunter2y"},"before_sensitive":{"cidr_block":true},)"
               R"("after_sensitive":{"cidr_block":{"p":true,"n":true,"f":true}}})"),
      R"(,"variables":{"v":{"value":"hunter2z"}},"configuration":{"provider_config":{"aws":{"name":"aws","expressions":)"
      R"({"region":{"constant_value":"eu"},"secret_key":{"constant_value":"hunter2k"}}}},"root_module":{"variables":{"v":)"
      R"({"sensitive":true,"default":"hunter2z","description":"d"}},"resources":[{"address":"aws_vpc.a","expressions":)"
      R"({"cidr_block":{"constant_value":"hunter2y"},"other":{}}}]}})");
  std::string out = text(plan, Extent::Everything);
  EXPECT_EQ(out.find("hunter2"), std::string::npos) << out;
  Plan small = read(out);
  const Value& after = *small.changes.at(0).after.find("cidr_block");
  EXPECT_EQ(after.find("p")->string(), "REDACTED");
  EXPECT_TRUE(after.find("p")->sensitive);
  EXPECT_TRUE(after.find("n")->sensitive);
  EXPECT_EQ(after.find("n")->string(), "0");
  EXPECT_FALSE(after.find("f")->boolean);
  EXPECT_TRUE(small.changes[0].before.find("cidr_block")->sensitive);
  EXPECT_TRUE(small.variables.find("v")->sensitive);
}

TEST_F(MockTest, AccountsAreMadeUpConsistently) {
  Plan plan = plan_with(
      resource("aws_vpc.a",
               R"({"actions":["create"],"before":null,"after":{"arn":"arn:aws:ec2:eu:111122223333:vpc/v","cidr_block":)"
               R"(["111122223333","444455556666","1111222233334","x111122223333"]}})"));
  Plan small = mocked(plan);
  const Value& after = small.changes.at(0).after;
  std::string made(after.find("cidr_block")->list()[0].string());
  EXPECT_NE(made, "111122223333");
  EXPECT_EQ(account_ids(made).size(), 1u);
  EXPECT_EQ(after.find("arn")->string(), "arn:aws:ec2:eu:" + made + ":vpc/v");
  EXPECT_NE(after.find("cidr_block")->list()[1].string(), made);
  EXPECT_EQ(after.find("cidr_block")->list()[2].string(), "1111222233334");
  EXPECT_EQ(after.find("cidr_block")->list()[3].string(), "x111122223333");
  options.named_accounts = {"444455556666"};
  EXPECT_EQ(mocked(plan).changes.at(0).after.find("cidr_block")->list()[1].string(), "444455556666");
  options.keep_accounts = true;
  EXPECT_EQ(mocked(plan).changes.at(0).after.find("arn")->string(), "arn:aws:ec2:eu:111122223333:vpc/v");
}

TEST_F(MockTest, ConfigurationAndStateOfWhatStays) {
  Plan plan = plan_with(
      resource("aws_vpc.a", R"({"actions":["no-op"],"before":{"id":"v"},"after":{"id":"v"}})"),
      R"(,"prior_state":{"values":{"root_module":{"resources":[{"address":"aws_vpc.a","type":"aws_vpc","name":"a","values":)"
      R"({"id":"v","other":1}},{"address":"aws_subnet.s","type":"aws_subnet","name":"s"}],"child_modules":[{"address":)"
      R"("module.m[0]","resources":[{"address":"module.m[0].aws_vpc.b","type":"aws_vpc","name":"b","index":"k"}]}]}}},)"
      R"("configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"constant_value":"eu-west-1"},)"
      R"("max_retries":{"constant_value":3}}}},"root_module":{"resources":[{"address":"aws_vpc.a","provider_config_key":)"
      R"("aws","expressions":{"cidr_block":{"references":["var.c"]},"other":{}}},{"address":"aws_subnet.s"}],"module_calls":)"
      R"({"m":{"expressions":{"i":{"references":["aws_vpc.a.id"]}},"count_expression":{"constant_value":1},"module":)"
      R"({"outputs":{"o":{"expression":{"references":["aws_vpc.b"]}}},"resources":[{"address":"aws_vpc.b"}]}}}}})");
  Plan small = mocked(plan);
  ASSERT_EQ(small.prior_state.size(), 2u);
  EXPECT_EQ(small.prior_state[0].values.object().size(), 1u);
  EXPECT_EQ(small.prior_state[1].module_address, "module.m[0]");
  EXPECT_EQ(small.prior_state[1].index, "\"k\"");
  ASSERT_EQ(small.config->size(), 2u);
  EXPECT_EQ(small.config->at(0).written, std::vector<std::string_view>{"cidr_block"});
  EXPECT_EQ(small.config->at(0).provider_config_key, "aws");
  EXPECT_EQ(small.prior_state[1].config, &small.config->at(1));
  ASSERT_EQ(small.modules->size(), 2u);
  EXPECT_EQ(small.modules->at(1).call_expressions.find("i")->find("references")->list()[0].string(), "aws_vpc.a.id");
  EXPECT_FALSE(small.modules->at(1).outputs.find("o")->is_null());
  EXPECT_EQ(small.providers.at(0).expressions.object().size(), 1u);
}

TEST_F(MockTest, HowThingsChangeStays) {
  Plan plan = plan_with(
      R"({"address":"module.m[0].aws_vpc.a[1]","module_address":"module.m[0]","previous_address":"aws_vpc.o","type":"aws_vpc",)"
      R"("name":"a","index":1,"deposed":"00ff","action_reason":"replace_by_request","change":{"actions":["create","delete"],)"
      R"("before":{},"after":{},"replace_paths":[["cidr_block",0]],"importing":{"id":"v"}}})",
      R"(,"deferred_changes":[{"reason":"deferred_prereq","resource_change":)" +
          resource("aws_vpc.l", R"({"actions":["create"],"after":{}})") + R"(}],"resource_drift":[)" +
          resource("aws_vpc.d", R"({"actions":["update"],"before":{"id":"1"},"after":{"id":"2"}})") + "]");
  Plan small = mocked(plan);
  const facts::ResourceChange& change = small.changes.at(0);
  EXPECT_EQ(change.previous_address, "aws_vpc.o");
  EXPECT_EQ(change.module_address, "module.m[0]");
  EXPECT_EQ(change.index, "1");
  EXPECT_EQ(change.deposed, "00ff");
  EXPECT_EQ(change.action_reason, "replace_by_request");
  EXPECT_TRUE(change.replaces());
  EXPECT_TRUE(change.importing);
  EXPECT_EQ(change.replace_paths.list()[0].list()[0].string(), "cidr_block");
  EXPECT_EQ(small.deferred.at(0).deferred_reason, "deferred_prereq");
  EXPECT_EQ(small.drift.at(0).after.find("id")->string(), "2");
}

TEST_F(MockTest, OtherThingsOfAPlanStayWhereRulesLookAtThem) {
  Plan plan = plan_with(
      "",
      R"(,"output_changes":{"o":{"actions":["create"],"after":"x","after_sensitive":true}},"checks":[{"address":{"kind":)"
      R"("check","name":"c","to_display":"check.c"},"status":"fail","problems":[{"message":"m"}]}],"action_invocations":)"
      R"([{"address":"action.t.a","type":"t","name":"a","config_values":{"k":1},"config_unknown":{"u":true},)"
      R"("lifecycle_action_trigger":{"action_trigger_event":"AfterCreate","triggering_resource_address":"x.a"}}])");
  EXPECT_EQ(mocked(plan).entities.size(), 0u);
  clause.types = {"terraform_output", "terraform_check", "terraform_action"};
  Plan small = mocked(plan);
  ASSERT_EQ(small.entities.size(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(small.entities[i].address, plan.entities[i].address);
  EXPECT_TRUE(small.entities[0].after.find("sensitive")->boolean);
  EXPECT_EQ(small.entities[1].after.find("problems")->list()[0].string(), "m");
  EXPECT_EQ(small.entities[2].after.find("event")->string(), "AfterCreate");
  EXPECT_TRUE(small.entities[2].after.find("config")->find("u")->is_unknown());
}

}  // namespace
}  // namespace berm::mock
