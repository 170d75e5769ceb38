// Baselines: the findings that were there when a check was taken into use. Only what is new blocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/report/check_report.h"

namespace berm::baseline {

struct Baseline {
  std::string path;
  std::vector<std::string> plans;              // that it was made from, as given
  std::vector<report::BaselineEntry> entries;  // sorted; the same one twice is two findings
};

// The report's findings, less those that a waiver lets pass: theirs is to come back when it expires.
Baseline make(const report::CheckReport& report, const std::string& path);

// Sorted JSON; the same findings give the same bytes.
std::string write(const Baseline& baseline);

// Another version, or anything but a baseline, is reported, and nothing is returned.
std::optional<Baseline> read(std::string_view json, const std::string& path, Diagnostics& diagnostics);

// Marks the findings that the baseline has, each entry standing for one of them, and says which entries are not found
// any more. A violation is not covered by an entry that was only not proven. Where either has several plans, an entry
// stands for findings of the plan of its own name.
void apply(const Baseline& baseline, report::CheckReport& report);

}  // namespace berm::baseline
