// berm: guardrails in, cloud documents and verdicts out.
#include <algorithm>
#include <csignal>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "base/text.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

bool is_command(CLI::App& app, std::string_view name) {
  auto commands = app.get_subcommands([](CLI::App*) { return true; });
  return std::any_of(commands.begin(), commands.end(), [&](CLI::App* each) { return each->get_name() == name; });
}

void report_unknown_command(CLI::App& app, const std::string& name, Diagnostics& diagnostics) {
  NearestName nearest(name);
  std::vector<std::string> names;
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    nearest.offer(command->get_name());
    names.push_back(fmt::format("`{}`", command->get_name()));
  }
  auto best = nearest.best();
  diagnostics.add(DiagnosticKind::UnknownCommand, fmt::format("there is no command `{}`", name))
      .help(best ? fmt::format("did you mean `berm {}`?", *best) : fmt::format("one of {}", join(names, ", ")));
}

int bad_usage(CLI::App& app, const CLI::ParseError& problem, int argc, char** argv) {
  Diagnostics diagnostics;
  std::string first = argc > 1 ? argv[1] : "";
  if (!first.empty() && first[0] != '-' && !is_command(app, first)) {
    report_unknown_command(app, first, diagnostics);
  } else {
    std::string message = problem.what();
    if (!message.empty()) message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
    diagnostics.add(DiagnosticKind::BadUsage, std::move(message))
        .help(is_command(app, first) ? fmt::format("`berm {} --help` lists the options", first)
                                     : "`berm --help` lists the commands");
  }
  print_diagnostics(diagnostics, SourceSet(), ColorMode::Auto);
  return kBadInput;
}

}  // namespace
}  // namespace berm::app

int main(int argc, char** argv) {
  using namespace berm::app;
  std::signal(SIGPIPE, SIG_IGN);
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& problem) {
    return bad_usage(app, problem, argc, argv);
  }
  return exit_code;
}
