// Our rules give the published verdicts, or differences.tsv says why not.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>

#include "base/text.h"
#include "compiler/driver/driver.h"
#include "fmt/format.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "tests/conformance/published_plans/cases.h"

namespace berm::published {
namespace {

using report::Verdict;

struct Difference {
  std::string suite, rule_id, file, resource, ours, why;
  bool used = false;
};

// How the cases of a suite came out. Each case is counted once.
struct Tally {
  size_t agree = 0, not_proven_where_it_passes = 0, refused = 0, differ = 0;
  size_t nothing_judged = 0;  // of those that agree: the plan has nothing that our rule is about
  size_t all() const { return agree + not_proven_where_it_passes + refused + differ; }

  Tally& operator+=(const Tally& other) {
    agree += other.agree;
    not_proven_where_it_passes += other.not_proven_where_it_passes;
    refused += other.refused;
    differ += other.differ;
    nothing_judged += other.nothing_judged;
    return *this;
  }
  std::string row(const std::string& name) const {
    return fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", name, all(), agree, nothing_judged,
                       not_proven_where_it_passes, refused, differ);
  }
};

class PublishedPlans : public testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    project_ = driver::load_project(BERM_TEST_DIR "/rules", {}, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
    for (auto& row : table("differences.tsv", 6))
      differences_.push_back({row[0], row[1], row[2], row[3], row[4], row[5]});
  }

  void judge_all();
  void judge(const Case& expected, const std::string& rule_name);
  std::string verdict(const Case& expected, const ir::Rule& rule, const facts::Plan& plan);
  void compare(const Case& expected, const std::string& ours);
  void differ(const Case& expected, const std::string& ours);

  std::unique_ptr<driver::Project> project_;
  std::vector<Difference> differences_;
  std::map<std::string, Tally> suites_;
};

// What the findings say. What is unchanged counts: publishers judge it too.
Verdict worst(const report::RuleResult& result) {
  Verdict worst = result.judged > 0 ? Verdict::Satisfied : Verdict::NotApplicable;
  for (const report::Finding& finding : result.findings) worst = std::min(worst, finding.verdict);
  return worst;
}

size_t violated_resources(const report::RuleResult& result) {
  std::set<std::string> addresses;
  for (const report::Finding& finding : result.findings) {
    if (finding.verdict == Verdict::Violated) addresses.insert(finding.address);
  }
  return addresses.size();
}

bool counts(const Case& expected) { return expected.granularity == "count" && expected.violations; }

std::string PublishedPlans::verdict(const Case& expected, const ir::Rule& rule, const facts::Plan& plan) {
  facts::Plan part = plan;
  bool one = expected.granularity == "resource";
  if (one) std::erase_if(part.changes, [&](const auto& change) { return change.address != expected.resource; });
  report::RuleResult result = reference::judge(rule, project_->module, part, project_->sources);
  Verdict found = worst(result);
  if (found == Verdict::NotProven) return "not proven";
  if (found == Verdict::NotApplicable && one) return "not judged";
  if (found == Verdict::NotApplicable) ++suites_[expected.suite].nothing_judged;
  if (counts(expected)) return fmt::format("{}", violated_resources(result));
  return found == Verdict::Violated ? "fail" : "pass";
}

void PublishedPlans::judge(const Case& expected, const std::string& rule_name) {
  const ir::Rule* rule = project_->module.find(rule_name);
  ASSERT_NE(rule, nullptr) << rule_name;
  Diagnostics diagnostics;
  auto plan = plan::read_plan(fixtures() / expected.file, diagnostics);
  compare(expected, plan ? verdict(expected, *rule, *plan) : "refused");
}

void PublishedPlans::compare(const Case& expected, const std::string& ours) {
  Tally& tally = suites_[expected.suite];
  std::string published = expected.passes ? "pass" : "fail";
  if (counts(expected)) published = fmt::format("{}", *expected.violations);
  if (ours == published) {
    ++tally.agree;
    return;
  }
  bool open = ours == "not proven" && expected.passes;
  ++(ours == "refused" ? tally.refused : open ? tally.not_proven_where_it_passes : tally.differ);
  differ(expected, ours);
}

void PublishedPlans::differ(const Case& expected, const std::string& ours) {
  std::string resource = expected.resource.empty() ? "-" : expected.resource;
  for (Difference& listed : differences_) {
    bool same = listed.suite == expected.suite && listed.rule_id == expected.rule_id && listed.resource == resource &&
                glob_match(listed.file, expected.file) && listed.ours == ours;
    if (!same) continue;
    listed.used = true;
    return;
  }
  ADD_FAILURE() << fmt::format("{}\t{}\t{}\t{}\t{}\t(published: {})", expected.suite, expected.rule_id, expected.file,
                               resource, ours, expected.passes ? "pass" : "fail");
}

TEST_F(PublishedPlans, HaveARuleOfOursThatJudgesPlans) {
  for (const auto& [published, name] : mapping()) {
    const ir::Rule* rule = project_->module.find(name);
    ASSERT_NE(rule, nullptr) << name;
    EXPECT_FALSE(rule->plans.empty() && rule->requires_.empty()) << name;
  }
}

void PublishedPlans::judge_all() {
  Mapping ours = mapping();
  std::set<std::pair<std::string, std::string>> met;
  for (const Case& expected : cases()) {
    auto found = ours.find({expected.suite, expected.rule_id});
    if (found == ours.end()) continue;
    met.insert(found->first);
    judge(expected, found->second);
  }
  for (const auto& [published, rule] : ours) {
    EXPECT_TRUE(met.contains(published)) << published.first << " " << published.second << " is published nowhere";
  }
}

TEST_F(PublishedPlans, GiveThePublishedVerdictsOrSayWhyNot) {
  if (!fixtures_present()) GTEST_SKIP() << "skipped: fixtures not present";
  judge_all();
  for (const Difference& listed : differences_) {
    std::string name = fmt::format("{} {} {}", listed.suite, listed.rule_id, listed.resource);
    EXPECT_TRUE(listed.used) << name << " agrees now: take it off the list";
    EXPECT_FALSE(listed.why.empty()) << name;
  }
  std::string text =
      "| suite | cases | agree | of these, nothing judged | not proven where it passes | refused | differ |\n";
  text += "|---|--:|--:|--:|--:|--:|--:|\n";
  Tally sum;
  for (const auto& [suite, tally] : suites_) {
    text += tally.row(suite);
    sum += tally;
  }
  text += sum.row("all");
  std::cout << text;
  expect_documented(text);
}

}  // namespace
}  // namespace berm::published
