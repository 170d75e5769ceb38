// What FlatBuffers' own verifier can't see: that indices lie inside, that nothing goes round in circles or nests too
// deep, that operations have their operands. It has to be linear in the section, whose parts may be named several
// times. Internal to this folder.
#pragma once

#include <string>

#include "program/program_generated.h"

namespace berm::program {

// Of a whole program: in words what is wrong first; empty: nothing.
std::string problem_of(const fb::Program& program);

// Of a section. `program` has passed FlatBuffers' verifier.
std::string problem_of_rules(const fb::Program& program);
std::string problem_of_plan_code(const fb::Program& program);
std::string problem_of_call_code(const fb::Program& program);

}  // namespace berm::program
