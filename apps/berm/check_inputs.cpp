#include "apps/berm/check_inputs.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxWaiverBytes = 1 << 20;
constexpr uint64_t kMaxBaselineBytes = 256 << 20;

class InputReader {
 public:
  InputReader(const CheckArguments& arguments, const driver::Project& project, Diagnostics& diagnostics)
      : arguments_(arguments), project_(project), diagnostics_(diagnostics) {}

  CheckInputs read() {
    const manifest::Manifest& manifest = project_.manifest;
    check_plans();
    read_today();
    inputs_.options.rules = selected_rules();
    inputs_.options.all = arguments_.all;
    inputs_.options.assume = !arguments_.no_assume;
    inputs_.options.account = arguments_.account.empty() ? manifest.account : arguments_.account;
    const std::string& block_at = arguments_.block_at.empty() ? manifest.block_at : arguments_.block_at;
    inputs_.options.block_at = report::parse_severity(block_at).value_or(report::Severity::High);
    inputs_.require_match = arguments_.require_match || manifest.require_match;
    read_waivers();
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

  bool in_manifest(const ir::Rule& rule) const {
    const auto& patterns = project_.manifest.check_rules;
    if (patterns.empty()) return !rule.standard_library;
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); });
  }

  // The manifest's patterns; with `--rules`, the full names of those rules among them.
  std::vector<std::string> selected_rules() {
    if (arguments_.rules.empty()) return project_.manifest.check_rules;
    std::vector<std::string> names;
    for (const std::string& pattern : arguments_.rules) {
      NearestName nearest(pattern);
      bool known = false;
      for (const ir::Rule& rule : project_.module.rules) {
        if (!in_manifest(rule)) continue;
        nearest.offer(rule.name);
        if (!ir::matches_rule(pattern, rule)) continue;
        known = true;
        names.push_back(rule.name);
      }
      if (!known) report_unknown_rule(pattern, nearest.best());
    }
    return names;
  }

  void report_unknown_rule(const std::string& pattern, const std::optional<std::string>& best) {
    diagnostics_.add(DiagnosticKind::UnknownRule, fmt::format("`{}` names none of the rules that are checked", pattern))
        .help(best ? fmt::format("did you mean `{}`?", *best)
                   : "a pattern is a rule's full name, `package.*` or `package.**`");
  }

  void read_waivers() {
    std::string path = arguments_.waivers;
    if (path.empty() && !project_.manifest.waivers.empty())
      path = (fs::path(project_.directory) / project_.manifest.waivers).lexically_normal().string();
    if (path.empty()) return;
    auto text = read_file(path, kMaxWaiverBytes, diagnostics_);
    if (!text) return;
    std::vector<waivers::RuleName> rules;
    for (const ir::Rule& rule : project_.module.rules)
      rules.push_back({rule.name, static_cast<report::Severity>(rule.severity)});
    auto read = waivers::read_waivers(*text, path, rules, inputs_.today, diagnostics_);
    if (read) inputs_.waivers = std::move(*read);
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
  const driver::Project& project_;
  Diagnostics& diagnostics_;
  CheckInputs inputs_;
};

}  // namespace

std::optional<CheckInputs> read_inputs(const CheckArguments& arguments, const driver::Project& project,
                                       Diagnostics& diagnostics) {
  CheckInputs inputs = InputReader(arguments, project, diagnostics).read();
  if (diagnostics.has_errors()) return std::nullopt;
  return inputs;
}

}  // namespace berm::app
