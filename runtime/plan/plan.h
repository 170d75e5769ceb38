// `terraform show -json` → facts. The only place that knows the plan's format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "runtime/facts/facts.h"

namespace berm::plan {

constexpr uint64_t kMaxPlanBytes = 4'000'000'000;

// `path` "-" is standard input. Reports one Diagnostic of the plan table with file, line and column, never with a line
// of the plan, and returns nothing where the file is not a whole, valid plan of a format version from 0.1 to 1.x.
// `planned_values` is never read. Peak memory stays under 32 MB + 10 × the file for what Terraform writes; a file of
// nothing but tiny values may take 15 × its size. Limits: 4 GB, 500 levels of nesting, numbers of 4,096 digits.
std::optional<facts::Plan> read_plan(const std::string& path, Diagnostics& diagnostics);

// The same from memory; `name` stands for the path in messages.
std::optional<facts::Plan> read_plan_text(std::string text, const std::string& name, Diagnostics& diagnostics);

}  // namespace berm::plan
