// The command `check`, but for where its rules and waivers come from.
#pragma once

#include "apps/check/check_inputs.h"
#include "program/program.h"

namespace berm::app {

// All but those that say where the rules are.
void add_check_options(CLI::App& command, CheckArguments& arguments);

// Judges the plans and prints the report, or explains. What the program ends with.
int check(const CheckArguments& arguments, const program::Program& program, load::Rules& rules, CheckInputs inputs);

}  // namespace berm::app
