// One run of `berm check`: the plans, each judged apart, and what stands beside them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/report/verdict.h"

namespace berm::report {

// An entry of waivers.yaml: findings of a rule at an address pass until a day. One with an error among its problems
// (malformed, expired) waives nothing and is a violation itself.
struct Waiver {
  std::string rule, address, owner, reason, ticket, until, plan;  // as written; empty: not there
  std::string path;                                               // of the file
  uint64_t line = 0;
  std::vector<Diagnostic> problems;    // errors, and what is worth saying besides: it matches nothing, it expires soon
  Severity severity = Severity::High;  // of the violation
  uint32_t findings = 0;               // that it speaks of

  bool waives() const;  // none of its problems is an error
};

// A finding as a baseline keeps it: nothing in it moves with lines, and no value of a plan is in it.
struct BaselineEntry {
  std::string plan, rule, address, clause;
  Verdict verdict = Verdict::Violated;  // Violated or NotProven
  auto operator<=>(const BaselineEntry&) const = default;
};

struct BaselineUse {
  std::string path;
  bool written = false;              // by this run
  std::vector<BaselineEntry> fixed;  // no longer found, by a rule that was judged on a plan that shows everything
};

struct CheckReport {
  std::vector<CheckResult> plans;  // as given; at least one
  std::vector<Waiver> waivers;     // as in the file
  std::optional<BaselineUse> baseline;
  std::vector<uint32_t> unmatched;  // where every rule has to match: rules of plans[0] that judged nothing in any plan
  std::string today;                // YYYY-MM-DD, by which waivers were judged
  Severity block_at = Severity::High;
};

bool blocks(const Waiver& waiver, const CheckReport& report);

struct PassedFindings {
  size_t waived = 0, known = 0;
};
PassedFindings count_passed(const CheckResult& result);

// The worst of its plans, of its waivers and of rules that matched nothing: 3 a plan that could not be read, over 1,
// over 2.
int exit_code(const CheckReport& report);

}  // namespace berm::report
