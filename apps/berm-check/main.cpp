// berm-check: judges by compiled programs, and needs nothing else. A small program for containers and agents.
#include "CLI/CLI.hpp"
#include "apps/berm-check/command.h"

int main(int argc, char** argv) {
  using namespace berm::app;
  CLI::App app{"Judges Terraform plans and API calls by guardrails that `berm build` compiled.", "berm-check"};
  app.set_version_flag("--version", "berm-check " BERM_VERSION);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.footer("Exit codes: 0 clean · 1 violations · 2 not proven · 3 bad usage, program or plan");

  int exit_code = kClean;
  add_check(app, exit_code);
  add_sim(app, exit_code);
  return run(app, exit_code, argc, argv);
}
