// What `berm check` goes by besides the plans.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/common/terminal.h"
#include "reference/reference.h"
#include "runtime/baseline/baseline.h"
#include "runtime/load/load.h"
#include "runtime/report/report.h"
#include "runtime/waivers/waivers.h"

namespace berm::app {

struct CheckArguments : Common {
  std::vector<std::string> plans;
  report::Format format = report::Format::Text;
  std::vector<std::string> rules;  // narrows the manifest's choice
  std::string block_at, account;   // empty: the manifest's
  std::string program;             // compiled; empty: the folder is compiled
  std::string waivers, baseline, write_baseline;
  std::string explain;  // RULE or RULE@ADDRESS
  std::string today;    // for tests
  bool all = false;
  bool no_assume = false;
  bool require_match = false;
  bool verbose = false;
  bool no_cache = false;
};

struct CheckInputs {
  std::vector<uint32_t> rules;  // that are judged, by number
  reference::CheckOptions options;
  std::vector<report::Waiver> waivers;
  std::optional<baseline::Baseline> baseline;
  waivers::Day today;
  bool require_match = false;
};

// All but the waivers. Reports what is wrong with the arguments and the baseline.
CheckInputs read_inputs(const CheckArguments& arguments, const load::Rules& rules, Diagnostics& diagnostics);

// `--explain`: prints the evaluation step by step, instead of a report. What the program ends with.
int explain(const CheckArguments& arguments, load::Rules& rules, const CheckInputs& inputs);

}  // namespace berm::app
