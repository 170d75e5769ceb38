// Over every readable plan: what each hazard of the standard library makes of the resources it looks at.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

#include "compiler/driver/driver.h"
#include "fmt/format.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "tests/conformance/published_plans/cases.h"

namespace berm::published {
namespace {

using report::Verdict;

// Resources, not findings: one resource may break several clauses.
struct Counts {
  size_t judged = 0, violated = 0, not_proven = 0, assumed = 0;
  std::map<std::string, size_t> missing;  // attribute → resources that depend on it

  void add(const report::RuleResult& result);
  size_t satisfied() const { return judged - violated - not_proven; }
  double share() const {
    return judged == 0 ? 0 : 100.0 * static_cast<double>(not_proven) / static_cast<double>(judged);
  }
};

Counts& operator+=(Counts& sum, const Counts& other) {
  sum.judged += other.judged;
  sum.violated += other.violated;
  sum.not_proven += other.not_proven;
  sum.assumed += other.assumed;
  return sum;
}

// Without indexes and keys: `ingress[0].cidr_blocks` and `ingress[1].cidr_blocks` are one attribute.
std::string place_of(const std::string& path) {
  std::string out;
  size_t depth = 0;
  for (char c : path) {
    if (c == '[') ++depth;
    if (depth == 0) out += c;
    if (c == ']') --depth;
  }
  return out;
}

void Counts::add(const report::RuleResult& result) {
  std::set<std::string> violating, open, assuming;
  for (const report::Finding& finding : result.findings) {
    if (finding.verdict == Verdict::Violated) violating.insert(finding.address);
  }
  for (const report::Finding& finding : result.findings) {
    if (violating.contains(finding.address) || !open.insert(finding.address).second) continue;
    ++missing[place_of(finding.missing)];
  }
  for (const report::AssumptionUsed& used : result.assumptions) assuming.insert(used.address);
  judged += result.judged;
  violated += violating.size();
  not_proven += open.size();
  assumed += assuming.size();
}

std::vector<facts::Plan> readable_plans() {
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(fixtures() / "plans")) {
    if (entry.path().extension() == ".json") paths.insert(entry.path());
  }
  std::vector<facts::Plan> plans;
  for (const auto& path : paths) {
    Diagnostics diagnostics;
    if (auto plan = plan::read_plan(path, diagnostics)) plans.push_back(std::move(*plan));
  }
  return plans;
}

// hazard and attribute → why that attribute leaves resources undecided, in words; `*` stands for every hazard.
class Reasons {
 public:
  Reasons() {
    for (const auto& row : table("undecided.tsv", 3)) words_.emplace(std::pair(row[0], row[1]), row[2]);
  }

  std::string of(const std::string& hazard, const std::string& path) {
    for (const std::string& name : {hazard, std::string("*")}) {
      auto found = words_.find({name, path});
      if (found == words_.end()) continue;
      used_.insert(found->first);
      return found->second;
    }
    ADD_FAILURE() << fmt::format("undecided.tsv lacks {}\t{}", hazard, path);
    return "";
  }

  void expect_used() const {
    for (const auto& [key, words] : words_) {
      EXPECT_TRUE(used_.contains(key)) << key.first << " " << key.second
                                       << " decides all now: take it off undecided.tsv";
    }
  }

 private:
  std::map<std::pair<std::string, std::string>, std::string> words_;
  std::set<std::pair<std::string, std::string>> used_;
};

std::string row_of(const std::string& name, const Counts& counts, Reasons& reasons) {
  std::string why;
  for (const auto& [path, times] : counts.missing) {
    why += fmt::format("{}`{}` ({}): {}", why.empty() ? "" : "; ", path, times, reasons.of(name, path));
  }
  return fmt::format("| `{}` | {} | {} | {} | {} | {:.1f} % | {} | {} |\n", name, counts.judged, counts.violated,
                     counts.satisfied(), counts.not_proven, counts.share(), counts.assumed, why);
}

std::string table_of(const std::map<std::string, Counts>& hazards) {
  std::string text = "| hazard | judged | violated | satisfied | not proven | share not proven | assumed | why |\n";
  text += "|---|--:|--:|--:|--:|--:|--:|---|\n";
  Counts sum;
  Reasons reasons;
  std::string idle;
  for (const auto& [name, counts] : hazards) {
    if (counts.judged == 0) idle += fmt::format("{}`{}`", idle.empty() ? "" : ", ", name);
    if (counts.judged > 0) text += row_of(name, counts, reasons);
    sum += counts;
  }
  reasons.expect_used();
  text += fmt::format("| all | {} | {} | {} | {} | {:.1f} % | {} | |\n", sum.judged, sum.violated, sum.satisfied(),
                      sum.not_proven, sum.share(), sum.assumed);
  return text + fmt::format("\nNothing to judge there: {}.\n", idle);
}

TEST(StandardLibraryHazards, OnEveryReadablePlan) {
  if (!fixtures_present()) GTEST_SKIP() << "skipped: fixtures not present";
  Diagnostics diagnostics;
  auto project = driver::load_project("", {.standard_library = true}, diagnostics);
  ASSERT_FALSE(diagnostics.has_errors());
  std::map<std::string, Counts> hazards;
  std::vector<facts::Plan> plans = readable_plans();
  for (const ir::Rule& rule : project->module.rules) {
    if (rule.plans.empty() || rule_of(project->module, rule.hazard) != &rule) continue;
    for (const facts::Plan& plan : plans) {
      hazards[rule.hazard].add(reference::judge(rule, project->module, plan, project->sources));
    }
  }
  std::string text = table_of(hazards);
  std::cout << plans.size() << " plans\n" << text;
  expect_documented("hazards", text);
}

}  // namespace
}  // namespace berm::published
