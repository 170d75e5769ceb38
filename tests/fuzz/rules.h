// The project of tests/fuzz/rules, loaded once a process.
#pragma once

#include "compiler/driver/driver.h"

namespace berm::fuzz {

const driver::Project& rules();

}  // namespace berm::fuzz
