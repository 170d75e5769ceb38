#include <gtest/gtest.h>

#include "reference/test_support.h"
#include "runtime/relations/relations_fixture.h"

namespace berm::reference {
namespace {

using relations::PlanText;

constexpr const char* kFlowLogs =
    "'resources':[{'address':'vpc.a','mode':'managed','type':'vpc','name':'a','expressions':{}},"
    "{'address':'vpc.b','mode':'managed','type':'vpc','name':'b','expressions':{}},"
    "{'address':'log.l','mode':'managed','type':'log','name':'l','expressions':"
    "{'vpc_id':{'references':['vpc.a.id','vpc.a']}}}]";

// Two networks, the first of which has a log; all known after apply.
PlanText logged() {
  PlanText text;
  text.resource("vpc.a", "", "'id':true").resource("vpc.b", "", "'id':true");
  text.resource("log.l", "'kind':'all'", "'vpc_id':true").configured(kFlowLogs);
  return text;
}

class Joins : public testing::Test {
 protected:
  Ex has_log() {
    return b.join(Op::Exists, "log",
                  [&](ir::Variable f) { return b.refers(b.path(f, "vpc_id", ir::Type::String), b.resource); });
  }
  // What the change at `index` says of `expr`, both with the index and without.
  std::string ask(Ex expr, const facts::Plan& plan, size_t index = 0, bool assume = true) {
    std::string out[2];
    for (bool every_pair : {false, true}) {
      PlanContext context(plan);
      if (every_pair) context.judge_every_pair();
      PlanEvaluator evaluator(context, b.resource, plan.changes.at(index), false);
      if (assume) evaluator.assume(none);
      Result result = evaluator.test(*expr);
      Tri value = truth(result.value);
      std::string why = result.why.empty() ? "" : ": " + std::string(result.why);
      out[every_pair] = value == Tri::Unknown ? "unknown " + result.path + why : value == Tri::True ? "true" : "false";
    }
    EXPECT_EQ(out[0], out[1]);
    return out[0];
  }
  report::RuleResult judged(Ex condition, const facts::Plan& plan) {
    ir::Rule rule;
    ir::RequireClause& clause = rule.requires_.emplace_back();
    clause.types = {"vpc"};
    clause.variable = b.resource;
    clause.condition = condition;
    return judge(rule, b.module, plan, SourceSet());
  }
  std::vector<ir::Assumption> none;
  Build b;
};

TEST_F(Joins, HasByReference) {
  facts::Plan plan = logged().read();
  EXPECT_EQ(ask(has_log(), plan, 0), "true");
  EXPECT_EQ(ask(has_log(), plan, 1), "false");
  EXPECT_EQ(ask(b.negate(has_log()), plan, 1), "true");
}

// Indexes are of what stands there after the change.
TEST_F(Joins, ByElementsFromBeforeTheChange) {
  PlanText text;
  text.resource("log.l", "'peers':['vpc-0123456789abcdef0']", "", "'update'");
  text.resource("vpc.a", "'id':'vpc-0123456789abcdef0'", "", "'no-op'");
  facts::Plan plan = text.configured(kFlowLogs).read();
  Ex any = b.quantifier(Op::Any, b.before("peers[*]"), [&](ir::Variable element) {
    return b.join(Op::Exists, "vpc", [&](ir::Variable vpc) { return b.refers(b.path(element, ""), vpc); });
  });
  EXPECT_EQ(ask(any, plan, 0), "true");
}

TEST_F(Joins, TheRestOfTheConditionCounts) {
  facts::Plan plan = logged().read();
  auto logged_as = [&](const char* kind) {
    return b.join(Op::Exists, "log", [&](ir::Variable f) {
      return b.make(Op::And, {b.equal(b.path(f, "kind", ir::Type::String), b.text(kind)),
                              b.refers(b.path(f, "vpc_id", ir::Type::String), b.resource)});
    });
  };
  EXPECT_EQ(ask(logged_as("all"), plan), "true");
  EXPECT_EQ(ask(logged_as("rejected"), plan), "false");
}

TEST_F(Joins, WhatTheOtherNamesOrEquals) {
  PlanText text;
  text.resource("log.l", "'bucket':'logs'")
      .resource("bucket.a", "'bucket':'logs'")
      .resource("bucket.b", "'bucket':'b'");
  facts::Plan plan = text.read();
  Ex named = b.join(Op::Exists, "bucket", [&](ir::Variable other) {
    return b.equal(b.path(other, "bucket", ir::Type::String), b.path("bucket", ir::Type::String));
  });
  EXPECT_EQ(ask(named, plan), "true");
  Ex other = b.join(Op::Exists, "bucket", [&](ir::Variable o) {
    return b.make(Op::And, {b.equal(b.path(o, "bucket", ir::Type::String), b.path("bucket", ir::Type::String)),
                            b.equal(b.path(o, "acl", ir::Type::String), b.text("private"))});
  });
  EXPECT_EQ(ask(other, plan), "false");
}

TEST_F(Joins, NothingIsCertainWherePlanAndConfigurationAreSilent) {
  PlanText text;
  text.resource("vpc.a", "", "'id':true").resource("log.l", "", "'vpc_id':true");
  text.configured(
      "'resources':[{'address':'vpc.a','mode':'managed','type':'vpc','name':'a','expressions':{}},"
      "{'address':'log.l','mode':'managed','type':'log','name':'l','expressions':"
      "{'vpc_id':{'references':['local.network']}}}]");
  std::string answer = ask(has_log(), text.read());
  EXPECT_TRUE(answer.starts_with("unknown log.l.vpc_id: can't be traced to `vpc.a`: ")) << answer;
  EXPECT_NE(answer.find("local.network"), std::string::npos) << answer;
}

TEST_F(Joins, ThereMayBeMore) {
  facts::Plan plan = logged().with("'complete':false").read();
  EXPECT_EQ(ask(has_log(), plan, 0), "true");
  EXPECT_EQ(ask(has_log(), plan, 1), "unknown log: may exist that the plan does not show: the plan is not complete");
}

TEST_F(Joins, Counts) {
  PlanText text = logged().with("'complete':false");
  text.resource("log.m", "", "'vpc_id':true");
  facts::Plan plan = text.read();
  auto at_least = [&](int64_t least) {
    Ex count = b.join(Op::CountOf, "log",
                      [&](ir::Variable f) { return b.equal(b.path(f, "kind", ir::Type::String), b.text("all")); });
    return b.make(Op::LessEqual, {b.number(least), count});
  };
  EXPECT_EQ(ask(at_least(1), plan), "true");
  EXPECT_EQ(ask(at_least(2), plan), "unknown log: may exist that the plan does not show: the plan is not complete");
  plan.complete = true;
  EXPECT_EQ(ask(at_least(2), plan), "false");
}

TEST_F(Joins, CountsThatAreCertainEnough) {
  PlanText text;
  text.resource("vpc.a", "").resource("log.k", "'kind':'all'").resource("log.l", "", "'kind':true");
  facts::Plan plan = text.read();
  Ex count = b.join(Op::CountOf, "log",
                    [&](ir::Variable f) { return b.equal(b.path(f, "kind", ir::Type::String), b.text("all")); });
  EXPECT_EQ(ask(b.make(Op::Less, {count, b.number(3)}), plan), "true");
  EXPECT_EQ(ask(b.make(Op::Less, {count, b.number(2)}), plan), "unknown log.l.kind");
  EXPECT_EQ(ask(b.make(Op::Less, {b.number(0), count}), plan), "true");
  EXPECT_EQ(ask(b.make(Op::LessEqual, {count, b.number(0)}), plan), "false");
  EXPECT_EQ(ask(b.equal(count, b.number(3)), plan), "false");
  EXPECT_EQ(ask(b.equal(count, b.number(2)), plan), "unknown log.l.kind");
}

TEST_F(Joins, EvidenceNamesTheOtherResource) {
  facts::Plan plan = logged().read();
  report::RuleResult result = judged(b.negate(has_log()), plan);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].address, "vpc.a");
  ASSERT_EQ(result.findings[0].evidence.size(), 1u);
  EXPECT_EQ(result.findings[0].evidence[0].path, "log.l.vpc_id");
  EXPECT_EQ(result.findings[0].evidence[0].value, "(known after apply, from vpc.a)");
  result = judged(has_log(), plan);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].address, "vpc.b");
  ASSERT_EQ(result.findings[0].evidence.size(), 1u);
  EXPECT_EQ(result.findings[0].evidence[0].path, "log");
}

// Two networks, and a log for the first: `vpc.n[count.index].id`. That the second has none is assumed.
TEST_F(Joins, WhatIsLeftOutByAssumptionIsListed) {
  PlanText text;
  text.resource("vpc.n[0]", "", "'id':true").resource("vpc.n[1]", "", "'id':true");
  text.resource("log.l[0]", "", "'vpc_id':true");
  facts::Plan plan =
      text.configured(
              "'resources':[{'address':'vpc.n','mode':'managed','type':'vpc','name':'n','expressions':{}},"
              "{'address':'log.l','mode':'managed','type':'log','name':'l','expressions':"
              "{'vpc_id':{'references':['vpc.n','count.index']}}}]")
          .read();
  std::string assumption = "each instance refers to the instance of `vpc.n` with its own key";
  for (size_t index : {0, 1}) {
    PlanContext context(plan);
    PlanEvaluator evaluator(context, b.resource, plan.changes.at(index), false);
    evaluator.assume(none);
    EXPECT_EQ(truth(evaluator.test(*has_log()).value), index == 0 ? Tri::True : Tri::False);
    ASSERT_EQ(evaluator.used().size(), 1u) << index;
    EXPECT_EQ(evaluator.used()[0].relation, assumption);
    PlanEvaluator certain(context, b.resource, plan.changes.at(index), false);
    EXPECT_TRUE(certain.test(*has_log()).value.is_unknown()) << index;
  }
}

TEST_F(Joins, SoIsWhatIsLeftOutOfAList) {
  PlanText text;
  text.resource("vpc.n[0]", "", "'id':true").resource("vpc.n[1]", "", "'id':true");
  text.resource("log.l[0]", "'to':[{}]", "'to':[{'vpc':true}]");
  facts::Plan plan =
      text.configured(
              "'resources':[{'address':'vpc.n','mode':'managed','type':'vpc','name':'n','expressions':{}},"
              "{'address':'log.l','mode':'managed','type':'log','name':'l','expressions':"
              "{'to':[{'vpc':{'references':['vpc.n','count.index']}}]}}]")
          .read();
  PlanContext context(plan);
  context.judge_every_pair();
  Ex has = b.join(Op::Exists, "log", [&](ir::Variable f) { return b.refers(b.path(f, "to[*].vpc"), b.resource); });
  PlanEvaluator evaluator(context, b.resource, plan.changes.at(1), false);
  evaluator.assume(none);
  EXPECT_EQ(truth(evaluator.test(*has).value), Tri::False);
  EXPECT_EQ(evaluator.used().size(), 1u);
  EXPECT_TRUE(PlanEvaluator(context, b.resource, plan.changes.at(1), false).test(*has).value.is_unknown());
}

// Where none can be told from any other, 625 visits of 800 each are the most.
TEST_F(Joins, TooManyPairsAreNotLookedAt) {
  PlanText text;
  std::string local =
      "{'address':'log.l','mode':'managed','type':'log','name':'l','expressions':"
      "{'vpc_id':{'references':['local.network']}}}";
  for (int i = 0; i < 800; ++i)
    text.resource("vpc.n[" + std::to_string(i) + "]", "", "'id':true")
        .resource("log.l[" + std::to_string(i) + "]", "", "'vpc_id':true");
  facts::Plan plan = text.configured("'resources':[" + local + "]").read();
  PlanContext context(plan);
  size_t unknown = 0, given_up = 0;
  Ex count = b.join(Op::CountOf, "log",
                    [&](ir::Variable f) { return b.refers(b.path(f, "vpc_id", ir::Type::String), b.resource); });
  Ex few = b.make(Op::Less, {count, b.number(1000)});
  for (size_t i = 0; i < plan.changes.size(); i += 2) {
    PlanEvaluator evaluator(context, b.resource, plan.changes[i], false);
    Result result = evaluator.test(*few);
    unknown += result.value.is_unknown();
    given_up += result.why.find("too many") != std::string_view::npos;
  }
  EXPECT_EQ(unknown, 175u);
  EXPECT_EQ(given_up, 175u);
}

// What asks nothing of the resource is asked once, and still leaves its evidence each time.
TEST_F(Joins, OnceForAll) {
  facts::Plan plan = logged().read();
  Ex any = b.join(Op::Exists, "log",
                  [&](ir::Variable f) { return b.equal(b.path(f, "kind", ir::Type::String), b.text("all")); });
  report::RuleResult result = judged(b.negate(any), plan);
  ASSERT_EQ(result.findings.size(), 2u);
  for (const report::Finding& finding : result.findings) {
    ASSERT_EQ(finding.evidence.size(), 1u);
    EXPECT_EQ(finding.evidence[0].path, "log.l.kind");
    EXPECT_EQ(finding.evidence[0].value, "\"all\"");
  }
}

}  // namespace
}  // namespace berm::reference
