// Rows of `berm check --program`.
#include <fmt/format.h>

#include "tests/bench/rows/kinds.h"

namespace berm::bench {
namespace {

constexpr size_t kSmallRuns = 101;
constexpr double kMegabyte = 1 << 20;

Row against_baseline(const Subject& subject, double most, uint64_t joins, bool one_core) {
  const Options& options = subject.options();
  std::string plan = subject.plan_of_bytes(options.plan_bytes);
  Command check = subject.check(subject.compiled(subject.rules(options.rules, joins)), plan);
  Command baseline = subject.baseline(plan);
  check.one_core = baseline.one_core = one_core;
  auto runs = measure_all({check, baseline}, options.runs);
  return {ratio(runs[0].seconds, runs[1].seconds),
          runs[0].seconds <= most * runs[1].seconds,
          {describe("check", runs[0]), describe("the baseline", runs[1])}};
}

}  // namespace

Row check_row(const Subject& subject) { return against_baseline(subject, 0.6, 0, false); }

Row one_core_row(const Subject& subject) { return against_baseline(subject, 1.0, 0, true); }

Row joins_row(const Subject& subject) { return against_baseline(subject, 1.0, subject.options().joins, false); }

// What rules look at beside the resource they judge is kept, and is more in a larger plan.
Row memory_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string plan = subject.plan_of_bytes(options.plan_bytes), large = subject.plan_of_bytes(options.large_plan_bytes);
  std::vector<Command> commands;
  for (const std::string& rules : {subject.rules_alone(options.rules), subject.rules(options.rules, 0),
                                   subject.rules(options.rules, options.joins)}) {
    std::string program = subject.compiled(rules);
    commands.push_back(subject.check(program, plan));
    commands.push_back(subject.check(program, large));
  }
  auto runs = measure_all(commands, 1);
  auto megabytes = [&](size_t i) { return static_cast<double>(runs[i].peak) / kMegabyte; };
  Row row{fmt::format("{:.1f} and {:.1f} MB", megabytes(0), megabytes(1)), megabytes(0) <= 32 && megabytes(1) <= 32};
  for (auto [what, first] : {std::pair("the 100 rules, of which some read policies", 2), {"with joins", 4}}) {
    size_t i = static_cast<size_t>(first);
    row.details.push_back(fmt::format("{}: {:.1f} and {:.1f} MB, so that relations keep {:.1f} and {:.1f} MB", what,
                                      megabytes(i), megabytes(i + 1), megabytes(i) - megabytes(0),
                                      megabytes(i + 1) - megabytes(1)));
  }
  const char* names[] = {"rules of single resources",
                         "the same, ten times the plan",
                         "100 rules",
                         "the same, ten times the plan",
                         "with joins",
                         "the same, ten times the plan"};
  for (size_t i = 0; i < runs.size(); ++i) row.details.push_back(describe(names[i], runs[i]));
  return row;
}

Row many_rules_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string plan = subject.plan_of_bytes(options.plan_bytes);
  auto check = [&](uint64_t rules) { return subject.check(subject.compiled(subject.rules(rules, 0)), plan); };
  auto runs = measure_all({check(options.many_rules), check(options.few_rules)}, options.runs);
  return {ratio(runs[0].seconds, runs[1].seconds),
          runs[0].seconds <= 2 * runs[1].seconds,
          {describe(fmt::format("{} rules", options.many_rules), runs[0]),
           describe(fmt::format("{} rules", options.few_rules), runs[1])}};
}

Row small_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string compiled = subject.compiled(subject.rules(options.rules, 0));
  std::string plan = subject.plan_of_bytes(options.small_plan_bytes);
  Command lean = subject.check(compiled, plan);
  lean.words[0] = subject.lean();
  size_t rounds = options.runs > 1 ? kSmallRuns : 1;
  auto runs = measure_all({subject.check(compiled, plan), lean, {{subject.program("bench_nothing")}}}, rounds);
  double more = (runs[0].seconds - runs[2].seconds) * 1e3;
  return {fmt::format("{:.2f} ms", more),
          more <= 3,
          {describe("berm check", runs[0]), describe("berm-check", runs[1]), describe("an empty process", runs[2])}};
}

Row growth_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string compiled = subject.compiled(subject.rules(options.rules, options.joins));
  std::string few = subject.plan_of_resources(options.few_resources),
              many = subject.plan_of_resources(options.many_resources);
  auto runs = measure_all({subject.check(compiled, many), subject.check(compiled, few)}, options.runs);
  double each[] = {runs[0].seconds / static_cast<double>(resources_in(many)),
                   runs[1].seconds / static_cast<double>(resources_in(few))};
  return {ratio(each[0], each[1]),
          each[0] <= 1.1 * each[1],
          {describe(fmt::format("{} resources, {:.2f} µs each", resources_in(many), each[0] * 1e6), runs[0]),
           describe(fmt::format("{} resources, {:.2f} µs each", resources_in(few), each[1] * 1e6), runs[1])}};
}

}  // namespace berm::bench
