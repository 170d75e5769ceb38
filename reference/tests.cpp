// `berm test`: steps and what they expect.
#include <fmt/format.h>

#include <algorithm>

#include "reference/expectations.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"

namespace berm::reference {
namespace {

// As if the path had been written in the directory of the test's file.
std::string beside(const std::string& source_path, const std::string& path) {
  size_t slash = source_path.rfind('/');
  bool here = path.starts_with('/') || slash == std::string::npos;
  return here ? path : source_path.substr(0, slash + 1) + path;
}

std::optional<facts::Plan> read(const ir::TestStep& step, const SourceSet& sources, Diagnostics& diagnostics) {
  if (!step.plan_file) return plan::read_plan_text(step.plan_json, "the test's plan", diagnostics);
  const SourceFile* source = step.span.file.index < sources.size() ? &sources.file(step.span.file) : nullptr;
  return plan::read_plan(source ? beside(source->path(), *step.plan_file) : *step.plan_file, diagnostics);
}

// With the place in the plan.
std::string place(const std::optional<InputPosition>& position) {
  if (!position || position->line == 0) return position ? position->path + ": " : "";
  return fmt::format("{}:{}:{}: ", position->path, position->line, position->column);
}

std::vector<TestFailure> unreadable(const ir::TestStep& step, const Diagnostics& diagnostics) {
  TestFailure failure{step.span, "a plan that can be read", "nothing could be read", {}};
  if (!diagnostics.empty()) {
    const Diagnostic& first = diagnostics.items()[0];
    failure.seen = fmt::format("{}{} [{}]", place(first.position), first.message, id(first.kind));
    if (!first.hint.empty()) failure.findings.push_back("help: " + first.hint);
  }
  return {failure};
}

std::vector<TestFailure> run(const ir::TestStep& step, const Expectations& expectations, const SourceSet& sources) {
  std::vector<TestFailure> failures;
  std::optional<facts::Plan> plan;
  if (!step.call) {
    Diagnostics diagnostics;
    plan = read(step, sources, diagnostics);
    if (!plan) return unreadable(step, diagnostics);
  }
  for (const ir::Expectation& expected : step.expectations) {
    std::optional<Seen> seen =
        step.call ? expectations.differs(expected, *step.call) : expectations.differs(expected, *plan);
    if (!seen) continue;
    failures.push_back({expected.span, describe(expected), std::move(seen->words), std::move(seen->findings)});
  }
  return failures;
}

}  // namespace

std::vector<TestOutcome> run_tests(const ir::Module& module, const SourceSet& sources, const Carries& carries,
                                   const std::function<bool(const ir::Test&)>& selected, const Legs& legs,
                                   Coverage* coverage) {
  std::vector<TestOutcome> outcomes;
  for (const ir::Test& test : module.tests) {
    if (!selected(test)) continue;
    Expectations expectations(module, test, sources, carries, legs, coverage);
    TestOutcome& outcome = outcomes.emplace_back();
    outcome.test = &test;
    for (const ir::TestStep& step : test.steps) {
      for (TestFailure& failure : run(step, expectations, sources)) outcome.failures.push_back(std::move(failure));
    }
  }
  return outcomes;
}

}  // namespace berm::reference
