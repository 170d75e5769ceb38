// Answers as text for a terminal and as JSON for machines.
#pragma once

#include <string>

#include "base/source.h"
#include "sim/question.h"
#include "sim/simulator.h"

namespace berm::sim {

// What was asked, and what is so.
struct Result {
  Asked asked;
  Answer answer;
};

std::string text(const Result& result, const SourceSet& sources, bool color);

// One object; `line` is its line of standard input, 0 where there was none.
std::string json(const Result& result, const SourceSet& sources, size_t line, int indent);
// Of a line that is no question.
std::string json_error(size_t line, const std::string& error);

}  // namespace berm::sim
