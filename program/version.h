// The version of the program's format. Any change of a schema, or of what a field means, counts it up: a program is
// read by the Berm that it was built for, or built again.
#pragma once

#include <cstdint>

namespace berm::program {

constexpr uint32_t kFormatVersion = 1;

}  // namespace berm::program
