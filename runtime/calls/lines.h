// Questions on a stream, one a line of JSON, answered by one line each in the order of their coming.
#pragma once

#include <cstdint>
#include <string>

#include "base/diagnostic.h"
#include "runtime/calls/calls.h"

namespace berm::calls {

struct Answered {
  bool denied = false;  // at least one call
  bool wrong = false;   // at least one line is no question; reported
  bool written = true;  // else the output could not be written
};

// Reads the descriptor to its end, and reports where that can't be. An answer is {"line": 7, "decision": "denied",
// "rules": ["acme.log_1"]}, or
// {"line": 7, "error": "it is not JSON"}. Lines are at most 1 MiB. Two threads, where there is enough to do.
Answered answer_lines(const Rules& rules, int input, int output, Diagnostics& diagnostics);

}  // namespace berm::calls
