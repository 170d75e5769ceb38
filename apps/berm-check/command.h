// The commands of `berm-check`. Each adds its subcommand, which sets what the program ends with.
#pragma once

#include "apps/common/terminal.h"

namespace berm::app {

void add_check(CLI::App& app, int& exit_code);
void add_sim(CLI::App& app, int& exit_code);

}  // namespace berm::app
