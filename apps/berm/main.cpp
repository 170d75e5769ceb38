// berm: guardrails in, cloud documents and verdicts out.
#include <csignal>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{"Berm compiles guardrails into cloud policy documents and judges Terraform plans by them.", "berm"};
  app.set_version_flag("--version", "berm " BERM_VERSION);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.footer("Exit codes: 0 clean · 1 violations · 2 not proven · 3 bad usage, policy source or plan");

  int exit_code = berm::app::kClean;
  berm::app::add_build(app, exit_code);
  berm::app::add_check(app, exit_code);
  berm::app::add_test(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? berm::app::kClean : berm::app::kBadInput;
  }
  return exit_code;
}
