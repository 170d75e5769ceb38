// The naive evaluator: judges plans and calls straight from the IR, one rule and one resource at a time. It is the
// reference that every faster engine has to agree with; keep it small and obviously right. Joins ask an index for their
// candidates (runtime/relations); that it leaves out nothing is tested against the loop over all resources.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "access/request.h"
#include "base/source.h"
#include "ir/ir.h"
#include "reference/plan_context.h"
#include "runtime/facts/facts.h"
#include "runtime/report/explanation.h"
#include "runtime/report/verdict.h"

namespace berm::reference {

// Which legs carry a condition key; answers as catalog::Carried does. Kept apart so that this folder needs no
// catalogue.
enum class Leg : uint8_t { ThisOne, Another, None };
using Carries = std::function<Leg(const access::Request&, std::string_view key)>;

class Coverage;

struct JudgeOptions {
  bool assume = true;            // use what `assume unset` says, and what relations assume
  bool all = false;              // pre-existing violations count
  std::string address;           // judge only this resource; empty: all
  Coverage* coverage = nullptr;  // is told what is seen of the rule
};

// One rule over one plan.
report::RuleResult judge(const ir::Rule& rule, const ir::Module& module, PlanContext& context, const SourceSet& sources,
                         const JudgeOptions& options = {});
// The same, for a single rule.
report::RuleResult judge(const ir::Rule& rule, const ir::Module& module, const facts::Plan& plan,
                         const SourceSet& sources, const JudgeOptions& options = {});

// The rule on each resource that its clauses look at, step by step; where `options` names an address, on that alone,
// which its clauses need not look at. Empty: the plan has no such resource.
std::vector<report::Explanation> explain(const ir::Rule& rule, PlanContext& context, const SourceSet& sources,
                                         const JudgeOptions& options = {});

struct CheckOptions {
  std::vector<std::string> rules;  // manifest patterns; empty: every rule outside the standard library
  report::Severity block_at = report::Severity::High;
  bool all = false;
  std::string account;  // twelve digits: of every provider that names none itself; empty: not known
  bool assume = true;   // use what `assume unset` says
};
report::CheckResult check(const ir::Module& module, const facts::Plan& plan, const SourceSet& sources,
                          const CheckOptions& options);
// The same of these rules, whatever `options` selects.
report::CheckResult check(const std::vector<const ir::Rule*>& rules, const facts::Plan& plan, const SourceSet& sources,
                          const CheckOptions& options);

// Whether the rule denies the call (see ir.h for the meaning of missing and uncarried keys).
bool denies(const ir::Rule& rule, const access::Request& request, const Carries& carries, Coverage* coverage = nullptr);
// Whether the call is one that the rule speaks of as possible: a cap leaves it to somebody whom it caps, a grant gives
// it to somebody whom it may be given to, it is a way in of a trust. A grant's window in time is not looked at.
bool permits(const ir::Rule& rule, const access::Request& request, const Carries& carries);

// ---- berm test

struct TestFailure {
  Span span;             // of the expectation
  std::string expected;  // in words
  std::string seen;
  std::vector<std::string> findings;  // of plans, one a line, where `seen` is about rules
};
struct TestOutcome {
  const ir::Test* test = nullptr;
  std::vector<TestFailure> failures;
};

// The calls that a call of a test stands for (one that names no resource: each leg). One of them denied is denied.
using Legs = std::function<std::vector<access::Request>(const access::Request&)>;

// Without `legs` a call stands for itself. An expectation of `clean` or `not denied` also wants that a rule it is about
// can judge the step at all, so that it fails when the rule is emptied.
std::vector<TestOutcome> run_tests(const ir::Module& module, const SourceSet& sources, const Carries& carries,
                                   const std::function<bool(const ir::Test&)>& selected, const Legs& legs = {},
                                   Coverage* coverage = nullptr);

}  // namespace berm::reference
