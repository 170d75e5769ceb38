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

TEST(Refers, TextsWhereExpressionsBelongSayNothing) {
  for (const char* odd : {"{'nested':'a text that is no expression'}", "{'nested':[{'x':12345678}]}", "'text'"}) {
    Reading reading = flow_log_of(odd).refers("aws_flow_log.f", "vpc_id", "aws_vpc.a");
    EXPECT_EQ(reading.answer, Answer::CantTell) << odd;
    EXPECT_EQ(reading.why, "the plan has no expression where one belongs") << odd;
  }
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

TEST(Refers, TextThatHoldsTheName) {
  Related plan(PlanText()
                   .resource("aws_s3_bucket.logs", "'id':'acme-logs','bucket':'acme-logs'", "", "'no-op'")
                   .resource("aws_s3_bucket.old", "'id':'acme-logs-old','bucket':'acme-logs-old'", "", "'no-op'")
                   .resource("aws_x.made", "'target':'arn:aws:s3:::acme-logs/*'")
                   .resource("aws_x.written", "'target':'arn:aws:s3:::acme-logs/*'")
                   .resource("aws_x.other", "'target':'acme-archive-logs-old'")
                   .resource("aws_s3_bucket.archive", "'id':'acme-archive-logs'", "", "'no-op'")
                   .configured("'resources':[" +
                               block("aws_x.made", "'target':" + refs("aws_s3_bucket.logs.arn aws_s3_bucket.logs")) +
                               "," + block("aws_x.written", "'target':{'constant_value':'arn:aws:s3:::acme-logs/*'}") +
                               "," + block("aws_x.other", "'target':{'constant_value':'acme-archive-logs-old'}") +
                               "]"));
  EXPECT_EQ(plan.says("aws_x.made", "target", "aws_s3_bucket.logs"), "yes");
  EXPECT_EQ(plan.says("aws_x.made", "target", "aws_s3_bucket.old"), "no");
  EXPECT_EQ(plan.says("aws_x.written", "target", "aws_s3_bucket.logs"), "can't tell");
  EXPECT_EQ(plan.says("aws_x.other", "target", "aws_s3_bucket.archive"), "no");
}

TEST(Refers, TextThatHoldsAGeneratedId) {
  Related plan(PlanText()
                   .resource("aws_vpc.v", "'id':'vpc-0123456789abcdef0'", "", "'no-op'")
                   .resource("aws_x.x", "'target':'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0'"));
  EXPECT_EQ(plan.says("aws_x.x", "target", "aws_vpc.v"), "yes");
}

// A VPC in `module.net`, whose output is passed to `module.logs`.
PlanText modules(const std::string& passed, const std::string& net_more = "") {
  std::string net = "{'module':{'resources':[" + block("aws_vpc.v", "") +
                    "],'outputs':{'id':{'expression':" + refs("aws_vpc.v.id aws_vpc.v") + "}}}" + net_more + "}";
  std::string logs = "{'expressions':{'vpc':" + passed + "},'module':{'variables':{'vpc':{}},'resources':[" +
                     block("aws_flow_log.f", "'vpc_id':" + refs("var.vpc")) + "]}}";
  return PlanText().configured("'module_calls':{'net':" + net + ",'logs':" + logs + "}");
}

TEST(Refers, ThroughOutputsAndVariables) {
  Related plan(modules(refs("module.net.id module.net"))
                   .resource("module.net.aws_vpc.v", "", "'id':true")
                   .resource("module.logs.aws_flow_log.f", "", "'vpc_id':true"));
  EXPECT_EQ(plan.says("module.logs.aws_flow_log.f", "vpc_id", "module.net.aws_vpc.v"), "yes");
}

TEST(Refers, ThroughOneInstanceOfAModule) {
  Related plan(modules(refs("module.net['a'].id module.net['a']"), ",'for_each_expression':{'references':['var.x']}")
                   .resource("module.net['a'].aws_vpc.v", "", "'id':true")
                   .resource("module.net['b'].aws_vpc.v", "", "'id':true")
                   .resource("module.logs.aws_flow_log.f", "", "'vpc_id':true"));
  EXPECT_EQ(plan.says("module.logs.aws_flow_log.f", "vpc_id", "module.net['a'].aws_vpc.v"), "yes");
  EXPECT_EQ(plan.says("module.logs.aws_flow_log.f", "vpc_id", "module.net['b'].aws_vpc.v"), "no");
}

// `for_each = toset(["a", "b"])` is left out of a plan.
TEST(Refers, AModuleIsRepeatedWhereItsInstancesAre) {
  Related plan(modules(refs("module.net each.key"))
                   .resource("module.net['a'].aws_vpc.v", "", "'id':true")
                   .resource("module.net['b'].aws_vpc.v", "", "'id':true")
                   .resource("module.logs['a'].aws_flow_log.f", "", "'vpc_id':true"));
  EXPECT_EQ(plan.says("module.logs['a'].aws_flow_log.f", "vpc_id", "module.net['a'].aws_vpc.v"), "can't tell");
  EXPECT_EQ(plan.says("module.logs['a'].aws_flow_log.f", "vpc_id", "module.net['b'].aws_vpc.v"), "no assumed");
}

// Two VPCs and two flow logs, repeated alike.
PlanText repeated(const std::string& expression, const std::string& first, const std::string& second,
                  const std::string& repeat) {
  PlanText text;
  for (const std::string& key : {first, second}) {
    text.resource("aws_vpc.v[" + key + "]", "", "'id':true")
        .resource("aws_flow_log.f[" + key + "]", "", "'vpc_id':true");
  }
  return text.configured("'resources':[" + block("aws_vpc.v", "", repeat) + "," +
                         block("aws_flow_log.f", "'vpc_id':" + expression, repeat) + "]");
}

TEST(Refers, TheSameIndexIsAnAssumption) {
  Related plan(repeated(refs("aws_vpc.v count.index"), "0", "1", "'count_expression':{'constant_value':2}"));
  EXPECT_EQ(plan.says("aws_flow_log.f[0]", "vpc_id", "aws_vpc.v[0]"), "yes assumed");
  EXPECT_EQ(plan.says("aws_flow_log.f[0]", "vpc_id", "aws_vpc.v[1]"), "no assumed");
  EXPECT_EQ(plan.refers("aws_flow_log.f[0]", "vpc_id", "aws_vpc.v[0]").assumption,
            "each instance refers to the instance of `aws_vpc.v` with its own key");
}

TEST(Refers, EachValueOfAResourceIsTheInstanceWithItsKey) {
  Related plan(repeated(refs("each.value.id each.value"), "'a'", "'b'", "'for_each_expression':" + refs("aws_vpc.v")));
  EXPECT_EQ(plan.says("aws_flow_log.f['b']", "vpc_id", "aws_vpc.v['b']"), "yes assumed");
  EXPECT_EQ(plan.says("aws_flow_log.f['b']", "vpc_id", "aws_vpc.v['a']"), "no assumed");
}

TEST(Refers, AWrittenKeyIsNoAssumption) {
  Related plan(repeated(refs("aws_vpc.v['b'].id aws_vpc.v['b'] aws_vpc.v"), "'a'", "'b'", "'for_each_expression':{}"));
  EXPECT_EQ(plan.says("aws_flow_log.f['a']", "vpc_id", "aws_vpc.v['b']"), "yes");
  EXPECT_EQ(plan.says("aws_flow_log.f['a']", "vpc_id", "aws_vpc.v['a']"), "no");
}

TEST(Refers, OneOfAllInstancesCannotBeTold) {
  Related plan(repeated(refs("aws_vpc.v var.which"), "0", "1", "'count_expression':{'constant_value':2}"));
  EXPECT_EQ(plan.says("aws_flow_log.f[0]", "vpc_id", "aws_vpc.v[0]"), "can't tell");
}

// A list of two elements that are not known.
Related list_of(const std::string& expression) {
  return Related(PlanText()
                     .resource("aws_subnet.s[0]", "", "'id':true")
                     .resource("aws_subnet.s[1]", "", "'id':true")
                     .resource("aws_subnet.t", "", "'id':true")
                     .resource("aws_lb.l", "'subnets':[null,null]", "'subnets':[true,true]")
                     .configured("'resources':[" + block("aws_subnet.s", "") + "," + block("aws_subnet.t", "") + "," +
                                 block("aws_lb.l", "'subnets':" + expression) + "]"));
}

TEST(Refers, AListWithOneReferenceForEachElement) {
  Related plan = list_of(refs("aws_subnet.s[0].id aws_subnet.s[0] aws_subnet.s aws_subnet.t.id aws_subnet.t"));
  EXPECT_EQ(plan.says("aws_lb.l", "subnets", "aws_subnet.s[0]"), "yes");
  EXPECT_EQ(plan.says("aws_lb.l", "subnets", "aws_subnet.t"), "yes");
  EXPECT_EQ(plan.says("aws_lb.l", "subnets", "aws_subnet.s[1]"), "no");
}

TEST(Refers, AListOfAllInstances) {
  Related plan = list_of(refs("aws_subnet.s"));
  EXPECT_EQ(plan.says("aws_lb.l", "subnets", "aws_subnet.s[1]"), "yes assumed");
  EXPECT_EQ(plan.says("aws_lb.l", "subnets", "aws_subnet.t"), "no");
}

TEST(Refers, ABlockThatIsNotWrittenCanBeDynamic) {
  Related plan(PlanText()
                   .resource("aws_security_group.a", "", "'id':true")
                   .resource("aws_security_group.g", "'ingress':[{'security_groups':null}]",
                             "'ingress':[{'security_groups':true}]")
                   .configured("'resources':[" + block("aws_security_group.a", "") + "," +
                               block("aws_security_group.g", "'name':{'constant_value':'g'}") + "]"));
  EXPECT_EQ(plan.says("aws_security_group.g", "ingress", "aws_security_group.a"), "can't tell");
}

TEST(Refers, BlocksAreToldApartByNumbers) {
  std::string blocks = "'ingress':[{'from_port':{'constant_value':80},'groups':" + refs("aws_x.a.id aws_x.a") +
                       "},{'from_port':{'constant_value':443},'groups':" + refs("aws_x.b.id aws_x.b") + "}]";
  Related plan(PlanText()
                   .resource("aws_x.a", "", "'id':true")
                   .resource("aws_x.b", "", "'id':true")
                   .resource("aws_y.g", "'ingress':[{'from_port':443},{'from_port':80}]",
                             "'ingress':[{'groups':true},{'groups':true}]")
                   .configured("'resources':[" + block("aws_x.a", "") + "," + block("aws_x.b", "") + "," +
                               block("aws_y.g", blocks) + "]"));
  const auto& from = plan.at("aws_y.g");
  auto answer = [&](const char* path, const char* to) {
    return plan.relations.refers(from, path, facts::kUnknown, plan.at(to)).answer;
  };
  EXPECT_EQ(answer("ingress[0].groups", "aws_x.b"), Answer::Yes);
  EXPECT_EQ(answer("ingress[0].groups", "aws_x.a"), Answer::No);
  EXPECT_EQ(answer("ingress[1].groups", "aws_x.a"), Answer::Yes);
  EXPECT_EQ(answer("ingress[*].groups", "aws_x.a"), Answer::CantTell);
}

TEST(Refers, WhatTheAuthorWroteElsewhereIsFollowed) {
  Related plan(PlanText()
                   .resource("aws_vpc.v", "", "'id':true")
                   .resource("aws_subnet.s", "", "'id':true,'vpc_id':true")
                   .resource("aws_lb.l", "", "'vpc_id':true,'subnets':true")
                   .resource("aws_x.written", "", "'vpc':true")
                   .resource("aws_x.computed", "", "'vpc':true")
                   .configured("'resources':[" + block("aws_vpc.v", "") + "," +
                               block("aws_subnet.s", "'vpc_id':" + refs("aws_vpc.v.id aws_vpc.v")) + "," +
                               block("aws_lb.l", "'subnets':" + refs("aws_subnet.s.id aws_subnet.s")) + "," +
                               block("aws_x.written", "'vpc':" + refs("aws_subnet.s.vpc_id aws_subnet.s")) + "," +
                               block("aws_x.computed", "'vpc':" + refs("aws_lb.l.vpc_id aws_lb.l")) + "]"));
  EXPECT_EQ(plan.says("aws_x.written", "vpc", "aws_vpc.v"), "yes");
  EXPECT_EQ(plan.says("aws_x.written", "vpc", "aws_subnet.s"), "no");
  EXPECT_EQ(plan.says("aws_x.computed", "vpc", "aws_vpc.v"), "can't tell");
}

TEST(Refers, TheIdOfABucketsPartIsThatOfTheBucket) {
  Related plan(
      PlanText()
          .resource("aws_s3_bucket.b", "", "'id':true,'bucket':true")
          .resource("aws_s3_bucket_versioning.v", "", "'id':true,'bucket':true")
          .resource("aws_s3_bucket_acl.a", "", "'bucket':true")
          .configured("'resources':[" + block("aws_s3_bucket.b", "") + "," +
                      block("aws_s3_bucket_versioning.v", "'bucket':" + refs("aws_s3_bucket.b.id aws_s3_bucket.b")) +
                      "," +
                      block("aws_s3_bucket_acl.a",
                            "'bucket':" + refs("aws_s3_bucket_versioning.v.id aws_s3_bucket_versioning.v")) +
                      "]"));
  EXPECT_EQ(plan.says("aws_s3_bucket_acl.a", "bucket", "aws_s3_bucket.b"), "yes");
}

TEST(Refers, DataSourcesReadTheCloud) {
  Related plan(PlanText()
                   .resource("aws_vpc.v", "", "'id':true")
                   .resource("data.aws_vpc.found", "", "'id':true", "'read'")
                   .resource("aws_flow_log.f", "", "'vpc_id':true")
                   .configured("'resources':[" + block("aws_vpc.v", "") + "," + block("data.aws_vpc.found", "") + "," +
                               block("aws_flow_log.f", "'vpc_id':" + refs("data.aws_vpc.found.id data.aws_vpc.found")) +
                               "]"));
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "data.aws_vpc.found"), "yes");
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.v"), "can't tell");
}

// A bucket that is replaced under its name, and what stays attached to that name.
TEST(Refers, WhatIsReplacedCanTakeAlongWhatNamesIt) {
  auto says = [](const std::string& actions) {
    return Related(PlanText()
                       .resource("aws_s3_bucket.b", "'bucket':'logs'", "'id':true", "'delete','create'")
                       .resource("aws_s3_bucket_acl.a", "'bucket':'logs'", "", actions)
                       .configured("'resources':[" + block("aws_s3_bucket.b", "'bucket':{'constant_value':'logs'}") +
                                   "," + block("aws_s3_bucket_acl.a", "'bucket':{'constant_value':'logs'}") + "]"))
        .says("aws_s3_bucket_acl.a", "bucket", "aws_s3_bucket.b");
  };
  EXPECT_EQ(says("'no-op'"), "can't tell");
  EXPECT_EQ(says("'update'"), "can't tell");
  EXPECT_EQ(says("'create'"), "yes");
  EXPECT_EQ(says("'delete','create'"), "yes");
}

TEST(Refers, ANameMadeOfANameIsThatOfSomethingElse) {
  std::string name = refs("aws_s3_bucket.b.bucket aws_s3_bucket.b");
  Related plan(PlanText()
                   .resource("aws_s3_bucket.b", "'bucket':'logs'", "'id':true")
                   .resource("aws_s3_bucket.replica", "'bucket':'logs-replica'", "'id':true")
                   .resource("aws_s3_bucket_acl.known", "'bucket':'logs-replica'")
                   .resource("aws_s3_bucket_acl.elsewhere", "'bucket':'logs-archive'")
                   .resource("aws_iam_policy.p", "'policy':'arn:aws:s3:::logs/*'")
                   .configured("'resources':[" + block("aws_s3_bucket.b", "'bucket':{'constant_value':'logs'}") + "," +
                               block("aws_s3_bucket.replica", "'bucket':" + name) + "," +
                               block("aws_s3_bucket_acl.known", "'bucket':" + name) + "," +
                               block("aws_s3_bucket_acl.elsewhere", "'bucket':" + name) + "," +
                               block("aws_iam_policy.p", "'policy':" + name) + "]"));
  EXPECT_EQ(plan.says("aws_s3_bucket_acl.known", "bucket", "aws_s3_bucket.replica"), "yes");
  EXPECT_EQ(plan.says("aws_s3_bucket_acl.known", "bucket", "aws_s3_bucket.b"), "can't tell");
  EXPECT_EQ(plan.says("aws_s3_bucket_acl.elsewhere", "bucket", "aws_s3_bucket.b"), "can't tell");
  EXPECT_EQ(plan.says("aws_iam_policy.p", "policy", "aws_s3_bucket.b"), "yes");
}

TEST(Refers, EqualNamesInTwoRegionsOfOneProvider) {
  Related plan(PlanText()
                   .resource("aws_cloudwatch_log_group.g", "'name':'app','region':'eu-west-1'")
                   .resource("aws_cloudwatch_log_metric_filter.here", "'group':'app','region':'eu-west-1'")
                   .resource("aws_cloudwatch_log_metric_filter.there", "'group':'app','region':'us-east-1'")
                   .configured("'resources':[]"));
  EXPECT_EQ(plan.says("aws_cloudwatch_log_metric_filter.here", "group", "aws_cloudwatch_log_group.g"), "yes");
  EXPECT_EQ(plan.says("aws_cloudwatch_log_metric_filter.there", "group", "aws_cloudwatch_log_group.g"), "can't tell");
}

TEST(Refers, ANameThatEndsInDigitsIsStillAName) {
  std::string west = "{'address':'x.west','mode':'managed','provider_config_key':'aws.west','expressions':{}}";
  Related plan(PlanText()
                   .resource("x.here", "'name':'audit-123456789012'")
                   .resource("x.west", "'name':'audit-123456789012'")
                   .resource("y.f", "'group':'audit-123456789012'")
                   .configured("'resources':[" + block("x.here", "") + "," + west + "," + block("y.f", "") + "]"));
  EXPECT_EQ(plan.says("y.f", "group", "x.here"), "can't tell");
  EXPECT_EQ(plan.says("y.f", "group", "x.west"), "can't tell");
}

// A load balancer passed to a module, which uses the network that AWS chose for it.
TEST(Refers, AnAttributeOfWhatIsPassedAsAnObjectCanBeChosen) {
  auto plan = [](const std::string& reference) {
    return Related(PlanText()
                       .resource("aws_vpc.old", "'id':'vpc-0123456789abcdef0'", "", "'no-op'")
                       .resource("aws_lb.l", "'subnets':['subnet-1']", "'id':true,'vpc_id':true")
                       .resource("module.m.aws_flow_log.f", "", "'vpc_id':true")
                       .configured("'resources':[" + block("aws_vpc.old", "") + "," +
                                   block("aws_lb.l", "'subnets':{'constant_value':['subnet-1']}") +
                                   "],'module_calls':{'m':{'expressions':{'lb':" + refs("aws_lb.l") +
                                   "},'module':{'variables':{'lb':{}},'resources':[" +
                                   block("aws_flow_log.f", "'vpc_id':" + refs(reference)) + "]}}}"));
  };
  EXPECT_EQ(plan("var.lb.vpc_id var.lb").says("module.m.aws_flow_log.f", "vpc_id", "aws_vpc.old"), "can't tell");
  EXPECT_EQ(plan("var.lb").says("module.m.aws_flow_log.f", "vpc_id", "aws_vpc.old"), "no assumed");
  EXPECT_EQ(plan("var.lb.id var.lb").says("module.m.aws_flow_log.f", "vpc_id", "aws_vpc.old"), "no");
}

TEST(Refers, OfTooManyInstancesNoneIsLeftOut) {
  PlanText text;
  text.resource("aws_vpc.v", "'id':'vpc-0123456789abcdef0'", "", "'no-op'");
  for (int i = 0; i < 70; ++i)
    text.resource("aws_subnet.s[" + std::to_string(i) + "]",
                  i == 69 ? "'vpc_id':'vpc-0123456789abcdef0'" : "'vpc_id':'vpc-0123456789abcdef1'", "'id':true");
  text.resource("aws_flow_log.f", "", "'vpc_id':true");
  Related plan(text.configured("'resources':[" + block("aws_subnet.s", "") + "," +
                               block("aws_flow_log.f", "'vpc_id':" + refs("aws_subnet.s")) + "]"));
  EXPECT_EQ(plan.says("aws_flow_log.f", "vpc_id", "aws_vpc.v"), "can't tell");
  auto found = plan.relations.referring({"aws_flow_log"}, "vpc_id", plan.at("aws_vpc.v"));
  EXPECT_EQ(found.size(), 1u);
}

TEST(SoleOrigin, OfAPolicyDocument) {
  auto plan = [](const std::string& expression) {
    return Related(PlanText()
                       .resource("data.aws_iam_policy_document.d", "", "'json':true", "'read'")
                       .resource("aws_iam_role.r", "", "'policy':true")
                       .configured("'resources':[" + block("data.aws_iam_policy_document.d", "") + "," +
                                   block("aws_iam_role.r", "'policy':" + expression) + "]"));
  };
  std::string document = "data.aws_iam_policy_document.d.json data.aws_iam_policy_document.d";
  Related alone = plan(refs(document)), among = plan(refs(document + " local.x"));
  auto origin = alone.relations.sole_origin(alone.at("aws_iam_role.r"), "policy");
  ASSERT_TRUE(origin);
  EXPECT_EQ(origin->resource, &alone.at("data.aws_iam_policy_document.d"));
  EXPECT_EQ(origin->attribute, "json");
  EXPECT_FALSE(among.relations.sole_origin(among.at("aws_iam_role.r"), "policy"));
}

}  // namespace
}  // namespace berm::relations
