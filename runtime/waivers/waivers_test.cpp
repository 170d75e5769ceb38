#include "runtime/waivers/waivers.h"

#include <gtest/gtest.h>

#include "runtime/report/report_test_support.h"

namespace berm::waivers {
namespace {

using report::CheckReport;
using report::Severity;
using report::Waiver;

const std::vector<RuleName> kRules = {
    {"acme.net_1", Severity::Critical}, {"acme.rds_1", Severity::Medium}, {"acme.data_1[payments]", Severity::High}};
constexpr std::string_view kGood =
    "- rule: acme.net_1\n  address: module.legacy.**\n  owner: netsec\n  reason: moves in Q1\n  ticket: SEC-1\n"
    "  until: 2026-12-31\n";

std::optional<std::vector<Waiver>> read(std::string_view text, Diagnostics& diagnostics,
                                        std::string_view today = "2026-11-22") {
  return read_waivers(text, "waivers.yaml", kRules, *parse_day(today), diagnostics);
}

std::vector<Waiver> good(std::string_view text, std::string_view today = "2026-11-22") {
  Diagnostics diagnostics;
  auto waivers = read(text, diagnostics, today);
  EXPECT_TRUE(waivers) << (diagnostics.empty() ? "" : diagnostics.items()[0].message);
  return waivers.value_or(std::vector<Waiver>{});
}

// Every problem of the only waiver: `3: [id] message`.
std::string problems(std::string_view text, std::string_view today = "2026-11-22") {
  std::vector<Waiver> waivers = good(text, today);
  if (waivers.size() != 1) return "not one waiver";
  std::string out;
  for (const Diagnostic& problem : waivers[0].problems) {
    out +=
        std::to_string(problem.position->line) + ": [" + std::string(id(problem.kind)) + "] " + problem.message + "\n";
  }
  return out;
}

std::string refused(std::string_view text) {
  Diagnostics diagnostics;
  if (read(text, diagnostics)) return "read";
  const Diagnostic& first = diagnostics.items().front();
  return std::to_string(first.position->line) + ": [" + std::string(id(first.kind)) + "] " + first.message + " | " +
         first.hint;
}

std::string with(std::string_view line, std::string_view instead) {
  std::string text(kGood);
  size_t at = text.find(line);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, line.size(), instead);
}

TEST(ReadWaivers, ReadsEveryField) {
  auto waivers = good(std::string(kGood) +
                      "- { rule: 'acme.*', address: 'x.y[\"k\"]', owner: o, reason: r, until: "
                      "'2027-01-01', plan: '*/prod.json' }\n");
  ASSERT_EQ(waivers.size(), 2u);
  EXPECT_EQ(waivers[0].rule, "acme.net_1");
  EXPECT_EQ(waivers[0].address, "module.legacy.**");
  EXPECT_EQ(waivers[0].owner, "netsec");
  EXPECT_EQ(waivers[0].reason, "moves in Q1");
  EXPECT_EQ(waivers[0].ticket, "SEC-1");
  EXPECT_EQ(waivers[0].until, "2026-12-31");
  EXPECT_EQ(waivers[0].line, 1u);
  EXPECT_EQ(waivers[0].severity, Severity::Critical);
  EXPECT_TRUE(waivers[0].waives());
  EXPECT_EQ(waivers[1].plan, "*/prod.json");
  EXPECT_EQ(waivers[1].line, 7u);
  EXPECT_TRUE(good("[]").empty());
}

TEST(ReadWaivers, TheLastDayCounts) {
  EXPECT_EQ(problems(kGood), "");
  EXPECT_EQ(problems(kGood, "2026-12-16"), "");
  EXPECT_EQ(problems(kGood, "2026-12-17"), "6: [waiver-expires-soon] its last day is in 14 days\n");
  EXPECT_EQ(problems(kGood, "2026-12-30"), "6: [waiver-expires-soon] its last day is in 1 day\n");
  EXPECT_EQ(problems(kGood, "2026-12-31"), "6: [waiver-expires-soon] its last day is today\n");
  EXPECT_TRUE(good(kGood, "2026-12-31")[0].waives());
  EXPECT_EQ(problems(kGood, "2027-01-01"), "6: [waiver-expired] its last day was 2026-12-31, 1 day ago\n");
  EXPECT_FALSE(good(kGood, "2027-01-01")[0].waives());
}

TEST(ReadWaivers, WhatIsWrongWithAnEntryIsItsProblem) {
  EXPECT_EQ(problems(with("  until: 2026-12-31\n", "")), "1: [waiver-missing-key] the waiver has no `until`\n");
  EXPECT_EQ(problems(with("  owner: netsec\n", "")), "1: [waiver-missing-key] the waiver has no `owner`\n");
  EXPECT_EQ(problems(with("2026-12-31", "2026-02-30")),
            "6: [waiver-wrong-value] `2026-02-30` is not a day, in `until`\n");
  EXPECT_EQ(problems(with("2026-12-31", "never")), "6: [waiver-wrong-value] `never` is not a day, in `until`\n");
  EXPECT_EQ(problems(with("2026-12-31", "")), "6: [waiver-wrong-type] `until` is empty, not a string\n");
  EXPECT_EQ(problems(with("  ticket", "  tikcet")), "5: [waiver-unknown-key] unknown key `tikcet` in a waiver\n");
  EXPECT_EQ(problems(with("  ticket", "  owner")), "5: [waiver-repeated-key] `owner` stands twice in a waiver\n");
  EXPECT_EQ(problems(with("netsec", "[a]")), "3: [waiver-wrong-type] `owner` is a list, not a string\n");
  EXPECT_EQ(problems(with("moves in Q1", "'  '")), "4: [waiver-wrong-value] `reason` is blank\n");
  EXPECT_EQ(problems(with("module.legacy.**", "module..x")),
            "2: [waiver-wrong-value] `module..x` is not a pattern of addresses: a step is empty, or an index is not "
            "`[\"key\"]`, `[0]` or `[*]`\n");
  EXPECT_EQ(problems("- x\n"), "1: [waiver-wrong-type] `a waiver` is a single value, not a map\n");
  EXPECT_FALSE(good(with("  owner: netsec\n", ""))[0].waives());
}

TEST(ReadWaivers, RefusesFilesThatAreNoWaivers) {
  EXPECT_EQ(refused(""), "0: [waivers-syntax] the waivers file is empty | ");
  EXPECT_EQ(refused("- a: [\n"), "2: [waivers-syntax] the waivers file is not well-formed YAML here | ");
  EXPECT_EQ(refused("waivers: []\n"), "1: [waiver-wrong-type] `waivers` is a map, not a list of waivers | ");
  EXPECT_EQ(refused(with("acme.net_1", "acme.nte_1")),
            "1: [waiver-unknown-rule] `acme.nte_1` names no rule, in a waiver | did you mean `acme.net_1`?");
  EXPECT_EQ(refused(with("acme.net_1", "other.**")).substr(0, 70),
            "1: [waiver-unknown-rule] `other.**` names no rule, in a waiver | a pat");
  EXPECT_EQ(refused(with("acme.net_1", "acme.data_1")), "read");
}

TEST(ReadWaivers, TheSeverityIsThatOfTheWorstRuleNamedAndAtLeastHigh) {
  EXPECT_EQ(good(with("acme.net_1", "acme.rds_1"))[0].severity, Severity::High);
  EXPECT_EQ(good(with("acme.net_1", "acme.*"))[0].severity, Severity::Critical);
}

TEST(ReadWaivers, HostileFilesAreRefused) {
  std::string bomb = "- &a [x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) {
    std::string before(1, static_cast<char>(c - 1));
    bomb += "- &" + std::string(1, c) + " [*" + before + ", *" + before + "]\n";
  }
  EXPECT_EQ(refused(bomb).substr(0, 18), "1: [waivers-syntax");
  EXPECT_EQ(refused(std::string(200000, '[')).substr(3, 15), "[waivers-syntax");
  EXPECT_EQ(refused("- rule: \xff\n").substr(0, 18), "0: [waivers-syntax");
  EXPECT_EQ(refused(std::string((1 << 20) + 1, '#')).substr(0, 18), "0: [waivers-syntax");
  std::string many;
  for (int i = 0; i < 10'001; ++i) many += "- {}\n";
  EXPECT_EQ(refused(many), "10001: [waivers-syntax] more than 10000 waivers | ");
  for (size_t cut = 0; cut < kGood.size(); ++cut) {
    Diagnostics ignored;
    read(kGood.substr(0, cut), ignored);
  }
}

CheckReport report_with(std::string_view waivers) {
  CheckReport report;
  report.plans = {report::everything()};
  report.waivers = good(waivers);
  apply(report);
  return report;
}

std::string one(std::string_view rule, std::string_view address, std::string_view more = "") {
  return "- { rule: '" + std::string(rule) + "', address: '" + std::string(address) +
         "', owner: o, reason: r, until: 2026-12-31" + std::string(more) + " }\n";
}

TEST(ApplyWaivers, LetTheFindingPass) {
  CheckReport report = report_with(one("acme.net_1", "module.web.**"));
  EXPECT_EQ(report.plans[0].rules[0].findings[0].waiver, 0u);
  EXPECT_EQ(report.plans[0].rules[0].findings[1].waiver, std::nullopt);
  EXPECT_EQ(report.waivers[0].findings, 1u);
  EXPECT_EQ(report.plans[0].rules[0].verdict, report::Verdict::Violated);
  EXPECT_FALSE(blocks(report.plans[0].rules[0], report.plans[0].rules[0].findings[0], report.plans[0]));
  EXPECT_EQ(exit_code(report), 2);  // the doubt about the plan stays
}

TEST(ApplyWaivers, ExpiredOnesLetNothingPassAndFailTheRun) {
  CheckReport report;
  report.plans = {report::everything()};
  report.plans[0].doubts.clear();
  report.waivers = good(one("acme.net_1", "module.web.**"), "2027-01-01");
  apply(report);
  EXPECT_EQ(report.plans[0].rules[0].findings[0].waiver, std::nullopt);
  EXPECT_EQ(report.waivers[0].findings, 1u);
  report.plans[0].rules.clear();
  EXPECT_EQ(exit_code(report), 1);
  report.waivers[0].severity = Severity::High;
  report.block_at = Severity::Critical;
  EXPECT_EQ(exit_code(report), 0);
}

TEST(ApplyWaivers, TheFirstWaivesAndAllAreCounted) {
  CheckReport report = report_with(one("**", "**") + one("acme.net_1", "module.web.**"));
  EXPECT_EQ(report.plans[0].rules[0].findings[0].waiver, 0u);
  EXPECT_EQ(report.waivers[0].findings, 3u);
  EXPECT_EQ(report.waivers[1].findings, 1u);
}

TEST(ApplyWaivers, MayBeOfOnePlan) {
  EXPECT_EQ(report_with(one("acme.net_1", "**", ", plan: 'plan.*'")).waivers[0].findings, 2u);
  CheckReport other = report_with(one("acme.net_1", "**", ", plan: 'prod.json'"));
  EXPECT_EQ(other.waivers[0].findings, 0u);
  EXPECT_TRUE(other.waivers[0].problems.empty()) << "of a plan that was not judged nothing can be said";
}

TEST(ApplyWaivers, OnesThatMatchNothingAreNoted) {
  CheckReport report = report_with(one("acme.net_1", "aws_s3_bucket.x"));
  ASSERT_EQ(report.waivers[0].problems.size(), 1u);
  EXPECT_EQ(report.waivers[0].problems[0].kind, DiagnosticKind::WaiverMatchesNothing);
  EXPECT_EQ(report.waivers[0].problems[0].hint, "");
  EXPECT_TRUE(report.waivers[0].waives());
  CheckReport index = report_with(one("acme.net_1", "module.web.aws_security_group.a"));
  ASSERT_EQ(index.waivers[0].problems.size(), 1u);
  EXPECT_NE(index.waivers[0].problems[0].hint.find("`[*]`"), std::string::npos);
  CheckReport not_judged = report_with(one("acme.data_1", "**"));
  EXPECT_TRUE(not_judged.waivers[0].problems.empty());
}

TEST(ApplyWaivers, ManyOfThemOnManyFindingsAreCheap) {
  CheckReport report;
  report.plans = {report::everything()};
  report::RuleResult& rule = report.plans[0].rules[0];
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    rule.findings.push_back(report::violation("aws_s3_bucket.b" + std::to_string(i), "m"));
    text += one("acme.net_1", "aws_s3_bucket.b" + std::to_string(i));
  }
  report.waivers = good(text);
  apply(report);
  EXPECT_EQ(rule.findings.back().waiver, 3999u);
}

}  // namespace
}  // namespace berm::waivers
