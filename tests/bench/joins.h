// The joins that rules make, over a whole plan.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/plan_text.h"

namespace berm::bench {

struct Measured {
  std::string name;         // "flow logs of each VPC"
  size_t yes = 0;           // pairs that refer
  size_t candidates = 0;    // that the index found
  double microseconds = 0;  // for each resource of the plan
};

std::vector<Measured> measure_joins(size_t resources, State state);

}  // namespace berm::bench
