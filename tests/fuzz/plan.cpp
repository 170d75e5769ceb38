// A plan: reading it, judging it by the naive evaluator, and reporting what was found.
#include "runtime/plan/plan.h"
#include "reference/reference.h"
#include "runtime/mock/mock.h"
#include "runtime/report/report.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/rules.h"

namespace berm::fuzz {
namespace {

// What `berm mock` makes of a plan is a plan.
void mocked(const facts::Plan& plan) {
  std::vector<const ir::Rule*> looked;
  for (const ir::Rule& rule : rules().module.rules) looked.push_back(&rule);
  std::string json = mock::mock(plan, mock::reach_of(looked, mock::Extent::Types), {});
  Diagnostics diagnostics;
  auto again = plan::read_plan_text(json, "mock.json", diagnostics);
  require(again.has_value(), "a mocked plan can be read");
}

}  // namespace

void plan(std::string_view input) {
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(std::string(input), "plan.json", diagnostics);
  show(diagnostics);
  require(plan.has_value() != diagnostics.has_errors(), "a plan is read, or it is said why not");
  if (!plan) return;
  report::CheckReport report;
  report.today = "2026-11-22";
  reference::CheckOptions options;
  options.rules = rules().manifest.check_rules;
  report.plans.push_back(reference::check(rules().module, *plan, rules().sources, options));
  for (report::Format format : {report::Format::Text, report::Format::Json, report::Format::Github}) {
    require(!report::render(report, format, {.verbose = true}).empty(), "a report says something");
  }
  mocked(*plan);
}

}  // namespace berm::fuzz
