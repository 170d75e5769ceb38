// Each rule of the packs says what it is for and what to do instead, and refuses something: what its hazard's tests
// plan, or, where it speaks of calls only, a call of the pack's own tests.
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
  }
  EXPECT_GE(offered().size(), 90u);
}

bool refuses_a_plan(const ir::Rule& rule) {
  Library& library = Library::get();
  std::set<std::string> packages;
  for (const ir::PlanClause& clause : rule.plans) packages.insert(library.package_of(clause.span));
  auto refuses = [&](const TestedPlan& plan) {
    return library.judge(rule, plan.plan).verdict == report::Verdict::Violated;
  };
  return std::ranges::any_of(
      packages, [&](const std::string& package) { return std::ranges::any_of(library.plans(package), refuses); });
}

// Says this of the rule, and of it alone.
bool expects(const ir::TestStep& step, const ir::Rule& rule, ir::Expectation::Kind kind) {
  return std::ranges::any_of(step.expectations, [&](const ir::Expectation& expected) {
    return expected.kind == kind && expected.rules == std::vector{rule.name};
  });
}

bool some_call_is(const ir::Rule& rule, ir::Expectation::Kind kind) {
  return std::ranges::any_of(Library::get().project().module.tests, [&](const ir::Test& test) {
    return test.package == rule.package &&
           std::ranges::any_of(test.steps, [&](const ir::TestStep& step) { return expects(step, rule, kind); });
  });
}

TEST(StandardLibraryPacks, EachRuleRefusesSomething) {
  for (const ir::Rule* rule : offered()) {
    const bool denies = some_call_is(*rule, ir::Expectation::Kind::Denied);
    const bool passes = some_call_is(*rule, ir::Expectation::Kind::NotDenied);
    if (rule->hazard.empty()) {
      EXPECT_TRUE(denies) << rule->name << " denies no call of its tests";
      EXPECT_TRUE(passes) << rule->name << " lets no call of its tests pass";
    } else if (rule->plans.empty()) {
      // Some deny nothing until their parameters are set: see parameters_test.cpp.
      EXPECT_TRUE(denies || passes) << rule->name << " is asked about no call";
    } else {
      EXPECT_TRUE(refuses_a_plan(*rule)) << rule->name;
    }
  }
  std::cout << offered().size() << " rules in packs\n";
}

}  // namespace
}  // namespace berm::stdlib_tests
