#include "runtime/baseline/baseline.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/report/report_test_support.h"

namespace berm::baseline {
namespace {

using report::CheckReport;
using report::Verdict;

CheckReport everything() {
  CheckReport report;
  report.plans = {report::everything()};
  report.plans[0].doubts.clear();
  return report;
}

report::Finding& finding(CheckReport& report, size_t rule = 0, size_t index = 0) {
  return report.plans[0].rules[rule].findings[index];
}

const report::BaselineUse& applied(const Baseline& baseline, CheckReport& report) {
  apply(baseline, report);
  return *report.baseline;
}

std::optional<Baseline> read_back(std::string_view json) {
  Diagnostics diagnostics;
  return read(json, "b.json", diagnostics);
}

std::string why_not(std::string_view json) {
  Diagnostics diagnostics;
  if (read(json, "b.json", diagnostics)) return "read";
  EXPECT_EQ(diagnostics.items().size(), 1u);
  return diagnostics.items().front().message;
}

TEST(Baseline, IsSortedJsonWithoutValuesOfThePlan) {
  CheckReport report = everything();
  finding(report).clause_text = "plan aws_security_group g where { … }";
  finding(report).hazard = "std.aws.exposure.public";
  EXPECT_EQ(write(make(report, "b.json")), R"({
  "schema": "berm.baseline",
  "schema_version": 1,
  "plans": [
    "plan.json"
  ],
  "findings": [
    {
      "plan": "plan.json",
      "rule": "acme.net_1",
      "address": "aws_security_group.old",
      "clause": "clause 2",
      "verdict": "violated"
    },
    {
      "plan": "plan.json",
      "rule": "acme.net_1",
      "address": "module.web.aws_security_group.a[\"x\"]",
      "clause": "std.aws.exposure.public: plan aws_security_group g where { \u2026 }",
      "verdict": "violated"
    },
    {
      "plan": "plan.json",
      "rule": "acme.rds_1",
      "address": "aws_db_instance.db",
      "clause": "clause 1",
      "verdict": "not_proven"
    }
  ]
}
)");
}

TEST(Baseline, IsReadAsItWasWritten) {
  CheckReport report = everything();
  finding(report).address = "x.y[\"é\x1b\xff\"]";
  std::string text = write(make(report, "b.json"));
  auto baseline = read_back(text);
  ASSERT_TRUE(baseline);
  EXPECT_EQ(write(*baseline), text);
  EXPECT_TRUE(applied(*baseline, report).fixed.empty());
  EXPECT_TRUE(finding(report).known);
}

TEST(Baseline, WhatItHasDoesNotBlock) {
  CheckReport report = everything();
  EXPECT_EQ(exit_code(report), 1);
  Baseline baseline = make(report, "b.json");
  EXPECT_TRUE(applied(baseline, report).fixed.empty());
  EXPECT_TRUE(finding(report).known);
  EXPECT_TRUE(finding(report, 1).known);
  EXPECT_EQ(exit_code(report), 0);
}

TEST(Baseline, WhatIsNewBlocks) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  report.plans[0].rules[0].findings.push_back(report::violation("aws_security_group.b", "m"));
  apply(baseline, report);
  EXPECT_FALSE(report.plans[0].rules[0].findings.back().known);
  EXPECT_EQ(exit_code(report), 1);
}

TEST(Baseline, AnEntryStandsForOneFinding) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  report.plans[0].rules[0].findings.push_back(finding(report));
  apply(baseline, report);
  EXPECT_TRUE(finding(report).known);
  EXPECT_FALSE(report.plans[0].rules[0].findings.back().known);
}

TEST(Baseline, WorseThanItWasIsNewAndBetterIsKnown) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  finding(report, 1).verdict = Verdict::Violated;
  finding(report, 0).verdict = Verdict::NotProven;
  EXPECT_EQ(applied(baseline, report).fixed.size(), 1u);  // that it was only not proven is over
  EXPECT_FALSE(finding(report, 1).known);
  EXPECT_TRUE(finding(report, 0).known);
}

TEST(Baseline, AViolationTakesItsEntryBeforeALesserFinding) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  report::Finding lesser = finding(report);
  lesser.verdict = Verdict::NotProven;
  auto& findings = report.plans[0].rules[0].findings;
  findings.insert(findings.begin(), lesser);
  apply(baseline, report);
  EXPECT_FALSE(findings[0].known);
  EXPECT_TRUE(findings[1].known);
}

TEST(Baseline, AnotherClauseOfTheSameRuleIsNew) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  finding(report).clause = 7;
  apply(baseline, report);
  EXPECT_FALSE(finding(report).known);
}

TEST(Baseline, SaysWhatIsFixed) {
  CheckReport report = everything();
  Baseline baseline = make(report, "b.json");
  report.plans[0].rules[0].findings.clear();
  const auto& fixed = applied(baseline, report).fixed;
  ASSERT_EQ(fixed.size(), 2u);
  EXPECT_EQ(fixed[0].address, "aws_security_group.old");
}

TEST(Baseline, NothingIsFixedByNotLooking) {
  Baseline baseline;
  {
    CheckReport report = everything();
    baseline = make(report, "b.json");
  }
  CheckReport narrowed = everything();
  narrowed.plans[0].rules.erase(narrowed.plans[0].rules.begin());
  EXPECT_TRUE(applied(baseline, narrowed).fixed.empty());
  CheckReport doubtful = everything();
  doubtful.plans[0].rules[0].findings.clear();
  doubtful.plans[0].doubts = {{"made with -target"}};
  EXPECT_TRUE(applied(baseline, doubtful).fixed.empty());
  CheckReport waived = everything();
  finding(waived).waiver = 0;
  EXPECT_TRUE(applied(baseline, waived).fixed.empty());
}

TEST(Baseline, WaivedFindingsAreNotItsBusiness) {
  CheckReport report = everything();
  finding(report).waiver = 0;
  EXPECT_EQ(make(report, "b.json").entries.size(), 2u);
}

TEST(Baseline, OneOfSeveralPlansIsToldByItsName) {
  CheckReport report = everything();
  Baseline dev = make(report, "b.json");
  CheckReport renamed = everything();
  renamed.plans[0].plan_path = "elsewhere.json";
  apply(dev, renamed);
  EXPECT_TRUE(finding(renamed).known) << "a single plan may have any name";
  CheckReport both = everything();
  both.plans.push_back(both.plans[0]);
  both.plans[1].plan_path = "prod.json";
  apply(dev, both);
  EXPECT_TRUE(both.plans[0].rules[0].findings[0].known);
  EXPECT_FALSE(both.plans[1].rules[0].findings[0].known) << "what dev has is new in prod";
}

TEST(Baseline, RefusesWhatIsNoBaseline) {
  EXPECT_EQ(why_not(""), "can't use `b.json` as a baseline: it is not whole JSON");
  EXPECT_EQ(why_not("{\"schema\": \"berm.baseline\","), "can't use `b.json` as a baseline: it is not whole JSON");
  EXPECT_EQ(why_not("[]"), "can't use `b.json` as a baseline: it is not a baseline");
  EXPECT_EQ(why_not("\"\xff\""), "can't use `b.json` as a baseline: it is not whole JSON");
  EXPECT_EQ(why_not(std::string(1 << 20, '[')), "can't use `b.json` as a baseline: it is not whole JSON");
  std::string good = write(make(everything(), "b.json"));
  auto with = [&](std::string_view what, std::string_view instead) {
    std::string text = good;
    return text.replace(text.find(what), what.size(), instead);
  };
  EXPECT_EQ(why_not(good), "read");
  EXPECT_EQ(why_not(with("\"schema_version\": 1", "\"schema_version\": 2")),
            "can't use `b.json` as a baseline: it is of another version");
  EXPECT_EQ(why_not(with("berm.baseline", "berm.check")), "can't use `b.json` as a baseline: it is not a baseline");
  EXPECT_EQ(why_not(with("\"violated\"", "\"fine\"")),
            "can't use `b.json` as a baseline: its finding 1 has an unknown `verdict`");
  EXPECT_EQ(why_not(with("\"rule\": \"acme.net_1\"", "\"rule\": 3")),
            "can't use `b.json` as a baseline: its finding 1 has no text `rule`");
  EXPECT_EQ(why_not(with("\"plans\"", "\"plan\"")),
            "can't use `b.json` as a baseline: it has no lists of `plans` and `findings`");
  for (size_t cut = 0; cut + 2 < good.size(); ++cut) EXPECT_NE(why_not(good.substr(0, cut)), "read") << cut;
}

TEST(Baseline, LargeOnesAreReadInTime) {
  Baseline large;
  large.plans = {"plan.json"};
  for (int i = 0; i < 5'000; ++i) {
    large.entries.push_back({"plan.json", "acme.net_1", "aws_s3_bucket.b" + std::to_string(i), "c", Verdict::Violated});
  }
  std::sort(large.entries.begin(), large.entries.end());
  auto baseline = read_back(write(large));
  ASSERT_TRUE(baseline);
  CheckReport report = everything();
  EXPECT_EQ(applied(*baseline, report).fixed.size(), 5'000u);
}

}  // namespace
}  // namespace berm::baseline
