// The standard library as its tests see it: loaded once, its tests' plans by package, and clauses one at a time.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/driver/driver.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"

namespace berm::stdlib_tests {

// Where a clause lies in the source: clauses of included hazards lie where they were written.
using Place = std::pair<std::string, uint32_t>;

// An inline plan of the library's tests.
struct TestedPlan {
  std::string title;  // of its test
  std::string json;
  facts::Plan plan;
};

// A clause of a hazard, judged by the rule that its own package's tests have for the hazard.
struct TestedClause {
  const ir::Rule* rule = nullptr;
  const ir::PlanClause* clause = nullptr;
};

class Library {
 public:
  // Loads when first asked for.
  static Library& get();

  driver::Project& project() { return *project_; }
  Place place(Span span) const;
  // Of the file that the span lies in: "std.aws.logging".
  std::string package_of(Span span) const;
  // A rule that the library offers (std.packs.…), not one of its tests.
  bool is_offered(const ir::Rule& rule) const { return rule.package.starts_with("std.packs."); }

  const std::vector<TestedPlan>& plans(const std::string& package);
  std::vector<TestedClause> clauses() const;

  using Select = std::function<bool(const ir::Test&)>;
  std::vector<reference::TestOutcome> run(const Select& selected) const;

  // Of this clause alone, as if the hazard had no other.
  report::RuleResult judge(const TestedClause& tested, const facts::Plan& plan) const;
  report::RuleResult judge(const ir::Rule& rule, const facts::Plan& plan) const;

  std::string describe(const TestedClause& tested) const;

 private:
  Library();

  std::unique_ptr<driver::Project> project_;
  std::map<std::string, std::vector<TestedPlan>> plans_;
};

// Some change of the plan is of one of these types.
bool has_type(const facts::Plan& plan, const std::vector<std::string>& types);

}  // namespace berm::stdlib_tests
