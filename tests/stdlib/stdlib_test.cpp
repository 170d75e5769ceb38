// The standard library's tests pass, and they are worth something: each plan clause of each hazard was seen violated,
// satisfied and not proven, and takes a test down with it when it is removed.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include "compiler/driver/driver.h"
#include "fmt/format.h"
#include "reference/legs.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"

namespace berm {
namespace {

using report::Verdict;

// Where a clause lies in the source: clauses of included hazards lie where they were written.
using Place = std::pair<std::string, uint32_t>;

class StandardLibrary : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    Diagnostics diagnostics;
    project_ = driver::load_project("", {.standard_library = true}, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
  }
  static void TearDownTestSuite() { project_.reset(); }

  static Place place(Span span) {
    const SourceFile& file = project_->sources.file(span.file);
    return {std::string(file.path()), file.position(span.begin).line};
  }

  static std::vector<reference::TestOutcome> run(const std::string& package = "") {
    auto legs = [](const access::Request& call) { return reference::legs(call, *project_->catalog); };
    auto selected = [&](const ir::Test& test) { return package.empty() || test.package == package; };
    return reference::run_tests(project_->module, project_->sources, reference::carries_by(*project_->catalog),
                                selected, legs);
  }

  static size_t failed(const std::string& package) {
    auto outcomes = run(package);
    return static_cast<size_t>(
        std::ranges::count_if(outcomes, [](const auto& outcome) { return !outcome.failures.empty(); }));
  }

  static std::vector<facts::Plan> plans(const std::string& package);

  static std::unique_ptr<driver::Project> project_;
};
std::unique_ptr<driver::Project> StandardLibrary::project_;

std::vector<facts::Plan> StandardLibrary::plans(const std::string& package) {
  std::vector<facts::Plan> plans;
  for (const ir::Test& test : project_->module.tests) {
    for (const ir::TestStep& step : test.steps) {
      if (test.package != package || step.call || step.plan_file) continue;
      Diagnostics diagnostics;
      auto plan = plan::read_plan_text(step.plan_json, test.title, diagnostics);
      EXPECT_TRUE(plan) << test.title;
      if (plan) plans.push_back(std::move(*plan));
    }
  }
  return plans;
}

// The rule with nothing but this clause.
ir::Rule only(const ir::Rule& rule, const ir::PlanClause& clause) {
  ir::Rule out = rule;
  out.plans = {clause};
  return out;
}

std::string describe(const ir::Rule& rule, const ir::PlanClause& clause, const Place& place) {
  return fmt::format("{}:{}: plan {} {} of {}", place.first, place.second, ir::name(clause.change), clause.types[0],
                     rule.hazard);
}

TEST_F(StandardLibrary, ItsTestsPass) {
  auto outcomes = run();
  EXPECT_GE(outcomes.size(), 40u);
  for (const reference::TestOutcome& outcome : outcomes) {
    for (const reference::TestFailure& failure : outcome.failures) {
      auto [path, line] = place(failure.span);
      ADD_FAILURE() << path << ":" << line << ": " << outcome.test->title << "\nexpected " << failure.expected
                    << "\nseen     " << failure.seen;
    }
  }
}

// A hazard without a rule in its file's tests would be tested by nothing.
TEST_F(StandardLibrary, EveryHazardHasARuleAndALineInTheDocumentation) {
  std::ifstream in(BERM_SOURCE_DIR "/docs/stdlib.md");
  std::string page{std::istreambuf_iterator<char>(in), {}};
  std::set<std::string> ruled;
  for (const ir::Rule& rule : project_->module.rules) ruled.insert(rule.hazard);
  size_t hazards = 0;
  for (const ast::File& file : project_->files) {
    for (const ast::Decl& decl : file.decls) {
      const auto* hazard = std::get_if<ast::HazardDecl>(&decl);
      if (!hazard) continue;
      ++hazards;
      std::string name = fmt::format("{}.{}", file.package.text(), hazard->name.text);
      EXPECT_TRUE(ruled.contains(name)) << name;
      bool documented = page.find("`" + name + "`") != std::string::npos ||
                        page.find(fmt::format(", `{}`", hazard->name.text)) != std::string::npos;
      EXPECT_TRUE(documented) << "docs/stdlib.md lacks " << name;
    }
  }
  EXPECT_GE(hazards, 13u);
}

// What is deleted is known, and without a condition there is nothing to satisfy.
std::set<Verdict> wanted(const ir::PlanClause& clause) {
  if (!clause.condition) return {Verdict::Violated};
  if (clause.change == ir::ChangeKind::Deletes) return {Verdict::Violated, Verdict::Satisfied};
  return {Verdict::Violated, Verdict::Satisfied, Verdict::NotProven};
}

TEST_F(StandardLibrary, EachPlanClauseIsSeenViolatedSatisfiedAndNotProven) {
  size_t clauses = 0;
  for (const ir::Rule& rule : project_->module.rules) {
    std::vector<facts::Plan> tested = plans(rule.package);
    for (const ir::PlanClause& clause : rule.plans) {
      ++clauses;
      std::set<Verdict> seen;
      for (const facts::Plan& plan : tested) {
        seen.insert(reference::judge(only(rule, clause), project_->module, plan, project_->sources).verdict);
      }
      for (Verdict verdict : wanted(clause)) {
        EXPECT_TRUE(seen.contains(verdict))
            << describe(rule, clause, place(clause.span)) << " is never " << report::name(verdict);
      }
    }
  }
  EXPECT_GE(clauses, 70u);
  std::cout << clauses << " plan clauses judged\n";
}

TEST_F(StandardLibrary, EachTypeOfAClauseIsSeenViolated) {
  for (const ir::Rule& rule : project_->module.rules) {
    std::vector<facts::Plan> tested = plans(rule.package);
    for (const ir::PlanClause& clause : rule.plans) {
      for (const std::string& type : clause.types) {
        ir::PlanClause narrow = clause;
        narrow.types = {type};
        ir::Rule rule_of_type = only(rule, narrow);
        EXPECT_TRUE(std::ranges::any_of(
            tested,
            [&](const facts::Plan& plan) {
              return reference::judge(rule_of_type, project_->module, plan, project_->sources).verdict ==
                     Verdict::Violated;
            }))
            << describe(rule, clause, place(clause.span)) << ": " << type;
      }
    }
  }
}

// Takes clauses away while it lives.
class Without {
 public:
  Without(ir::Module& module, auto&& dropped) : module_(module), rules_(module.rules) {
    for (ir::Rule& rule : module_.rules) {
      std::erase_if(rule.plans, [&](const auto& clause) { return dropped(rule, clause.span); });
      std::erase_if(rule.calls, [&](const auto& clause) { return dropped(rule, clause.span); });
    }
  }
  ~Without() { module_.rules = std::move(rules_); }
  Without(const Without&) = delete;
  Without& operator=(const Without&) = delete;

 private:
  ir::Module& module_;
  std::vector<ir::Rule> rules_;
};

TEST_F(StandardLibrary, ATestFailsWhenAnyClauseIsRemoved) {
  std::map<Place, std::string> clauses;  // and the package whose tests must notice
  for (const ir::Rule& rule : project_->module.rules) {
    for (const ir::PlanClause& clause : rule.plans) clauses[place(clause.span)] = rule.package;
    for (const ir::CallClause& clause : rule.calls) clauses[place(clause.span)] = rule.package;
  }
  for (const auto& [where, package] : clauses) {
    Without removed(project_->module, [&](const ir::Rule&, Span span) { return place(span) == where; });
    EXPECT_GT(failed(package), 0u) << where.first << ":" << where.second;
  }
  EXPECT_EQ(failed(""), 0u);
  std::cout << clauses.size() << " clauses removed, one at a time\n";
}

TEST_F(StandardLibrary, ATestFailsWhenAnyRuleIsEmptied) {
  std::vector<std::string> names;
  for (const ir::Rule& rule : project_->module.rules) names.push_back(rule.name);
  for (const std::string& name : names) {
    std::string package = project_->module.find(name)->package;
    Without emptied(project_->module, [&](const ir::Rule& rule, Span) { return rule.name == name; });
    EXPECT_GT(failed(package), 0u) << name;
  }
}

}  // namespace
}  // namespace berm
