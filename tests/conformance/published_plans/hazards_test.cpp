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

void Counts::add(const report::RuleResult& result) {
  std::set<std::string> violating, open, assuming;
  for (const report::Finding& finding : result.findings) {
    if (finding.verdict == Verdict::Violated) violating.insert(finding.address);
  }
  for (const report::Finding& finding : result.findings) {
    if (violating.contains(finding.address) || !open.insert(finding.address).second) continue;
    ++missing[finding.missing];
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

std::string table_of(const std::map<std::string, Counts>& hazards) {
  std::string text =
      "| hazard | judged | violated | satisfied | not proven | share not proven | of the satisfied, assumed | depends "
      "on |\n";
  text += "|---|--:|--:|--:|--:|--:|--:|---|\n";
  for (const auto& [name, counts] : hazards) {
    std::string depends;
    for (const auto& [path, times] : counts.missing)
      depends += fmt::format("{}`{}` {}", depends.empty() ? "" : ", ", path, times);
    text += fmt::format("| `{}` | {} | {} | {} | {} | {:.1f} % | {} | {} |\n", name, counts.judged, counts.violated,
                        counts.satisfied(), counts.not_proven, counts.share(), counts.assumed, depends);
  }
  return text;
}

TEST(StandardLibraryHazards, OnEveryReadablePlan) {
  if (!fixtures_present()) GTEST_SKIP() << "skipped: fixtures not present";
  Diagnostics diagnostics;
  auto project = driver::load_project("", {.standard_library = true}, diagnostics);
  ASSERT_FALSE(diagnostics.has_errors());
  std::map<std::string, Counts> hazards;
  std::vector<facts::Plan> plans = readable_plans();
  for (const ir::Rule& rule : project->module.rules) {
    if (rule.hazard.empty() || rule.plans.empty()) continue;
    for (const facts::Plan& plan : plans) {
      hazards[rule.hazard].add(reference::judge(rule, project->module, plan, project->sources));
    }
  }
  std::string text = table_of(hazards);
  std::cout << plans.size() << " plans\n" << text;
  expect_documented(text);
}

}  // namespace
}  // namespace berm::published
