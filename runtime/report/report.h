// Check results as text, JSON, or GitHub workflow commands.
#pragma once

#include <string>

#include "runtime/report/verdict.h"

namespace berm::report {

enum class Format : uint8_t { Text, Json, Github };

struct Options {
  bool color = false;
  unsigned width = 100;    // columns; text is wrapped to it
  bool verbose = false;    // satisfied and not applicable rules one by one, not just counted
};

std::string render(const CheckResult& result, Format format, const Options& options);

}  // namespace berm::report
