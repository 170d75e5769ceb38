#include "apps/check/sim_program.h"

#include <unistd.h>

#include "program/program.h"
#include "runtime/calls/lines.h"

namespace berm::app {

int sim_program(const std::string& path, ColorMode color) {
  Diagnostics diagnostics;
  const auto program = program::Program::open(path, diagnostics);
  calls::Answered answered;
  if (program) {
    const calls::Rules rules(*program);
    answered = calls::answer_lines(rules, STDIN_FILENO, STDOUT_FILENO, diagnostics);
  }
  if (!answered.written)
    diagnostics.add(DiagnosticKind::FileNotWritten, "the answers can't be written to standard output");
  print_diagnostics(diagnostics, color);
  if (diagnostics.has_errors()) return kBadInput;
  return answered.denied ? kViolations : kClean;
}

}  // namespace berm::app
