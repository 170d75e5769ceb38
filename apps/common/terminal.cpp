#include "apps/common/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "CLI/CLI.hpp"
#include "base/text.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

unsigned terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    int width = std::atoi(columns);
    if (width > 0) return static_cast<unsigned>(width);
  }
  return 100;
}

bool wants_color(int descriptor) {
  const char* term = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  return ::isatty(descriptor) == 1 && term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace

Terminal terminal(int descriptor, ColorMode mode) {
  bool color = mode == ColorMode::Always || (mode == ColorMode::Auto && wants_color(descriptor));
  return {color, std::clamp(terminal_width(descriptor), 40u, 200u)};
}

void check_choice(CLI::Option& option, const std::vector<std::string>& choices) {
  option.check(CLI::Validator(
      [choices](std::string& value) {
        bool known = std::find(choices.begin(), choices.end(), value) != choices.end();
        return known ? std::string() : fmt::format("`{}` is not one of {}", value, join(choices, ", "));
      },
      ""));
}

void check_given(CLI::Option& option) {
  option.check(
      CLI::Validator([](std::string& value) { return value.empty() ? "nothing is given" : std::string(); }, ""));
}

void add_common(CLI::App& command, Common& common) {
  command.add_option("DIR", common.directory, "folder of the guardrails, with berm.yaml")->capture_default_str();
  add_color(command, common);
}

void add_color(CLI::App& command, Common& common) {
  auto set_color = [&common](const std::string& when) {
    common.color = when == "always" ? ColorMode::Always : when == "never" ? ColorMode::Never : ColorMode::Auto;
  };
  auto* color = command.add_option_function<std::string>("--color", set_color, "auto, always or never");
  check_choice(*color->type_name("WHEN"), {"auto", "always", "never"});
}

bool print(std::string_view text) {
  size_t put = std::fwrite(text.data(), 1, text.size(), stdout);
  if (put == text.size() && std::fflush(stdout) == 0) return true;
  std::fprintf(stderr, "error: can't write to standard output: %s [file-not-written]\n", std::strerror(errno));
  return false;
}

void print_diagnostics(const Diagnostics& diagnostics, const SourceSet& sources, ColorMode mode) {
  Terminal screen = terminal(STDERR_FILENO, mode);
  std::string text = render(diagnostics, sources, {.color = screen.color, .width = screen.width});
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void print_diagnostics(const Diagnostics& diagnostics, ColorMode mode) {
  print_diagnostics(diagnostics, SourceSet(), mode);
}

}  // namespace berm::app
