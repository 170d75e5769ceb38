#include "reference/coverage.h"

#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

using Kind = Point::Kind;

class CoverageTest : public testing::Test {
 protected:
  CoverageTest() { rule.name = "acme.r"; }

  ir::PlanClause& refuse(Ex condition) {
    ir::PlanClause& clause = rule.plans.emplace_back();
    clause.types = {"x"};
    clause.variable = b.resource;
    clause.condition = condition;
    return clause;
  }
  void judge_plan(const std::string& changes) {
    judge(rule, b.module, plan_with(changes), SourceSet(), {.coverage = &coverage});
  }
  void call(const char* action, const char* who) {
    Carries carries = [](const access::Request&, std::string_view) { return Leg::ThisOne; };
    denies(rule, {.action = action, .context = {{"who", {who}}}}, carries, &coverage);
  }
  // "tf", "t-", …: what was seen of it.
  std::string seen(const void* part) const {
    return std::string(coverage.saw(rule, part, true) ? "t" : "-") + (coverage.saw(rule, part, false) ? "f" : "-");
  }

  Build b;
  Ex a = b.equal(b.path("a", ir::Type::Bool), b.flag(true)), c = b.equal(b.path("b", ir::Type::Bool), b.flag(true));
  ir::Rule rule;
  Coverage coverage;
};

TEST_F(CoverageTest, OperandsAreSeenUntilOneDecides) {
  ir::PlanClause& clause = refuse(b.make(Op::And, {a, c}));
  judge_plan(create(R"({"a":false,"b":true})"));
  EXPECT_EQ(seen(&clause), "-f");
  EXPECT_EQ(seen(a), "-f");
  EXPECT_EQ(seen(c), "--");
  judge_plan(create(R"({"a":true,"b":true})"));
  EXPECT_EQ(seen(&clause), "tf");
  EXPECT_EQ(seen(a), "tf");
  EXPECT_EQ(seen(c), "t-");
  EXPECT_EQ(seen(&rule), "tf");
}

TEST_F(CoverageTest, WhatIsNotKnownIsNeither) {
  ir::PlanClause& clause = refuse(b.make(Op::Or, {a, c}));
  judge_plan(create("{}", R"({"a":true,"b":true})"));
  EXPECT_EQ(seen(&clause), "--");
  EXPECT_EQ(seen(a), "--");
}

TEST_F(CoverageTest, SidesOfADefault) {
  Ex left = b.path("n", ir::Type::Int), right = b.number(0);
  refuse(b.equal(b.make(Op::Coalesce, {left, right}, ir::Type::Int), b.number(1)));
  judge_plan(create("{}"));
  EXPECT_EQ(seen(left), "--");
  EXPECT_EQ(seen(right), "t-");
  judge_plan(create(R"({"n":1})"));
  EXPECT_EQ(seen(left), "t-");
}

TEST_F(CoverageTest, RequirementsAreTrueWhereTheyHold) {
  ir::RequireClause& clause = rule.requires_.emplace_back();
  clause.types = {"x"};
  clause.variable = b.resource;
  clause.condition = a;
  judge_plan(create(R"({"a":true})"));
  EXPECT_EQ(seen(&clause), "t-");
  EXPECT_EQ(seen(&rule), "-f");
  judge_plan(create(R"({"a":false})"));
  EXPECT_EQ(seen(&clause), "tf");
  EXPECT_EQ(seen(&rule), "tf");
}

TEST_F(CoverageTest, Calls) {
  Ex oncall = b.equal(b.key("who"), b.text("oncall")), other = b.equal(b.key("who"), b.text("other"));
  ir::ActionSet actions{{{true, "s3:*", false, {}}, {false, "s3:Get*", false, {}}}};
  rule.calls.push_back({actions, b.negate(b.make(Op::Or, {oncall, other})), {}});
  const ir::CallClause& clause = rule.calls[0];
  call("ec2:RunInstances", "x");
  EXPECT_EQ(seen(&rule), "--");
  call("s3:GetObject", "x");
  EXPECT_EQ(seen(&clause), "--");
  EXPECT_EQ(seen(&clause.actions.items[1]), "t-");
  EXPECT_EQ(seen(&rule), "--");
  call("s3:PutObject", "oncall");
  EXPECT_EQ(seen(&clause), "-f");
  EXPECT_EQ(seen(oncall), "t-");
  EXPECT_EQ(seen(other), "--");
  EXPECT_EQ(seen(&rule), "-f");
  call("s3:PutObject", "x");
  EXPECT_EQ(seen(&clause), "tf");
  EXPECT_EQ(seen(oncall), "tf");
  EXPECT_EQ(seen(other), "-f");
}

TEST_F(CoverageTest, ARuleIsSeenForItself) {
  refuse(a);
  ir::Rule other = rule;
  judge(other, b.module, plan_with(create(R"({"a":true})")), SourceSet(), {.coverage = &coverage});
  EXPECT_EQ(seen(a), "--");
  EXPECT_TRUE(coverage.saw(other, &other, true));
}

TEST_F(CoverageTest, PointsAreClausesAndBranches) {
  Ex left = b.path("n", ir::Type::Int), right = b.number(0);
  Ex compared = b.equal(b.make(Op::Coalesce, {left, right}, ir::Type::Int), b.number(1));
  Ex inner = b.make(Op::Or, {a, c});
  Ex written = b.negate(compared);  // `not a == b`; what stands for `a != b` has the span of its operand
  const_cast<ir::Expr*>(written)->span = {{}, 0, 9};
  refuse(b.make(Op::And, {b.negate(inner), written}));
  refuse(b.make(Op::And, {b.negate(compared), a}));
  refuse(nullptr);
  rule.calls.push_back({{{{true, "s3:*", false, {}}, {false, "s3:Get*", false, {}}}}, nullptr, {}});
  std::vector<Point> points = points_of(rule);
  std::vector<Kind> kinds;
  for (const Point& point : points) kinds.push_back(point.kind);
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::Rule, Kind::Calls, Kind::Taken, Kind::Plan, Kind::Operand, Kind::Operand,
                                      Kind::Operand, Kind::Default, Kind::Default, Kind::Plan, Kind::Operand,
                                      Kind::Operand, Kind::Default, Kind::Default, Kind::Plan}));
  EXPECT_TRUE(points[1].true_only);
  EXPECT_FALSE(points[3].true_only);
  EXPECT_EQ(points[5].part, a);
  EXPECT_TRUE(points[4].negated);
  EXPECT_EQ(points[6].part, c);
  EXPECT_TRUE(points[8].true_only);
  EXPECT_FALSE(points[10].negated);
  EXPECT_TRUE(points[14].true_only);
}

}  // namespace
}  // namespace berm::reference
