// berm: guardrails in, cloud documents and verdicts out.
#include "CLI/CLI.hpp"
#include "apps/berm/command.h"

int main(int argc, char** argv) {
  using namespace berm::app;
  CLI::App app{"Berm compiles guardrails into cloud policy documents and judges Terraform plans by them.", "berm"};
  app.set_version_flag("--version", "berm " BERM_VERSION);
  app.set_help_all_flag("--help-all", "help of every command");
  app.require_subcommand(1);
  app.footer("Exit codes: 0 clean · 1 violations · 2 not proven · 3 bad usage, policy source or plan");

  int exit_code = kClean;
  add_build(app, exit_code);
  add_check(app, exit_code);
  add_test(app, exit_code);
  add_mock(app, exit_code);
  add_grant(app, exit_code);
  add_lint_policy(app, exit_code);
  add_sim(app, exit_code);
  add_replay(app, exit_code);
  add_import(app, exit_code);
  return run(app, exit_code, argc, argv);
}
