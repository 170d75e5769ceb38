// Random rules on a random plan, by the filter and by the naive evaluator.
#pragma once

#include <cstdint>
#include <string>

#include "tests/agreement/plans/choices.h"

namespace berm::agreement {

struct PlanTrial {
  std::string problem;  // empty: they agree
  uint64_t pairs = 0;   // of rules and resources
  uint64_t judged = 0;
  uint64_t clean = 0;    // of which nothing is to be said
  uint64_t cleared = 0;  // of those, what the filter says so of
};

PlanTrial try_plan(Choices& choices, size_t rules);

}  // namespace berm::agreement
