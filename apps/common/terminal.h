// What commands share: the terminal, output, exit codes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace berm::app {

enum ExitCode : int { kClean = 0, kViolations = 1, kNotProven = 2, kBadInput = 3 };

// --color auto|always|never, for a stream (1 standard output, 2 standard error).
enum class ColorMode : uint8_t { Auto, Always, Never };

struct Terminal {
  bool color = false;
  unsigned width = 100;
};
// Colour on a terminal only, and never with NO_COLOR set or TERM=dumb; width from the terminal, else COLUMNS, else 100.
Terminal terminal(int descriptor, ColorMode mode);

// Options that every command has.
struct Common {
  std::string directory = ".";
  ColorMode color = ColorMode::Auto;
};
void add_common(CLI::App& command, Common& common);
// Those without the folder, for commands whose own arguments stand in its place.
void add_color(CLI::App& command, Common& common);
// The option takes one of these words.
void check_choice(CLI::Option& option, const std::vector<std::string>& choices);

// The option takes a name that is not empty: what a script leaves empty by mistake would be taken for "not given".
void check_given(CLI::Option& option);

// Writes all of it to standard output. False: it could not be written (full disk, closed pipe); said on standard error.
bool print(std::string_view text);
// To standard error.
void print_diagnostics(const Diagnostics& diagnostics, const SourceSet& sources, ColorMode mode);
// Those that have no place in a source.
void print_diagnostics(const Diagnostics& diagnostics, ColorMode mode);

// Parses the arguments and runs the command that they name. What the program ends with: `exit_code`, as the command
// left it, or kBadInput with a diagnostic.
int run(CLI::App& app, const int& exit_code, int argc, char** argv);

}  // namespace berm::app
