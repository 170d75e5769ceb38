// Each rule of the packs says what it is for and what to do instead, and refuses something that its hazard's tests
// plan.
#include <algorithm>
#include <iostream>

#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

std::vector<const ir::Rule*> offered() {
  std::vector<const ir::Rule*> out;
  for (const ir::Rule& rule : Library::get().project().module.rules) {
    if (Library::get().is_offered(rule)) out.push_back(&rule);
  }
  return out;
}

TEST(StandardLibraryPacks, SayWhatEachRuleIsForAndWhatToDo) {
  for (const ir::Rule* rule : offered()) {
    EXPECT_TRUE(rule->doc.ends_with('.')) << rule->name;
    EXPECT_TRUE(rule->remediation.ends_with('.')) << rule->name;
    EXPECT_FALSE(rule->hazard.empty()) << rule->name;
  }
  EXPECT_GE(offered().size(), 90u);
}

TEST(StandardLibraryPacks, EachRuleRefusesSomething) {
  Library& library = Library::get();
  for (const ir::Rule* rule : offered()) {
    std::set<std::string> packages;
    for (const ir::PlanClause& clause : rule->plans) packages.insert(library.package_of(clause.span));
    auto refuses = [&](const TestedPlan& plan) {
      return library.judge(*rule, plan.plan).verdict == report::Verdict::Violated;
    };
    EXPECT_TRUE(std::ranges::any_of(packages, [&](const std::string& package) {
      return std::ranges::any_of(library.plans(package), refuses);
    })) << rule->name;
  }
  std::cout << offered().size() << " rules in packs\n";
}

}  // namespace
}  // namespace berm::stdlib_tests
