#include "tests/bench/rows/rows.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "compiler/driver/driver.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "runtime/report/report.h"
#include "tests/bench/rows/subject.h"
#include "tests/support/process.h"

namespace berm::bench {
namespace {

using testing_support::Scratch;

// There need not be an `opa`.
const std::set<std::string> kMayBeMissing = {"opa"};
constexpr const char* kToday = "2026-11-22";

// Everything tiny: what is tested is that it is computed, never how long it takes.
Options tiny(const Scratch& scratch) {
  Options options;
  options.programs = BERM_BENCH_PROGRAMS;
  options.berm = BERM_BENCH_BERM;
  options.data = scratch.path();
  options.ten = BERM_SOURCE_DIR "/tests/bench/ten";
  options.runs = 1;
  options.plan_bytes = 400'000;
  options.large_plan_bytes = 800'000;
  options.few_resources = 100;
  options.many_resources = 200;
  options.many_rules = 120;
  options.requests = 300;
  options.events = 300;
  return options;
}

std::string naively(const std::string& sources, const std::string& plan_path) {
  Diagnostics diagnostics;
  auto project = driver::load_project(sources, {}, diagnostics);
  auto plan = plan::read_plan(plan_path, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.items()[0].message;
  if (diagnostics.has_errors()) return {};
  reference::CheckOptions options{.rules = project->manifest.check_rules};
  report::CheckReport report;
  report.today = kToday;
  report.plans.push_back(reference::check(project->module, *plan, project->sources, options));
  std::string out;
  report::render(report, report::Format::Json, {}, [&](std::string_view piece) { out += piece; });
  // A program names sources as they stand in their folder.
  for (size_t at = 0; (at = out.find(sources + "/", at)) != out.npos;) out.erase(at, sources.size() + 1);
  return out;
}

TEST(Rows, AreComputed) {
  Scratch scratch;
  Options options = tiny(scratch);
  std::vector<Row> rows;
  for (const std::string& name : row_names()) {
    rows.push_back(measure_row(name, options));
    if (kMayBeMissing.count(name)) continue;
    EXPECT_TRUE(rows.back().met) << name << ": " << rows.back().measured;
  }
  EXPECT_NE(to_text(rows).find("the same on one core"), std::string::npos);
}

// What `berm check` prints of the compiled program is what the naive evaluator says of the sources, over the whole
// plan.
TEST(Rows, MeasureWhatFindsTheSameAsTheNaiveEvaluator) {
  Scratch scratch;
  Options options = tiny(scratch);
  options.plan_bytes = 2'000'000;
  Subject subject(options);
  for (const std::string& sources :
       {subject.rules(options.rules, options.joins), subject.rules(options.many_rules, 0), options.ten}) {
    std::string plan_path = subject.plan_of_bytes(options.plan_bytes);
    Command check = subject.check(subject.compiled(sources), plan_path);
    check.words.insert(check.words.end(), {"--format", "json", "--today", kToday});
    check.output = scratch.path() / "checked.json";
    EXPECT_LE(run(check).exit_code, 1) << sources;
    std::string said = testing_support::read_text(check.output);
    EXPECT_NE(said.find("\"violated\""), said.npos) << sources;
    EXPECT_EQ(said, naively(sources, plan_path)) << sources;
  }
}

// The row of memory says what relations keep by the difference to rules that ask for none.
TEST(Rows, RulesAloneAskForNothingElse) {
  Scratch scratch;
  Options options = tiny(scratch);
  Subject subject(options);
  auto printed = [&](const std::string& sources) {
    Command dump{{subject.berm(), "build", "--dump=program", sources}};
    dump.output = scratch.path() / "program.txt";
    EXPECT_EQ(run(dump).exit_code, 0);
    return testing_support::read_text(dump.output);
  };
  EXPECT_EQ(printed(subject.rules_alone(options.rules)).find(", joined"), std::string::npos);
  EXPECT_NE(printed(subject.rules(options.rules, 0)).find(", joined"), std::string::npos);
}

}  // namespace
}  // namespace berm::bench
