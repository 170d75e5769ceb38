// From arguments to a command, and what is said where they name none.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <system_error>

#include "CLI/CLI.hpp"
#include "apps/common/terminal.h"
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
      .help(best ? fmt::format("did you mean `{} {}`?", app.get_name(), *best)
                 : fmt::format("one of {}", join(names, ", ")));
}

// Not with a name in capitals, such as FILE.
bool begins_a_sentence(std::string_view text) {
  const auto is_upper = [&](size_t i) { return text[i] >= 'A' && text[i] <= 'Z'; };
  return text.size() > 1 && is_upper(0) && !is_upper(1);
}

int bad_usage(CLI::App& app, const CLI::ParseError& problem, int argc, char** argv) {
  Diagnostics diagnostics;
  std::string first = argc > 1 ? argv[1] : "";
  if (!first.empty() && first[0] != '-' && !is_command(app, first)) {
    report_unknown_command(app, first, diagnostics);
  } else {
    std::string message = problem.what();
    if (begins_a_sentence(message)) message[0] = static_cast<char>(message[0] - 'A' + 'a');
    diagnostics.add(DiagnosticKind::BadUsage, std::move(message))
        .help(is_command(app, first) ? fmt::format("`{} {} --help` lists the options", app.get_name(), first)
                                     : fmt::format("`{} --help` lists the commands", app.get_name()));
  }
  print_diagnostics(diagnostics, ColorMode::Auto);
  return kBadInput;
}

// What is open in their place would be taken for them: a report would be written into it. /dev/null opened the other
// way round fails as what is closed does.
void hold_standard_streams() {
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// Without memory nothing is put together first.
int broken_off(const char* why) {
  std::fprintf(stderr, "error: %s\n  = help: nothing was decided: run it again with more room\n", why);
  return kBadInput;
}

}  // namespace

int run(CLI::App& app, const int& exit_code, int argc, char** argv) {
  hold_standard_streams();
  // What can't be written is said where it is written.
  for (int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& problem) {
    return bad_usage(app, problem, argc, argv);
  } catch (const std::bad_alloc&) {
    return broken_off("there is not enough memory");
  } catch (const std::length_error&) {
    return broken_off("there is not enough memory");
  } catch (const std::system_error& problem) {
    return broken_off(problem.code().message().c_str());
  }
  return exit_code;
}

}  // namespace berm::app
