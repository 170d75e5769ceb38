// The table of the benchmark: what, its bar, what was measured. Every ratio is of whole processes measured in turn in
// one run, by the clock, medians.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace berm::bench {

struct Options {
  std::string programs;  // folder of the berm programs and of the benchmark's own
  std::string berm;      // the whole program; empty: `programs` has it
  std::string data;      // folder for plans and the like; what is there already is used again
  std::string rego;      // the ten rules for opa
  std::string ten;       // folder of the same in Berm
  size_t runs = 7;
  // How large everything is.
  uint64_t plan_bytes = 100'000'000, large_plan_bytes = 1'000'000'000, small_plan_bytes = 10'000;
  uint64_t few_resources = 10'000, many_resources = 100'000;
  uint64_t few_rules = 10, rules = 100, many_rules = 1000, joins = 20;
  uint64_t requests = 1'000'000, events = 200'000;
};

struct Row {
  std::string measured;
  std::optional<bool> met;           // none: it could not be measured, and `measured` says why
  std::vector<std::string> details;  // absolute numbers
  std::string what, bar;
};

// Names of the rows, in the order of the table: "check", "one-core", ….
std::vector<std::string> row_names();
// One of them.
Row measure_row(const std::string& name, const Options& options);

// The table, and below it the details.
std::string to_text(const std::vector<Row>& rows);

}  // namespace berm::bench
