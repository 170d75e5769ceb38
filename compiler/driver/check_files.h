// Checks a project's files with its parameters. Internal to this folder.
#pragma once

#include "compiler/driver/driver.h"

namespace berm::driver {

ir::Module check_files(Project& project, Diagnostics& diagnostics);

}  // namespace berm::driver
