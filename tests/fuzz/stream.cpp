// A plan, judged by a compiled program while it is read in small windows, against the naive evaluator over the whole of
// it.
#include <memory>
#include <vector>

#include "compiler/emit/emit.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "runtime/stream/program.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/rules.h"
#include "tests/support/check_result_text.h"

namespace berm::fuzz {
namespace {

std::string compiled() {
  const driver::Project& project = rules();
  emit::Settings settings{.rules = project.manifest.check_rules};
  return emit::emit({project.module, project.sources, *project.catalog, settings, project.directory,
                     project.standard_library, "test"});
}

// The rules of tests/fuzz/rules, compiled.
class Compiled {
 public:
  Compiled() {
    Diagnostics diagnostics;
    program_ = program::Program::from_bytes(compiled(), "rules.bermc", diagnostics);
    require(program_ != nullptr, render(diagnostics, {}, {}));
    loaded_ = std::make_unique<load::Rules>(*program_, rules().directory);
    std::vector<uint32_t> judged;
    for (uint32_t i = 0; i < loaded_->size(); ++i) {
      if (loaded_->checked(i)) judged.push_back(i);
    }
    judge_ = std::make_unique<stream::Judge>(*program_, *loaded_, judged);
  }
  stream::Judge& judge() { return *judge_; }

 private:
  std::unique_ptr<const program::Program> program_;
  std::unique_ptr<load::Rules> loaded_;
  std::unique_ptr<stream::Judge> judge_;
};

std::optional<report::CheckResult> judge_whole(std::string_view input, Diagnostics& diagnostics) {
  auto plan = plan::read_plan_text(std::string(input), "plan.json", diagnostics);
  if (!plan) return std::nullopt;
  return reference::check(rules().module, *plan, rules().sources, {.rules = rules().manifest.check_rules});
}

// In another way for each length of an input.
std::optional<report::CheckResult> judge_streamed(std::string_view input, Diagnostics& diagnostics) {
  static Compiled compiled;
  stream::Options options;
  options.window_bytes = 64 + input.size() % 7 * 100;
  options.threads = 1 + static_cast<uint32_t>(input.size() % 2);
  return compiled.judge().check_text(input, "plan.json", options, diagnostics);
}

}  // namespace

void stream(std::string_view input) {
  Diagnostics expected, seen;
  auto whole = judge_whole(input, expected);
  auto streamed = judge_streamed(input, seen);
  show(seen);
  require(streamed.has_value() != seen.has_errors(), "a plan is judged, or it is said why not");
  // What no rule reads is only looked at as far as brackets and strings go.
  if (streamed && !whole) return;
  require(streamed.has_value() == whole.has_value(), "a plan that can be read can be read in windows");
  if (!whole) return;
  std::string left = testing_support::everything(*whole), right = testing_support::everything(*streamed);
  require(left == right, "both find the same:\n" + left + "\n" + right);
}

}  // namespace berm::fuzz
