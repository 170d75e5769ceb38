// Each plan clause of each hazard was seen violated, satisfied and not proven, for each of its types.
#include <algorithm>
#include <iostream>

#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

using report::Verdict;

// What a run was given or found is known, as is what was there before.
bool may_be_unknown(const ir::PlanClause& clause) {
  bool before = clause.change == ir::ChangeKind::Deletes || clause.change == ir::ChangeKind::Forgets ||
                clause.change == ir::ChangeKind::Drifts;
  bool given = clause.types[0] == "terraform_check" || clause.types[0] == "terraform_variable";
  return !before && !given;
}

// Without a condition there is nothing to satisfy.
std::set<Verdict> wanted(const ir::PlanClause& clause) {
  if (!clause.condition) return {Verdict::Violated};
  if (!may_be_unknown(clause)) return {Verdict::Violated, Verdict::Satisfied};
  return {Verdict::Violated, Verdict::Satisfied, Verdict::NotProven};
}

TEST(StandardLibraryClauses, EachIsSeenViolatedSatisfiedAndNotProven) {
  Library& library = Library::get();
  std::vector<TestedClause> clauses = library.clauses();
  for (const TestedClause& tested : clauses) {
    std::set<Verdict> seen;
    for (const TestedPlan& plan : library.plans(tested.rule->package)) {
      if (has_type(plan.plan, tested.clause->types)) seen.insert(library.judge(tested, plan.plan).verdict);
    }
    for (Verdict verdict : wanted(*tested.clause)) {
      EXPECT_TRUE(seen.contains(verdict)) << library.describe(tested) << " is never " << report::name(verdict);
    }
  }
  EXPECT_GE(clauses.size(), 70u);
  std::cout << clauses.size() << " plan clauses judged\n";
}

TEST(StandardLibraryClauses, EachTypeIsSeenViolated) {
  Library& library = Library::get();
  for (const TestedClause& tested : library.clauses()) {
    for (const std::string& type : tested.clause->types) {
      ir::PlanClause narrow = *tested.clause;
      narrow.types = {type};
      auto violates = [&](const TestedPlan& plan) {
        return has_type(plan.plan, narrow.types) &&
               library.judge({tested.rule, &narrow}, plan.plan).verdict == Verdict::Violated;
      };
      EXPECT_TRUE(std::ranges::any_of(library.plans(tested.rule->package), violates))
          << library.describe(tested) << ": " << type;
    }
  }
}

}  // namespace
}  // namespace berm::stdlib_tests
