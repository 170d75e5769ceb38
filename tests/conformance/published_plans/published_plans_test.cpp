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
  std::set<std::string> rules;
  size_t agree = 0, not_proven_where_it_passes = 0, not_proven_where_it_fails = 0, refused = 0, differ = 0;
  size_t nothing_judged = 0;  // of those that agree: the plan has nothing that our rule is about
  size_t resource_level = 0, resources_agreed = 0,
         resources_open = 0;  // of all, of those that agree, of those not proven: about one resource
  size_t not_proven() const { return not_proven_where_it_passes + not_proven_where_it_fails; }
  size_t all() const { return agree + not_proven() + refused + differ; }

  Tally& operator+=(const Tally& other) {
    for (const std::string& rule : other.rules) rules.insert(rule);
    agree += other.agree;
    not_proven_where_it_passes += other.not_proven_where_it_passes;
    not_proven_where_it_fails += other.not_proven_where_it_fails;
    refused += other.refused;
    differ += other.differ;
    nothing_judged += other.nothing_judged;
    resource_level += other.resource_level;
    resources_agreed += other.resources_agreed;
    resources_open += other.resources_open;
    return *this;
  }
  std::string row(const std::string& name) const {
    return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", name, rules.size(), all(), agree,
                       share(agree, all()), nothing_judged, not_proven_where_it_passes, not_proven_where_it_fails,
                       refused, differ);
  }
  static std::string share(size_t part, size_t whole) {
    return whole == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
  }
};

// What stands for a published rule, and the project that it belongs to.
struct Ours {
  const ir::Rule* rule = nullptr;
  const driver::Project* project = nullptr;

  report::RuleResult judge(const facts::Plan& plan) const {
    return reference::judge(*rule, project->module, plan, project->sources);
  }
};

class PublishedPlans : public testing::Test {
 protected:
  static std::unique_ptr<driver::Project> load(const std::string& directory, const driver::LoadOptions& options) {
    Diagnostics diagnostics;
    auto project = driver::load_project(directory, options, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
    return project;
  }

  void SetUp() override {
    rules_ = load(BERM_TEST_DIR "/rules", {});
    library_ = load("", {.standard_library = true});
    for (auto& row : table("differences.tsv", 6))
      differences_.push_back({row[0], row[1], row[2], row[3], row[4], row[5]});
  }

  Ours find(const std::string& name) const;
  const std::optional<facts::Plan>& plan(const std::string& file);
  void judge_all();
  void judge(const Case& expected, const Ours& ours);
  std::string verdict(const Case& expected, const Ours& ours, const facts::Plan& plan);
  void compare(const Case& expected, const std::string& ours);
  void differ(const Case& expected, const std::string& ours);

  std::unique_ptr<driver::Project> rules_, library_;
  std::map<std::string, std::optional<facts::Plan>> plans_;  // those read; none: refused
  std::vector<Difference> differences_;
  std::map<std::string, Tally> suites_;
};

Ours PublishedPlans::find(const std::string& name) const {
  if (!name.starts_with("std.")) return {rules_->module.find(name), rules_.get()};
  return {rule_of(library_->module, name), library_.get()};
}

const std::optional<facts::Plan>& PublishedPlans::plan(const std::string& file) {
  auto [found, fresh] = plans_.try_emplace(file);
  Diagnostics diagnostics;
  if (fresh) found->second = plan::read_plan(fixtures() / file, diagnostics);
  return found->second;
}

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

// Whether the rule looks at the resource at all.
bool judges(const Ours& ours, const facts::Plan& plan, const std::string& address) {
  facts::Plan part = plan;
  std::erase_if(part.changes, [&](const auto& change) { return change.address != address; });
  return ours.judge(part).judged > 0;
}

// The whole plan is judged even for one resource: others decide what it is related to.
std::string PublishedPlans::verdict(const Case& expected, const Ours& ours, const facts::Plan& plan) {
  report::RuleResult result = ours.judge(plan);
  bool one = expected.granularity == "resource";
  if (one) std::erase_if(result.findings, [&](const auto& finding) { return finding.address != expected.resource; });
  Verdict found = worst(result);
  if (found == Verdict::NotProven) return "not proven";
  if (one && found != Verdict::Violated && !judges(ours, plan, expected.resource)) return "not judged";
  if (found == Verdict::NotApplicable) ++suites_[expected.suite].nothing_judged;
  if (counts(expected)) return fmt::format("{}", violated_resources(result));
  return found == Verdict::Violated ? "fail" : "pass";
}

void PublishedPlans::judge(const Case& expected, const Ours& ours) {
  const std::optional<facts::Plan>& read = plan(expected.file);
  compare(expected, read ? verdict(expected, ours, *read) : "refused");
}

void PublishedPlans::compare(const Case& expected, const std::string& ours) {
  Tally& tally = suites_[expected.suite];
  std::string published = expected.passes ? "pass" : "fail";
  if (counts(expected)) published = fmt::format("{}", *expected.violations);
  bool one = expected.granularity == "resource";
  tally.rules.insert(expected.suite + " " + expected.rule_id);
  tally.resource_level += one;
  if (ours == published) {
    ++tally.agree;
    tally.resources_agreed += one;
    return;
  }
  size_t& open = expected.passes ? tally.not_proven_where_it_passes : tally.not_proven_where_it_fails;
  tally.resources_open += one && ours == "not proven";
  ++(ours == "refused" ? tally.refused : ours == "not proven" ? open : tally.differ);
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
    const ir::Rule* rule = find(name).rule;
    EXPECT_NE(rule, nullptr) << name;
    EXPECT_FALSE(rule && rule->plans.empty() && rule->requires_.empty()) << name;
  }
}

void PublishedPlans::judge_all() {
  Mapping ours = mapping();
  std::set<std::pair<std::string, std::string>> met;
  for (const Case& expected : cases()) {
    auto found = ours.find({expected.suite, expected.rule_id});
    if (found == ours.end()) continue;
    met.insert(found->first);
    if (Ours rule = find(found->second); rule.rule) judge(expected, rule);
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
      "| suite | rules | cases | agree | share | of these, nothing judged | not proven where it passes | not proven "
      "where "
      "it fails | refused | differ |\n";
  text += "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  Tally sum;
  for (const auto& [suite, tally] : suites_) {
    text += tally.row(suite);
    sum += tally;
  }
  text += sum.row("all");
  size_t decided = sum.resource_level - sum.resources_open;
  text += fmt::format(
      "\nOf the {} verdicts on single resources {} agree: {}. Of the {} among them that a plan decides: {}.\n",
      sum.resource_level, sum.resources_agreed, Tally::share(sum.resources_agreed, sum.resource_level), decided,
      Tally::share(sum.resources_agreed, decided));
  std::cout << text;
  expect_documented("suites", text);
}

}  // namespace
}  // namespace berm::published
