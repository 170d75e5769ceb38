#include "reference/expectations.h"

#include <gtest/gtest.h>

#include <fstream>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

using Kind = ir::Expectation::Kind;

class RunTests : public testing::Test {
 protected:
  RunTests() {
    ir::Rule& rule = b.module.rules.emplace_back();
    rule.name = "acme.log_1";
    rule.text = "forbid logging.disabled";
    rule.package = "acme";
    rule.calls.push_back(
        {{{{true, "cloudtrail:StopLogging", false, {}}}}, b.negate(b.equal(b.key("who"), b.text("oncall"))), {}});
    ir::PlanClause& plan = rule.plans.emplace_back();
    plan.types = {"x"};
    plan.variable = b.resource;
    plan.condition = b.equal(b.path("a", ir::Type::Bool), b.flag(true));
  }
  // "pass", or what was seen instead.
  std::string run(ir::TestStep step, Kind kind, std::vector<std::string> rules, std::string address, Legs legs = {}) {
    step.expectations = {{kind, std::move(rules), std::move(address), {}}};
    b.module.tests = {{"t", "acme", {step}, false, {}}};
    Carries carries = [](const access::Request&, std::string_view) { return Leg::ThisOne; };
    auto outcomes = run_tests(
        b.module, sources, carries, [](const ir::Test&) { return true; }, legs);
    if (outcomes.at(0).failures.empty()) return "pass";
    findings = outcomes[0].failures.at(0).findings;
    return outcomes[0].failures.at(0).expected + " | " + outcomes[0].failures[0].seen;
  }
  std::string call(Kind kind, std::vector<std::string> rules, const char* action, const char* who) {
    ir::TestStep step;
    step.call = access::Request{.action = action, .context = {{"who", {who}}}};
    return run(step, kind, std::move(rules), "");
  }
  std::string plan(Kind kind, std::vector<std::string> rules, const std::string& changes, std::string address = "") {
    ir::TestStep step;
    step.plan_json = R"({"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[)" + changes + "]}";
    return run(step, kind, std::move(rules), std::move(address));
  }
  Build b;
  SourceSet sources;
  std::vector<std::string> findings;
  const char* stop = "cloudtrail:StopLogging";
  std::string bad = create(R"({"a":true})"), good = create(R"({"a":false})"), open = create("{}", R"({"a":true})");
};

TEST_F(RunTests, Denied) {
  EXPECT_EQ(call(Kind::Denied, {"acme.log_1"}, stop, "admin"), "pass");
  EXPECT_EQ(call(Kind::Denied, {}, stop, "admin"), "pass");
  EXPECT_EQ(
      call(Kind::Denied, {"acme.log_1"}, stop, "oncall"),
      "denied by `acme.log_1` | not denied: `acme.log_1` covers `cloudtrail:StopLogging`, but not this call of it");
  EXPECT_EQ(call(Kind::Denied, {}, "s3:GetObject", "admin"), "denied | no rule covers `s3:GetObject`");
}

TEST_F(RunTests, NotDenied) {
  EXPECT_EQ(call(Kind::NotDenied, {}, stop, "oncall"), "pass");
  EXPECT_EQ(call(Kind::NotDenied, {}, stop, "admin"), "not denied | denied by `acme.log_1` (forbid logging.disabled)");
}

TEST_F(RunTests, AnEmptiedRuleFailsNotDenied) {
  b.module.rules[0].calls.clear();
  EXPECT_EQ(call(Kind::NotDenied, {"acme.log_1"}, stop, "oncall"),
            "not denied by `acme.log_1` | no rule covers `cloudtrail:StopLogging`");
}

TEST_F(RunTests, OneLegDeniedIsDenied) {
  ir::TestStep step;
  step.call = access::Request{.action = stop};
  Legs legs = [](const access::Request& request) {
    access::Request oncall = request;
    oncall.context["who"] = {"oncall"};
    return std::vector<access::Request>{oncall, request};
  };
  EXPECT_EQ(run(step, Kind::Denied, {}, "", legs), "pass");
  EXPECT_NE(run(step, Kind::NotDenied, {}, "", legs), "pass");
}

TEST_F(RunTests, Violation) {
  EXPECT_EQ(plan(Kind::Violation, {"acme.log_1"}, bad, "x.a"), "pass");
  EXPECT_EQ(plan(Kind::Violation, {}, bad), "pass");
  EXPECT_EQ(plan(Kind::Violation, {"acme.log_1"}, bad, "x.b"),
            "violation of `acme.log_1` on x.b | the plan has no x.b");
  EXPECT_EQ(plan(Kind::Violation, {"acme.log_1"}, good), "violation of `acme.log_1` | `acme.log_1` satisfied");
}

TEST_F(RunTests, WhatWasFoundIsShown) {
  EXPECT_EQ(plan(Kind::Clean, {"acme.log_1"}, bad), "clean `acme.log_1` | `acme.log_1` violated");
  EXPECT_EQ(findings, std::vector<std::string>{"`acme.log_1`: violation on x.a: forbid logging.disabled (a = true)"});
  EXPECT_EQ(plan(Kind::Clean, {"acme.log_1"}, open), "clean `acme.log_1` | `acme.log_1` not proven");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].substr(0, 35), "`acme.log_1`: not proven on x.a: wh");
  std::string many = bad;
  for (int i = 0; i < 11; ++i) many += "," + bad;
  plan(Kind::Clean, {"acme.log_1"}, many);
  ASSERT_EQ(findings.size(), 11u);
  EXPECT_EQ(findings[10], "and 2 more");
}

TEST_F(RunTests, ABrokenPlanNamesItsPlace) {
  EXPECT_EQ(
      plan(Kind::Clean, {}, "\n 7"),
      "a plan that can be read | the test's plan:2:2: `resource_changes` holds more than objects [plan-malformed]");
}

TEST_F(RunTests, NotProven) {
  EXPECT_EQ(plan(Kind::NotProven, {"acme.log_1"}, open, "x.a"), "pass");
  EXPECT_NE(plan(Kind::NotProven, {"acme.log_1"}, bad), "pass");
}

TEST_F(RunTests, Satisfied) {
  EXPECT_EQ(plan(Kind::Satisfied, {"acme.log_1"}, good), "pass");
  EXPECT_NE(plan(Kind::Satisfied, {"acme.log_1"}, open), "pass");
  EXPECT_NE(plan(Kind::Satisfied, {"acme.log_1"}, ""), "pass");
}

TEST_F(RunTests, NotApplicable) {
  EXPECT_EQ(plan(Kind::NotApplicable, {"acme.log_1"}, ""), "pass");
  EXPECT_NE(plan(Kind::NotApplicable, {"acme.log_1"}, good), "pass");
}

TEST_F(RunTests, Clean) {
  EXPECT_EQ(plan(Kind::Clean, {"acme.log_1"}, good), "pass");
  EXPECT_EQ(plan(Kind::Clean, {}, good), "pass");
  EXPECT_NE(plan(Kind::Clean, {}, bad), "pass");
  EXPECT_NE(plan(Kind::Clean, {}, open), "pass");
  EXPECT_EQ(plan(Kind::Clean, {}, ""), "clean | no rule judged anything in the plan");
}

TEST_F(RunTests, AnEmptiedRuleFailsClean) {
  b.module.rules[0].plans.clear();
  EXPECT_NE(plan(Kind::Clean, {"acme.log_1"}, good), "pass");
  EXPECT_NE(plan(Kind::Clean, {}, good), "pass");
}

TEST_F(RunTests, WhatAnotherPackageOfTheLibraryFindsDoesNotCount) {
  ir::Rule other = b.module.rules[0];
  other.name = "std.x";
  other.standard_library = true;
  b.module.rules[0].plans[0].condition = b.flag(false);
  b.module.rules.push_back(other);
  EXPECT_EQ(plan(Kind::Clean, {}, bad), "pass");
}

TEST_F(RunTests, APlanFileStandsBesideTheTest) {
  std::string directory = testing::TempDir();
  std::ofstream(directory + "/berm_reference_plan.json")
      << R"({"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[)" << bad << "]}";
  FileId file = sources.add(directory + "/rules.berm", "test");
  ir::TestStep step;
  step.plan_file = "berm_reference_plan.json";
  step.span = {file, 0, 4};
  EXPECT_EQ(run(step, Kind::Violation, {}, ""), "pass");
  step.plan_file = "missing.json";
  EXPECT_EQ(run(step, Kind::Clean, {}, "").substr(0, 26), "a plan that can be read | ");
}

}  // namespace
}  // namespace berm::reference
