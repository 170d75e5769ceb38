// berm check --explain RULE[@ADDRESS]: the evaluation step by step.
#include <unistd.h>

#include "apps/check/check_inputs.h"
#include "base/text.h"
#include "fmt/format.h"
#include "reference/plan_context.h"
#include "runtime/plan/plan.h"

namespace berm::app {
namespace {

class Explain {
 public:
  Explain(const CheckArguments& arguments, load::Rules& rules, const CheckInputs& inputs, Diagnostics& diagnostics)
      : arguments_(arguments), all_(rules), inputs_(inputs), diagnostics_(diagnostics) {
    size_t at = arguments.explain.find('@');
    rule_ = arguments.explain.substr(0, at);
    if (at != std::string::npos) address_ = arguments.explain.substr(at + 1);
  }

  // Empty where something was reported.
  std::vector<report::Explanation> run() {
    const std::vector<const ir::Rule*> rules = find_rules();
    if (diagnostics_.has_errors()) return {};
    auto plan = plan::read_plan(arguments_.plans.front(), diagnostics_);
    if (!plan) return {};
    reference::PlanContext context(*plan);
    if (!inputs_.options.account.empty()) context.relations().assume_account(inputs_.options.account);
    std::vector<report::Explanation> out;
    for (const ir::Rule* rule : rules) explain(*rule, context, out);
    if (out.empty() && !address_.empty()) report_unknown_address(*plan);
    return out;
  }

 private:
  // An explanation is no report: nobody should take it for one that was written or annotated.
  bool fits_the_others() {
    const auto refuse = [&](const char* what) {
      diagnostics_.add(DiagnosticKind::BadUsage, what);
      return false;
    };
    if (arguments_.plans.size() > 1) return refuse("`--explain` goes with one `--plan`");
    if (!arguments_.write_baseline.empty()) return refuse("`--explain` and `--write-baseline` don't go together");
    if (arguments_.format == report::Format::Github) return refuse("`--explain` is text or json, not github");
    return true;
  }

  std::vector<const ir::Rule*> find_rules() {
    if (!fits_the_others()) return {};
    NearestName nearest(rule_);
    std::vector<const ir::Rule*> rules;
    for (size_t i = 0; i < all_.size(); ++i) {
      nearest.offer(all_.name(i));
      if (ir::matches_rule(rule_, all_.name(i))) rules.push_back(&all_.rule(i));
    }
    if (!rules.empty()) return rules;
    auto best = nearest.best();
    diagnostics_.add(DiagnosticKind::UnknownRule, fmt::format("`{}` names no rule", rule_))
        .help(best ? fmt::format("did you mean `{}`?", *best) : "a rule's full name, `package.*` or `package.**`");
    return {};
  }

  void explain(const ir::Rule& rule, reference::PlanContext& context, std::vector<report::Explanation>& out) {
    reference::JudgeOptions options{
        .assume = inputs_.options.assume, .all = inputs_.options.all, .address = address_, .coverage = nullptr};
    auto found = reference::explain(rule, context, all_.sources(), options);
    if (found.empty() && address_.empty()) {
      report::Explanation nothing;
      nothing.rule = rule.name;
      nothing.reason = "the plan has nothing that it speaks of";
      found.push_back(std::move(nothing));
    }
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }

  void report_unknown_address(const facts::Plan& plan) {
    NearestName nearest(address_);
    for (const facts::ResourceChange& change : plan.changes) nearest.offer(change.address);
    auto best = nearest.best();
    diagnostics_.add(DiagnosticKind::UnknownAddress, fmt::format("the plan has no `{}`", address_))
        .help(best ? fmt::format("did you mean `{}`?", *best)
                   : "an address is that of one resource, as the report shows it");
  }

  const CheckArguments& arguments_;
  load::Rules& all_;
  const CheckInputs& inputs_;
  Diagnostics& diagnostics_;
  std::string rule_, address_;
};

}  // namespace

int explain(const CheckArguments& arguments, load::Rules& rules, const CheckInputs& inputs) {
  Diagnostics diagnostics;
  auto explanations = Explain(arguments, rules, inputs, diagnostics).run();
  print_diagnostics(diagnostics, arguments.color);
  if (diagnostics.has_errors()) return kBadInput;
  Terminal screen = terminal(STDOUT_FILENO, arguments.color);
  report::Options options{.color = screen.color, .width = screen.width, .verbose = arguments.verbose};
  bool printed = true;
  report::render(explanations, arguments.format, options,
                 [&](std::string_view piece) { printed = printed && print(piece); });
  return printed ? kClean : kBadInput;
}

}  // namespace berm::app
