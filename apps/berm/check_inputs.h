// What `berm check` goes by besides the plans.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/berm/command.h"
#include "reference/reference.h"
#include "runtime/baseline/baseline.h"
#include "runtime/report/report.h"
#include "runtime/waivers/waivers.h"

namespace berm::app {

struct CheckArguments : Common {
  std::vector<std::string> plans;
  report::Format format = report::Format::Text;
  std::vector<std::string> rules;  // narrows the manifest's choice
  std::string block_at, account;   // empty: the manifest's
  std::string waivers, baseline, write_baseline;
  std::string explain;  // RULE or RULE@ADDRESS
  std::string today;    // for tests
  bool all = false;
  bool no_assume = false;
  bool require_match = false;
  bool verbose = false;
};

struct CheckInputs {
  reference::CheckOptions options;
  std::vector<report::Waiver> waivers;
  std::optional<baseline::Baseline> baseline;
  waivers::Day today;
  bool require_match = false;
};

// Reports what is wrong with the arguments, the waivers and the baseline, and then returns nothing.
std::optional<CheckInputs> read_inputs(const CheckArguments& arguments, const driver::Project& project,
                                       Diagnostics& diagnostics);

// `--explain`: prints the evaluation step by step, instead of a report. What the program ends with.
int explain(const CheckArguments& arguments, const driver::Project& project, const CheckInputs& inputs);

}  // namespace berm::app
