#include "tests/stdlib/library.h"

#include <algorithm>

#include "fmt/format.h"
#include "reference/legs.h"

namespace berm::stdlib_tests {

Library& Library::get() {
  static Library library;
  return library;
}

Library::Library() {
  Diagnostics diagnostics;
  project_ = driver::load_project("", {.standard_library = true}, diagnostics);
  for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
}

Place Library::place(Span span) const {
  const SourceFile& file = project_->sources.file(span.file);
  return {std::string(file.path()), file.position(span.begin).line};
}

// "stdlib/aws/logging_test.berm" is of std.aws.logging.
std::string Library::package_of(Span span) const {
  std::string path(project_->sources.file(span.file).path());
  path.erase(0, path.find('/') + 1);
  path.erase(path.rfind(".berm"));
  if (path.ends_with("_test")) path.erase(path.size() - 5);
  std::ranges::replace(path, '/', '.');
  return "std." + path;
}

const std::vector<TestedPlan>& Library::plans(const std::string& package) {
  auto [at, fresh] = plans_.try_emplace(package);
  if (!fresh) return at->second;
  for (const ir::Test& test : project_->module.tests) {
    for (const ir::TestStep& step : test.steps) {
      if (test.package != package || step.call || step.plan_file) continue;
      Diagnostics diagnostics;
      auto plan = plan::read_plan_text(step.plan_json, test.title, diagnostics);
      EXPECT_TRUE(plan) << test.title;
      if (plan) at->second.push_back({test.title, step.plan_json, std::move(*plan)});
    }
  }
  return at->second;
}

// A clause is tested by the rule of the hazard that it was written in, not again where that is included.
std::vector<TestedClause> Library::clauses() const {
  std::vector<TestedClause> out;
  for (const ir::Rule& rule : project_->module.rules) {
    for (const ir::PlanClause& clause : rule.plans) {
      if (clause.hazard == rule.hazard && package_of(clause.span) == rule.package) out.push_back({&rule, &clause});
    }
  }
  return out;
}

std::vector<reference::TestOutcome> Library::run(const Select& selected) const {
  auto legs = [this](const access::Request& call) { return reference::legs(call, *project_->catalog); };
  return reference::run_tests(project_->module, project_->sources, reference::carries_by(*project_->catalog), selected,
                              legs);
}

report::RuleResult Library::judge(const TestedClause& tested, const facts::Plan& plan) const {
  ir::Rule only = *tested.rule;
  only.plans = {*tested.clause};
  return judge(only, plan);
}

report::RuleResult Library::judge(const ir::Rule& rule, const facts::Plan& plan) const {
  return reference::judge(rule, project_->module, plan, project_->sources);
}

std::string Library::describe(const TestedClause& tested) const {
  auto [path, line] = place(tested.clause->span);
  return fmt::format("{}:{}: plan {} {} of {}", path, line, ir::name(tested.clause->change), tested.clause->types[0],
                     tested.rule->hazard);
}

bool has_type(const facts::Plan& plan, const std::vector<std::string>& types) {
  auto is_of = [&](const facts::ResourceChange& change) {
    return std::ranges::any_of(types, [&](std::string_view type) {
      if (change.mode == "data" && type.starts_with("data.")) type.remove_prefix(5);
      return change.type == type;
    });
  };
  return std::ranges::any_of(plan.changes, is_of) || std::ranges::any_of(plan.drift, is_of) ||
         std::ranges::any_of(plan.deferred, is_of) || std::ranges::any_of(plan.entities, is_of);
}

}  // namespace berm::stdlib_tests
