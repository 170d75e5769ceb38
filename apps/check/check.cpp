#include "apps/check/check.h"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>

#include "CLI/CLI.hpp"
#include "apps/common/progress.h"
#include "base/files.h"
#include "base/text.h"
#include "fmt/format.h"
#include "runtime/baseline/baseline.h"
#include "runtime/report/report.h"
#include "runtime/stream/program.h"
#include "runtime/waivers/waivers.h"

namespace berm::app {
namespace {

// What is judged is read in pieces, each in memory that the last one had: to give that back to the system and ask for
// it again would cost more than what is done with it.
void keep_freed_memory() {
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 8 << 20);
}

class Check {
 public:
  Check(const CheckArguments& arguments, const program::Program& program, load::Rules& rules, CheckInputs inputs)
      : arguments_(arguments), inputs_(std::move(inputs)), judge_(program, rules, inputs_.rules) {}

  int run() {
    keep_freed_memory();
    report_.today = waivers::to_text(inputs_.today);
    report_.block_at = inputs_.options.block_at;
    for (const std::string& path : arguments_.plans) report_.plans.push_back(judge(path));
    bool unreadable = std::any_of(report_.plans.begin(), report_.plans.end(),
                                  [](const report::CheckResult& plan) { return !plan.readable; });
    if (unreadable && report_.plans.size() == 1) return kBadInput;
    report_.waivers = std::move(inputs_.waivers);
    waivers::apply(report_);
    if (inputs_.require_match && !unreadable) find_unmatched();
    if (!baseline(unreadable)) return kBadInput;
    return print_report() ? report::exit_code(report_) : static_cast<int>(kBadInput);
  }

 private:
  report::CheckResult judge(const std::string& path) {
    stream::Options options;
    options.block_at = inputs_.options.block_at;
    options.all = inputs_.options.all;
    options.account = inputs_.options.account;
    options.assume = inputs_.options.assume;
    Diagnostics diagnostics;
    auto result = [&] {
      Progress progress(fmt::format("judging {}", path));
      return judge_.check(path, options, diagnostics);
    }();
    print_diagnostics(diagnostics, arguments_.color);
    if (result) return std::move(*result);
    report::CheckResult unreadable;
    unreadable.plan_path = path;
    unreadable.readable = false;
    unreadable.block_at = inputs_.options.block_at;
    return unreadable;
  }

  // A rule that judged nothing in any plan. What only speaks of calls can't judge a plan.
  void find_unmatched() {
    const auto& rules = report_.plans.front().rules;
    for (uint32_t i = 0; i < rules.size(); ++i) {
      bool idle = rules[i].verdict != report::Verdict::NotJudgedHere &&
                  std::all_of(report_.plans.begin(), report_.plans.end(),
                              [&](const report::CheckResult& plan) { return plan.rules[i].judged == 0; });
      if (idle) report_.unmatched.push_back(i);
    }
  }

  // False: one that was to be written could not be.
  bool baseline(bool unreadable) {
    if (inputs_.baseline) baseline::apply(*inputs_.baseline, report_);
    if (arguments_.write_baseline.empty()) return true;
    Diagnostics diagnostics;
    if (unreadable) {
      diagnostics.add(DiagnosticKind::FileNotWritten, "the baseline is not written: a plan could not be read")
          .at(InputPosition{arguments_.write_baseline});
    } else {
      baseline::Baseline now = baseline::make(report_, arguments_.write_baseline);
      if (write_files({{now.path, baseline::write(now)}}, diagnostics)) {
        baseline::apply(now, report_);
        report_.baseline->written = true;
      }
    }
    print_diagnostics(diagnostics, arguments_.color);
    return !diagnostics.has_errors() || unreadable;
  }

  bool print_report() const {
    Terminal screen = terminal(STDOUT_FILENO, arguments_.color);
    report::Options options{.color = screen.color, .width = screen.width, .verbose = arguments_.verbose};
    bool printed = true;
    report::render(report_, arguments_.format, options,
                   [&](std::string_view piece) { printed = printed && print(piece); });
    return printed;
  }

  const CheckArguments& arguments_;
  CheckInputs inputs_;
  stream::Judge judge_;
  report::CheckReport report_;
};

report::Format parse_format(const std::string& text) {
  if (text == "json") return report::Format::Json;
  return text == "github" ? report::Format::Github : report::Format::Text;
}

std::string bad_account(const std::string& text) {
  return is_account_id(text) ? "" : fmt::format("`{}` is not an account's twelve digits", text);
}

void add_what_is_judged(CLI::App& command, CheckArguments& arguments) {
  command.add_option("--plan", arguments.plans, "what `terraform show -json` printed; - is standard input; repeatable")
      ->required()
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--rules", arguments.rules, "judge only these of the manifest's rules; repeatable")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command
      .add_option("--account", arguments.account,
                  "account of the plans whose providers name none (default: the manifest's)")
      ->type_name("ID")
      ->check(CLI::Validator([](std::string& text) { return bad_account(text); }, ""));
  command.add_flag("--no-assume", arguments.no_assume, "take no provider default for granted: not proven instead");
}

void add_what_blocks(CLI::App& command, CheckArguments& arguments) {
  auto* block_at =
      command.add_option("--block-at", arguments.block_at,
                         "severity from which a violation fails the run (default: the manifest's, else high)");
  check_choice(*block_at->type_name("SEVERITY"), {"info", "low", "medium", "high", "critical"});
  command.add_flag("--all", arguments.all, "violations that already exist block too");
  command.add_flag("--require-match", arguments.require_match, "a rule that judged nothing in any plan fails the run");
  const auto add_file = [&command](const std::string& name, std::string& path, const std::string& what) {
    check_given(*command.add_option(name, path, what)->type_name("FILE"));
  };
  add_file("--waivers", arguments.waivers, "waivers to go by (default: the manifest's)");
  add_file("--baseline", arguments.baseline, "findings in this file are known and don't block");
  add_file("--write-baseline", arguments.write_baseline, "write the findings of now as a baseline");
  command.add_option("--today", arguments.today, "for tests: the day by which waivers are judged")->group("");
}

}  // namespace

void add_check_options(CLI::App& command, CheckArguments& arguments) {
  add_what_is_judged(command, arguments);
  add_what_blocks(command, arguments);
  auto set_format = [&arguments](const std::string& text) { arguments.format = parse_format(text); };
  auto* format = command.add_option_function<std::string>("--format", set_format, "text, json or github");
  check_choice(*format->type_name("FORMAT"), {"text", "json", "github"});
  check_given(
      *command
           .add_option("--explain", arguments.explain, "show step by step how a rule judges a resource (text or json)")
           ->type_name("RULE[@ADDRESS]"));
  command.add_flag("-v,--verbose", arguments.verbose, "list satisfied and not applicable rules one by one");
}

int check(const CheckArguments& arguments, const program::Program& program, load::Rules& rules, CheckInputs inputs) {
  if (!arguments.explain.empty()) return explain(arguments, rules, inputs);
  return Check(arguments, program, rules, std::move(inputs)).run();
}

}  // namespace berm::app
