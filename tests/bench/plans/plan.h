// Large plans, made up: what `terraform show -json` prints of an organisation's AWS resources.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace berm::bench {

struct PlanOptions {
  uint64_t bytes = 0;      // about so large, or
  uint64_t resources = 0;  // about so many resources
  uint64_t seed = 1;
  bool pretty = false;  // as `jq` prints it; Terraform writes one line
};

struct PlanSize {
  uint64_t bytes = 0, resources = 0;  // of `resource_changes`
};

// The plan, piece by piece; never held whole. The same options make the same bytes. Most resources are as they should
// be, two in a hundred are not.
using Sink = std::function<void(std::string_view piece)>;
PlanSize write_plan(const PlanOptions& options, const Sink& sink);

}  // namespace berm::bench
