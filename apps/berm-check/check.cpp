// berm-check check: as `berm check --program`, but for waivers.
#include "apps/check/check.h"

#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm-check/command.h"
#include "program/program.h"

namespace berm::app {
namespace {

// They are YAML, of which this program knows nothing; passing them over would show what somebody answers for as new.
void refuse_waivers(const CheckArguments& arguments, Diagnostics& diagnostics) {
  if (arguments.waivers.empty()) return;
  diagnostics.add(DiagnosticKind::BadUsage, "`berm-check` reads no waivers")
      .help("`berm check --program` does; a baseline goes with both");
}

int check(const CheckArguments& arguments) {
  Diagnostics diagnostics;
  refuse_waivers(arguments, diagnostics);
  auto program = program::Program::open(arguments.program, diagnostics);
  if (!program || diagnostics.has_errors()) {
    print_diagnostics(diagnostics, arguments.color);
    return kBadInput;
  }
  load::Rules rules(*program);
  CheckInputs inputs = read_inputs(arguments, rules, diagnostics);
  print_diagnostics(diagnostics, arguments.color);
  return diagnostics.has_errors() ? kBadInput : check(arguments, *program, rules, std::move(inputs));
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Judge Terraform plans by a compiled program");
  add_color(*command, *arguments);
  command->add_option("--program", arguments->program, "what `berm build` wrote as guardrails.bermc")
      ->required()
      ->type_name("FILE");
  add_check_options(*command, *arguments);
  command->get_option("--waivers")->group("");
  command->callback([arguments, &exit_code] { exit_code = check(*arguments); });
}

}  // namespace berm::app
