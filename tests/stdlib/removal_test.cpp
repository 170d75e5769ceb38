// The standard library's tests are worth something: one fails when any clause is removed, or any rule emptied.
#include <algorithm>
#include <iostream>
#include <map>

#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

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

bool is_about(const ir::Test& test, const std::set<std::string>& rules) {
  for (const ir::TestStep& step : test.steps) {
    for (const ir::Expectation& expected : step.expectations) {
      if (std::ranges::any_of(expected.rules, [&](const std::string& rule) { return rules.contains(rule); }))
        return true;
    }
  }
  return false;
}

// Does one of the tests about these rules fail? The package's own tests have to notice.
bool notices(const std::string& package, const std::set<std::string>& rules) {
  Library& library = Library::get();
  for (const ir::Test& test : library.project().module.tests) {
    if (test.package != package || !is_about(test, rules)) continue;
    auto outcomes = library.run([&](const ir::Test& other) { return &other == &test; });
    if (std::ranges::any_of(outcomes, [](const auto& outcome) { return !outcome.failures.empty(); })) return true;
  }
  return false;
}

TEST(StandardLibraryTests, OneFailsWhenAnyClauseIsRemoved) {
  Library& library = Library::get();
  ir::Module& module = library.project().module;
  std::map<Place, std::set<std::string>> clauses;  // and the rules that have it
  std::map<Place, std::string> packages;
  for (const ir::Rule& rule : module.rules) {
    auto add = [&](Span span) {
      if (library.package_of(span) != rule.package) return;
      clauses[library.place(span)].insert(rule.name);
      packages[library.place(span)] = rule.package;
    };
    for (const ir::PlanClause& clause : rule.plans) add(clause.span);
    for (const ir::CallClause& clause : rule.calls) add(clause.span);
  }
  for (const auto& [where, rules] : clauses) {
    Without removed(module, [&](const ir::Rule& rule, Span span) {
      return rules.contains(rule.name) && library.place(span) == where;
    });
    EXPECT_TRUE(notices(packages[where], rules)) << where.first << ":" << where.second;
  }
  std::cout << clauses.size() << " clauses removed, one at a time\n";
}

TEST(StandardLibraryTests, OneFailsWhenAnyRuleIsEmptied) {
  Library& library = Library::get();
  std::vector<std::pair<std::string, std::string>> names;
  for (const ir::Rule& rule : library.project().module.rules) {
    if (!library.is_offered(rule)) names.emplace_back(rule.name, rule.package);
  }
  for (const auto& [name, package] : names) {
    Without emptied(library.project().module, [&](const ir::Rule& rule, Span) { return rule.name == name; });
    EXPECT_TRUE(notices(package, {name})) << name;
  }
}

}  // namespace
}  // namespace berm::stdlib_tests
