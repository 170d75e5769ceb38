// What is wrong with a plan, and at which byte of it.
#pragma once

#include <cstddef>
#include <string>

#include "base/diagnostic.h"

namespace berm::plan {

struct Problem {
  DiagnosticKind kind;
  size_t offset = 0;
  std::string message;
  std::string hint;
};

}  // namespace berm::plan
