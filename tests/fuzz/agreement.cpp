// Random rules on a random plan, made of the input's bytes: by the fast filter and by the naive evaluator, or, where
// the last byte is odd, over the plan's text by the streaming evaluator and by the naive one.
#include "tests/agreement/plans/trial.h"
#include "tests/agreement/stream/trial.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void agreement(std::string_view input) {
  constexpr size_t kRules = 3;
  agreement::Choices choices(std::span(reinterpret_cast<const uint8_t*>(input.data()), input.size()));
  bool of_text = !input.empty() && input.back() % 2 != 0;
  std::string problem =
      of_text ? agreement::try_text(choices, kRules).problem : agreement::try_plan(choices, kRules).problem;
  require(problem.empty(), problem);
}

}  // namespace berm::fuzz
