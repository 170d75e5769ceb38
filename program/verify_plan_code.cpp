#include "program/verify.h"

namespace berm::program {

std::string problem_of_plan_code(const fb::Program&) { return ""; }

}  // namespace berm::program
