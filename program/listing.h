// A compiled program as text: `berm build --dump=program`, and what golden tests compare.
#pragma once

#include <string>

#include "program/program.h"

namespace berm::program {

std::string list(const Program& program);

// Of a section. Internal to this folder.
std::string list_rules(const Program& program);
std::string list_plan_code(const Program& program);
std::string list_call_code(const Program& program);

}  // namespace berm::program
