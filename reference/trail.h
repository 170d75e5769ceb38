// What an answer rests on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference/path.h"

namespace berm::reference {

// An attribute that was read on the way to the answer.
struct Read {
  std::string path;
  Value value;
  std::string note = {};  // shown instead of the value
};

// What decided though nobody can be certain of it.
struct Used {
  std::string path;
  Value value;                // a provider's default; or, of a relation:
  std::string relation = {};  // what it rests on
  std::string_view to = {};   // the address of what it relates to
};

// An answer, and what it rests on.
struct Remembered {
  Result answer;
  std::vector<Read> reads;
  std::vector<Used> used;
};

}  // namespace berm::reference
