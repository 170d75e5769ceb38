// Random rules on the text of a random plan, as it is read and by the naive evaluator over the whole.
#pragma once

#include <cstdint>
#include <string>

#include "tests/agreement/plans/choices.h"

namespace berm::agreement {

struct TextTrial {
  std::string problem;  // empty: they agree
  uint64_t findings = 0;
  uint64_t violations = 0;  // of these
};

TextTrial try_text(Choices& choices, size_t rules);

}  // namespace berm::agreement
