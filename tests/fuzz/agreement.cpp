// Random rules on a random plan, made of the input's bytes, by the fast filter and by the naive evaluator.
#include "tests/agreement/plans/trial.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void agreement(std::string_view input) {
  constexpr size_t kRules = 3;
  agreement::Choices choices(std::span(reinterpret_cast<const uint8_t*>(input.data()), input.size()));
  agreement::PlanTrial trial = agreement::try_plan(choices, kRules);
  require(trial.problem.empty(), trial.problem);
}

}  // namespace berm::fuzz
