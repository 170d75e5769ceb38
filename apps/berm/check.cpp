// berm check: judges Terraform plans by the rules.
#include <filesystem>
#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "apps/berm/guardrails.h"
#include "apps/check/check.h"
#include "base/files.h"

namespace berm::app {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxWaiverBytes = 1 << 20;

// Of a program that stands alone only those that an option names: it does not say where the manifest's lie.
std::string waivers_path(const CheckArguments& arguments, const load::Rules& rules) {
  if (!arguments.waivers.empty() || !arguments.program.empty()) return arguments.waivers;
  const std::string named = rules.settings().waivers;
  return named.empty() ? "" : (fs::path(arguments.directory) / named).lexically_normal().string();
}

void read_waivers(const CheckArguments& arguments, const load::Rules& rules, CheckInputs& inputs,
                  Diagnostics& diagnostics) {
  const std::string path = waivers_path(arguments, rules);
  if (path.empty()) return;
  auto text = read_file(path, kMaxWaiverBytes, diagnostics);
  if (!text) return;
  std::vector<waivers::RuleName> names;
  for (size_t i = 0; i < rules.size(); ++i) {
    names.push_back({std::string(rules.name(i)), static_cast<report::Severity>(rules.severity(i))});
  }
  auto read = waivers::read_waivers(*text, path, names, inputs.today, diagnostics);
  if (read) inputs.waivers = std::move(*read);
}

int check(const CheckArguments& arguments) {
  const auto program =
      arguments.program.empty() ? compile(arguments, !arguments.no_cache) : open(arguments.program, arguments.color);
  if (!program) return kBadInput;
  load::Rules rules(*program, arguments.directory);
  Diagnostics diagnostics;
  CheckInputs inputs = read_inputs(arguments, rules, diagnostics);
  read_waivers(arguments, rules, inputs, diagnostics);
  print_diagnostics(diagnostics, arguments.color);
  return diagnostics.has_errors() ? kBadInput : check(arguments, *program, rules, std::move(inputs));
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Judge Terraform plans by the rules");
  add_common(*command, *arguments);
  check_given(
      *command
           ->add_option("--program", arguments->program, "judge by a compiled program instead of the folder's sources")
           ->type_name("FILE"));
  add_check_options(*command, *arguments);
  command->add_flag("--no-cache", arguments->no_cache, "compile the sources even where that was done before");
  command->callback([arguments, &exit_code] { exit_code = check(*arguments); });
}

}  // namespace berm::app
