#include "program/listing.h"

namespace berm::program {

std::string list_call_code(const Program&) { return ""; }

}  // namespace berm::program
