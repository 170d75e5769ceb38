// Judges a plan while it is read: in bounded windows, by the fast filter, with what that can't clear left to the naive
// evaluator, over no more of the plan than it looks at. The outcome is that of reference::check over the whole plan.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "runtime/report/verdict.h"
#include "runtime/stream/rules.h"
#include "runtime/stream/sieve.h"

namespace berm::stream {

// How it went, for tests.
struct Statistics {
  bool whole = false;  // the whole plan was left to runtime/plan
};

struct Options {
  report::Severity block_at = report::Severity::High;
  bool all = false;
  std::string account;  // as reference::CheckOptions has it
  bool assume = true;
  uint32_t threads = 0;           // 1, 2; 0: two where the machine has them and the plan is worth it
  size_t window_bytes = 1 << 18;  // grows where an element is larger
  Statistics* statistics = nullptr;
};

// `path` "-" is standard input; a pipe is good, too. Reports what runtime/plan reports, and returns nothing, where the
// file is not a whole, valid plan; but what no rule reads is only looked at as far as brackets and strings go.
std::optional<report::CheckResult> check(Rules& rules, const Sieves& sieves, const std::string& path,
                                         const Options& options, Diagnostics& diagnostics);

// The same from memory; `name` stands for the path in messages.
std::optional<report::CheckResult> check_text(Rules& rules, const Sieves& sieves, std::string_view text,
                                              const std::string& name, const Options& options,
                                              Diagnostics& diagnostics);

}  // namespace berm::stream
