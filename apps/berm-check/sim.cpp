// berm-check sim: decides requests by the rules of a compiled program.
#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm-check/command.h"
#include "apps/check/sim_program.h"

namespace berm::app {
namespace {

struct SimArguments : Common {
  std::string program;
};

}  // namespace

void add_sim(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<SimArguments>();
  CLI::App* command = app.add_subcommand(
      "sim", "Decide requests by the rules of a compiled program, one JSON object a line of standard input");
  add_color(*command, *arguments);
  command->add_option("--program", arguments->program, "what `berm build` wrote as guardrails.bermc")
      ->required()
      ->type_name("FILE");
  command->footer("Exit codes: 0 no rule denies any · 1 some rule denies one · 3 bad usage, input or program");
  command->callback([arguments, &exit_code] { exit_code = sim_program(arguments->program, arguments->color); });
}

}  // namespace berm::app
