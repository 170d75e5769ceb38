#include "program/listing.h"

namespace berm::program {

std::string list_plan_code(const Program&) { return ""; }

}  // namespace berm::program
