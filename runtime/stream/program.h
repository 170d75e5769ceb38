// Judges plans by a compiled program.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "program/program.h"
#include "runtime/load/load.h"
#include "runtime/stream/check.h"

namespace berm::stream {

// What it is made of outlives it. Not for several threads at once.
class Judge {
 public:
  // `judged`: the numbers of the rules that are.
  Judge(const program::Program& program, load::Rules& rules, const std::vector<uint32_t>& judged);
  ~Judge();

  // As check.h has it.
  std::optional<report::CheckResult> check(const std::string& path, const Options& options, Diagnostics& diagnostics);
  std::optional<report::CheckResult> check_text(std::string_view text, const std::string& name, const Options& options,
                                                Diagnostics& diagnostics);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::stream
