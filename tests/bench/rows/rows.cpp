#include "tests/bench/rows/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/text.h"
#include "tests/bench/rows/kinds.h"

namespace berm::bench {
namespace {

struct Kind {
  const char* name;
  const char* what;  // where it can't be measured
  const char* bar;
  Row (*measure)(const Subject&);
};

// The memory of this process counts as that of others: what keeps much comes last.
constexpr Kind kKinds[] = {
    {"check", "check, 100 MB, 100 rules, two cores ÷ baseline", "≤ 0.6, aim 0.45", check_row},
    {"one-core", "the same on one core", "≤ 1.0", one_core_row},
    {"joins", "the same with relations in 20 of the rules, two cores", "≤ 1.0", joins_row},
    {"memory", "peak memory at 100 MB and at 1 GB", "≤ 32 MB plus what relations keep, the same for both", memory_row},
    {"rules", "1,000 rules ÷ 10 rules, same plan", "≤ 2", many_rules_row},
    {"small", "check on a 10 KB plan, minus an empty process", "≤ 3 ms", small_row},
    {"growth", "100,000 resources ÷ 10,000, per resource, with joins", "≤ 1.1", growth_row},
    {"call", "one call against 100 rules, from the loaded program", "≤ 1 µs", call_row},
    {"sim", "sim, a million requests ÷ simdjson walking that file", "≤ 3", sim_row},
    {"replay", "replay, gzip ÷ zlib merely inflating", "≤ 3", replay_row},
    {"compile", "compiling 1,000 rules with the standard library, cold", "≤ 0.5 s", compile_row},
    {"opa", "opa eval, ten rules, 100 MB ÷ ours", "≥ 50 × the time, ≥ 40 × the memory, same verdicts", opa_row},
};

std::string padded(const std::string& text, size_t width) {
  return text + std::string(width - std::min(width, display_width(text)), ' ');
}

}  // namespace

std::vector<std::string> row_names() {
  std::vector<std::string> out;
  for (const Kind& kind : kKinds) out.emplace_back(kind.name);
  return out;
}

Row measure_row(const std::string& name, const Options& options) {
  for (const Kind& kind : kKinds) {
    if (name != kind.name) continue;
    Row row;
    try {
      row = kind.measure(Subject(options));
    } catch (const NotMeasured& error) {
      row.measured = "not measured: " + error.why;
    }
    row.what = kind.what;
    row.bar = kind.bar;
    return row;
  }
  throw std::invalid_argument(fmt::format("there is no row `{}`; there are {}", name, join(row_names(), ", ")));
}

std::string to_text(const std::vector<Row>& rows) {
  size_t what = 4, bar = 3;
  for (const Row& row : rows) {
    what = std::max(what, display_width(row.what));
    bar = std::max(bar, display_width(row.bar));
  }
  std::string out = fmt::format("{}  {}  {:4}  {}\n", padded("what", what), padded("bar", bar), "met", "measured");
  for (const Row& row : rows) {
    const char* met = !row.met ? "-" : *row.met ? "yes" : "NO";
    out += fmt::format("{}  {}  {:4}  {}\n", padded(row.what, what), padded(row.bar, bar), met, row.measured);
  }
  for (const Row& row : rows) {
    if (row.details.empty()) continue;
    out += fmt::format("\n{}\n", row.what);
    for (const std::string& detail : row.details) out += fmt::format("  {}\n", detail);
  }
  return out;
}

}  // namespace berm::bench
