// The row of `opa eval`.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "tests/bench/rows/kinds.h"
#include "tests/bench/rows/verdicts.h"

namespace berm::bench {
namespace {

// How many of the one are not the other's.
size_t differences(const Verdicts& a, const Verdicts& b) {
  return static_cast<size_t>(
      std::count_if(a.begin(), a.end(), [&](const std::string& line) { return !b.count(line); }));
}

}  // namespace

Row opa_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string opa = find_program("opa");
  if (opa.empty()) throw NotMeasured{"no `opa` on the PATH"};
  if (!std::ifstream(options.rego)) throw NotMeasured{fmt::format("no rules for opa at `{}`", options.rego)};
  std::string plan = subject.plan_of_bytes(options.plan_bytes), said = subject.empty_folder("opa");
  Command theirs{{opa, "eval", "--format", "json", "--data", options.rego, "--input", plan, "data.guard.deny"},
                 "",
                 said + "/theirs.json"};
  Command ours = subject.check(subject.compiled(options.ten), plan);
  ours.words.insert(ours.words.end(), {"--format", "json"});
  ours.output = said + "/ours.json";
  auto runs = measure_all({theirs, ours}, std::min<size_t>(options.runs, 3));
  double time = runs[0].seconds / runs[1].seconds;
  double memory = static_cast<double>(runs[0].peak) / static_cast<double>(runs[1].peak);
  // Last of all: what is read now stays in the memory of this process.
  Verdicts opas = verdicts_of_opa(theirs.output), berms = verdicts_of_berm(ours.output);
  return {fmt::format("{:.0f} ×, {:.0f} ×, {}", time, memory, opas == berms ? "same verdicts" : "OTHER VERDICTS"),
          time >= 50 && memory >= 40 && opas == berms,
          {describe("opa eval", runs[0]), describe("berm check", runs[1]),
           fmt::format("{} findings of opa, {} of berm; {} of opa's only, {} of berm's only", opas.size(), berms.size(),
                       differences(opas, berms), differences(berms, opas))}};
}

}  // namespace berm::bench
