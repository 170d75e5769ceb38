// `sim` by a compiled program: questions on standard input, one a line.
#pragma once

#include <string>

#include "apps/common/terminal.h"

namespace berm::app {

// Answers each line by the rules of the program. What the command ends with.
int sim_program(const std::string& path, ColorMode color);

}  // namespace berm::app
