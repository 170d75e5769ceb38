#include "runtime/report/verdict.h"

#include <gtest/gtest.h>

#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

CheckResult one(RuleResult rule) {
  CheckResult result;
  result.rules = {std::move(rule)};
  return result;
}

TEST(Verdict, NamesAndSeverities) {
  EXPECT_EQ(name(Verdict::NotProven), "not proven");
  EXPECT_EQ(name(Verdict::NotJudgedHere), "not judged here");
  for (Severity severity : {Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical}) {
    EXPECT_EQ(parse_severity(name(severity)), severity);
  }
  EXPECT_EQ(parse_severity("High"), std::nullopt);
  EXPECT_EQ(parse_severity(""), std::nullopt);
}

TEST(Verdict, CleanIsZero) {
  EXPECT_EQ(exit_code(CheckResult{}), 0);
  EXPECT_EQ(exit_code(one(assumed_rule())), 0);
}

TEST(Verdict, ViolationsBlockFromTheSeverityOn) {
  CheckResult result = one(violated_rule());
  EXPECT_EQ(exit_code(result), 1);
  result.rules[0].severity = Severity::High;
  EXPECT_EQ(exit_code(result), 1);
  result.rules[0].severity = Severity::Medium;
  EXPECT_EQ(exit_code(result), 0);
  result.block_at = Severity::Medium;
  EXPECT_EQ(exit_code(result), 1);
}

TEST(Verdict, PreExistingViolationsBlockOnlyWhenAsked) {
  CheckResult result = one(violated_rule());
  result.rules[0].findings.erase(result.rules[0].findings.begin());
  EXPECT_EQ(exit_code(result), 0);
  result.all = true;
  EXPECT_EQ(exit_code(result), 1);
}

TEST(Verdict, NotProvenBlocksWhereTheRuleFails) {
  CheckResult result = one(unproven_rule());
  EXPECT_EQ(exit_code(result), 0);
  result.rules[0].if_unknown = UnknownPolicy::Pass;
  EXPECT_EQ(exit_code(result), 0);
  result.rules[0].if_unknown = UnknownPolicy::Fail;
  EXPECT_EQ(exit_code(result), 2);
  result.rules.push_back(violated_rule());
  EXPECT_EQ(exit_code(result), 1);
}

TEST(Verdict, ADoubtIsNeverClean) {
  CheckResult result = one(assumed_rule());
  result.doubts = {{"errored"}};
  EXPECT_EQ(exit_code(result), 2);
  result.rules.push_back(violated_rule());
  EXPECT_EQ(exit_code(result), 1);
}

TEST(Verdict, ABadVerdictWithoutFindingsStillBlocks) {
  EXPECT_EQ(exit_code(one(rule_of("r", Severity::High, Verdict::Violated))), 1);
  RuleResult unproven = rule_of("r", Severity::High, Verdict::NotProven);
  EXPECT_EQ(exit_code(one(unproven)), 0);
  unproven.if_unknown = UnknownPolicy::Fail;
  EXPECT_EQ(exit_code(one(unproven)), 2);
}

}  // namespace
}  // namespace berm::report
