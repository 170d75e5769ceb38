// berm check: judges a Terraform plan by the rules.
#include <unistd.h>

#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "runtime/report/report.h"

namespace berm::app {
namespace {

struct CheckArguments : Common {
  std::string plan;
  report::Format format = report::Format::Text;
  std::string block_at;
  bool all = false;
  bool verbose = false;
};

reference::CheckOptions check_options(const CheckArguments& arguments, const manifest::Manifest& manifest) {
  reference::CheckOptions options;
  options.rules = manifest.check_rules;
  options.all = arguments.all;
  const std::string& block_at = arguments.block_at.empty() ? manifest.block_at : arguments.block_at;
  options.block_at = report::parse_severity(block_at).value_or(report::Severity::High);
  return options;
}

int check(const CheckArguments& arguments) {
  auto project = load(arguments);
  if (!project) return kBadInput;
  Diagnostics diagnostics;
  auto plan = plan::read_plan(arguments.plan, diagnostics);
  print_diagnostics(diagnostics, project->sources, arguments.color);
  if (!plan) return kBadInput;

  report::CheckResult result =
      reference::check(project->module, *plan, project->sources, check_options(arguments, project->manifest));
  Terminal screen = terminal(STDOUT_FILENO, arguments.color);
  report::Options options{.color = screen.color, .width = screen.width, .verbose = arguments.verbose};
  bool printed = true;
  report::render(result, arguments.format, options, [&](std::string_view piece) { printed = printed && print(piece); });
  if (!printed) return kBadInput;
  return report::exit_code(result);
}

report::Format parse_format(const std::string& text) {
  if (text == "json") return report::Format::Json;
  return text == "github" ? report::Format::Github : report::Format::Text;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Judge a Terraform plan by the rules");
  add_common(*command, *arguments);
  command->add_option("--plan", arguments->plan, "what `terraform show -json` printed; - is standard input")
      ->required()
      ->type_name("FILE");
  auto set_format = [arguments](const std::string& text) { arguments->format = parse_format(text); };
  auto* format = command->add_option_function<std::string>("--format", set_format, "text, json or github");
  check_choice(*format->type_name("FORMAT"), {"text", "json", "github"});
  auto* block_at =
      command->add_option("--block-at", arguments->block_at,
                          "severity from which a violation fails the run (default: the manifest's, else high)");
  check_choice(*block_at->type_name("SEVERITY"), {"info", "low", "medium", "high", "critical"});
  command->add_flag("--all", arguments->all, "violations that already exist block too");
  command->add_flag("-v,--verbose", arguments->verbose, "list satisfied and not applicable rules one by one");
  command->callback([arguments, &exit_code] { exit_code = check(*arguments); });
}

}  // namespace berm::app
