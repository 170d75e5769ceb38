// Rows of calls, and of compiling.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/rows/kinds.h"

namespace berm::bench {

Row call_row(const Subject& subject) {
  std::string compiled = subject.compiled(subject.rules(subject.options().rules, 0));
  std::string said = subject.empty_folder("call") + "/nanoseconds";
  measure_all({{{subject.program("bench_call"), compiled}, "", said}}, subject.options().runs);
  std::ifstream in(said);
  double nanoseconds = 0, json = 0;
  size_t calls = 0, denied = 0;
  if (!(in >> nanoseconds >> calls >> denied >> json)) throw NotMeasured{"`bench_call` said nothing"};
  return {fmt::format("{:.3f} µs", nanoseconds / 1e3),
          nanoseconds <= 1000,
          {fmt::format("{} calls decided one after the other, {} of them denied; given as JSON {:.3f} µs each", calls,
                       denied, json / 1e3)}};
}

Row sim_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string compiled = subject.compiled(subject.rules(options.rules, 0)), requests = subject.requests();
  Command sim{{subject.berm(), "sim", "--program", compiled, "--json-lines"}, requests};
  auto runs = measure_all({sim, {{subject.program("bench_walk"), requests}}}, options.runs);
  return {ratio(runs[0].seconds, runs[1].seconds),
          runs[0].seconds <= 3 * runs[1].seconds,
          {describe(fmt::format("sim, {} requests", options.requests), runs[0]), describe("simdjson", runs[1])}};
}

Row replay_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string compiled = subject.compiled(subject.rules(options.rules, 0)), events = subject.events();
  auto runs = measure_all(
      {{{subject.berm(), "replay", "--program", compiled, events}}, {{subject.program("bench_inflate"), events}}},
      options.runs);
  return {ratio(runs[0].seconds, runs[1].seconds),
          runs[0].seconds <= 3 * runs[1].seconds,
          {describe(fmt::format("replay, {} events", options.events), runs[0]), describe("zlib", runs[1])}};
}

// Sources every time, nothing kept of the last one.
Row compile_row(const Subject& subject) {
  const Options& options = subject.options();
  std::string sources = subject.rules(options.many_rules, 0), plan = subject.plan_of_bytes(options.small_plan_bytes);
  std::string cache = subject.empty_folder("cache");
  std::vector<std::string> words = {
      "sh", "-c", "rm -rf \"$1\"; exec \"$0\" check \"$2\" --plan \"$3\"", subject.berm(), cache, sources, plan};
  auto runs = measure_all({{words, "", "", {"XDG_CACHE_HOME=" + cache}}}, options.runs);
  return {fmt::format("{:.2f} s", runs[0].seconds),
          runs[0].seconds <= 0.5,
          {describe(fmt::format("check of {} rules from sources, 10 KB plan", options.many_rules), runs[0])}};
}

}  // namespace berm::bench
