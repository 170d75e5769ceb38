// Whole processes, measured.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace berm::bench {

struct Command {
  std::vector<std::string> words;      // program first
  std::string input;                   // a file; empty: nothing
  std::string output;                  // a file; empty: thrown away
  std::vector<std::string> variables;  // NAME=VALUE, beside what is set
  bool one_core = false;
};

struct Run {
  double seconds = 0;    // by the clock
  double processor = 0;  // seconds, of all cores
  uint64_t peak = 0;     // bytes of memory
  int exit_code = -1;    // -1: it could not be run, or ended by a signal
};

// Keeps this process small: what it holds when it forks counts as the other's.
Run run(const Command& command);

// Each command in turn, `runs` times, after one round that is not counted. The medians, by command; the exit code is
// the highest.
std::vector<Run> measure(const std::vector<Command>& commands, size_t runs);

// Where a program of this name is on the PATH; empty: nowhere.
std::string find_program(const std::string& name);

}  // namespace berm::bench
