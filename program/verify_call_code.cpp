#include "program/verify.h"

namespace berm::program {

std::string problem_of_call_code(const fb::Program&) { return ""; }

}  // namespace berm::program
