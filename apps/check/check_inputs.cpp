#include "apps/check/check_inputs.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "fmt/format.h"
#include "ir/ir.h"

namespace berm::app {
namespace {

constexpr uint64_t kMaxBaselineBytes = 256 << 20;

class InputReader {
 public:
  InputReader(const CheckArguments& arguments, const load::Rules& rules, Diagnostics& diagnostics)
      : arguments_(arguments), rules_(rules), diagnostics_(diagnostics) {}

  CheckInputs read() {
    const load::Settings settings = rules_.settings();
    check_plans();
    read_today();
    inputs_.rules = selected_rules();
    inputs_.options.all = arguments_.all;
    inputs_.options.assume = !arguments_.no_assume;
    inputs_.options.account = arguments_.account.empty() ? settings.account : arguments_.account;
    inputs_.options.block_at = report::parse_severity(arguments_.block_at).value_or(settings.block_at);
    inputs_.require_match = arguments_.require_match || settings.require_match;
    read_baseline();
    return std::move(inputs_);
  }

 private:
  void bad_usage(std::string message, std::string hint) {
    diagnostics_.add(DiagnosticKind::BadUsage, std::move(message)).help(std::move(hint));
  }

  // A report of two plans of one name could not be read.
  void check_plans() {
    std::set<std::string> seen;
    for (const std::string& plan : arguments_.plans) {
      if (!seen.insert(plan).second)
        bad_usage(fmt::format("the plan `{}` is given twice", plan), "name each plan once");
    }
  }

  void read_today() {
    inputs_.today = waivers::today();
    if (arguments_.today.empty()) return;
    if (auto day = waivers::parse_day(arguments_.today)) {
      inputs_.today = *day;
    } else {
      bad_usage(fmt::format("`{}` is not a day", arguments_.today), "write it as `YYYY-MM-DD`");
    }
  }

  // Those that the manifest names; with `--rules`, those among them.
  std::vector<uint32_t> selected_rules() {
    std::set<uint32_t> selected;
    for (uint32_t i = 0; i < rules_.size(); ++i) {
      if (arguments_.rules.empty() && rules_.checked(i)) selected.insert(i);
    }
    for (const std::string& pattern : arguments_.rules) {
      NearestName nearest(pattern);
      bool known = false;
      for (uint32_t i = 0; i < rules_.size(); ++i) {
        if (!rules_.checked(i)) continue;
        nearest.offer(rules_.name(i));
        if (!ir::matches_rule(pattern, rules_.name(i))) continue;
        known = true;
        selected.insert(i);
      }
      if (!known) report_unknown_rule(pattern, nearest.best());
    }
    return {selected.begin(), selected.end()};
  }

  void report_unknown_rule(const std::string& pattern, const std::optional<std::string>& best) {
    diagnostics_.add(DiagnosticKind::UnknownRule, fmt::format("`{}` names none of the rules that are checked", pattern))
        .help(best ? fmt::format("did you mean `{}`?", *best)
                   : "a pattern is a rule's full name, `package.*` or `package.**`");
  }

  void read_baseline() {
    if (arguments_.baseline.empty()) return;
    if (!arguments_.write_baseline.empty()) {
      return bad_usage("`--baseline` and `--write-baseline` don't go together",
                       "write a new one without the old: then it holds all that is there now");
    }
    auto text = read_file(arguments_.baseline, kMaxBaselineBytes, diagnostics_);
    if (text) inputs_.baseline = baseline::read(*text, arguments_.baseline, diagnostics_);
  }

  const CheckArguments& arguments_;
  const load::Rules& rules_;
  Diagnostics& diagnostics_;
  CheckInputs inputs_;
};

}  // namespace

CheckInputs read_inputs(const CheckArguments& arguments, const load::Rules& rules, Diagnostics& diagnostics) {
  return InputReader(arguments, rules, diagnostics).read();
}

}  // namespace berm::app
