// bench --data FOLDER [--runs N] [--rego FILE] [ROW…]: the table of the benchmark. scripts/bench runs it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "tests/bench/rows/rows.h"

namespace {

using namespace berm::bench;

int usage() {
  std::fprintf(stderr,
               "usage: bench --programs FOLDER --berm FILE --data FOLDER [--runs N] [--rego FILE] [ROW…]\nrows:");
  for (const std::string& name : row_names()) std::fprintf(stderr, " %s", name.c_str());
  std::fprintf(stderr, "\n");
  return 3;
}

// What the benchmark's own sizes are tried out with.
void make_tiny(Options& options) {
  options.runs = 1;
  options.plan_bytes = 400'000;
  options.large_plan_bytes = 800'000;
  options.few_resources = 100;
  options.many_resources = 200;
  options.many_rules = 120;
  options.requests = 500;
  options.events = 500;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  options.ten = BERM_BENCH_TEN;
  std::vector<std::string> rows;
  for (int i = 1; i < count; ++i) {
    std::string word = arguments[i];
    bool value = i + 1 < count;
    if (word == "--programs" && value) {
      options.programs = arguments[++i];
    } else if (word == "--berm" && value) {
      options.berm = arguments[++i];
    } else if (word == "--data" && value) {
      options.data = arguments[++i];
    } else if (word == "--rego" && value) {
      options.rego = arguments[++i];
    } else if (word == "--runs" && value) {
      options.runs = std::strtoul(arguments[++i], nullptr, 10);
    } else if (word == "--tiny") {
      make_tiny(options);
    } else if (word.starts_with("--")) {
      return usage();
    } else {
      rows.push_back(word);
    }
  }
  if (options.programs.empty() || options.data.empty() || !options.runs) return usage();
  if (rows.empty()) rows = row_names();
  try {
    std::vector<Row> measured;
    for (const std::string& row : rows) {
      std::fprintf(stderr, "%s …\n", row.c_str());
      measured.push_back(measure_row(row, options));
    }
    std::fputs(to_text(measured).c_str(), stdout);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench: %s\n", error.what());
    return 3;
  }
}
