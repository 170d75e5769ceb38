// The verdicts of one check: what an evaluator makes and the reporters show.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berm::report {

// Of a rule over one plan. In order of weight, the worst first.
enum class Verdict : uint8_t { Violated, NotProven, Satisfied, NotApplicable, NotJudgedHere };
std::string_view name(Verdict verdict);  // "violated", "not proven", …

enum class Severity : uint8_t { Info, Low, Medium, High, Critical };
std::string_view name(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

enum class UnknownPolicy : uint8_t { Fail, Warn, Pass };

// An attribute that decided, ready to show: values are cut, and `(sensitive)` or `(known after apply)` stand where they
// belong.
struct Evidence {
  std::string path;   // "ingress[0].cidr_blocks[0]"
  std::string value;  // as HCL writes it: `"0.0.0.0/0"`, `true`, `null`
};

struct Finding {
  Verdict verdict = Verdict::Violated;  // Violated or NotProven
  bool pre_existing = false;            // on an unchanged resource: does not block unless asked
  std::string address;                  // of the resource
  std::string change;                   // "create", "update", "delete", "replace", "no-op", …
  std::string message;
  std::string missing;             // NotProven: path of the first unknown attribute that would decide
  std::string missing_reason;      // what is wrong with it: "is not a bool"; empty: not known before apply
  std::vector<Evidence> evidence;  // Violated: what the clause read
  uint32_t clause = 0;             // which clause of the rule fired
  std::string clause_text;         // its source text, white space folded
  std::string hazard;              // that it was written in; empty for a rule's own
  // Set after judging:
  std::optional<uint32_t> waiver = {};  // the one that lets it pass: an index into CheckReport::waivers
  bool known = false;                   // the baseline has it
};

// The clause less its `say`: what it asks, not how it puts it.
std::string_view clause_without_message(const Finding& finding);

// What decided without being known for certain: a provider's default (`assume unset`), or a relation.
struct AssumptionUsed {
  std::string address, path, value;
  std::string
      relation;  // what a relation rests on, in words; then `value` is the address that `path` refers to, or not
};

struct RuleResult {
  std::string name, severity_text, owner, playbook, remediation, doc, text;
  Severity severity = Severity::Medium;
  UnknownPolicy if_unknown = UnknownPolicy::Warn;
  std::string source_path;  // of the rule
  uint32_t source_line = 0;
  Verdict verdict = Verdict::NotApplicable;
  std::string reason;             // NotJudgedHere: why, in words
  uint32_t judged = 0;            // resources that its clauses looked at
  std::vector<Finding> findings;  // in plan order
  std::vector<AssumptionUsed> assumptions;
};

// Why a plan is never simply clean.
struct Doubt {
  std::string text;  // "the plan is not complete (made with -target, or changes are deferred)"
};

struct CheckResult {
  std::string plan_path;
  bool readable = true;               // false: the plan could not be read, and nothing else is filled
  std::vector<std::string> accounts;  // that the plan's providers work in, as far as that is known; sorted
  uint32_t resources = 0;             // changes in the plan
  std::vector<RuleResult> rules;      // sorted by severity (worst first), then name
  std::vector<Doubt> doubts;
  Severity block_at = Severity::High;
  bool all = false;  // pre-existing violations block too
};

// Does this finding make the check fail?
bool blocks(const RuleResult& rule, const Finding& finding, const CheckResult& result);

// 0 clean · 1 a violation at or above block_at · 2 not proven at or above it where the rule says fail, or a doubt about
// a plan that would otherwise be clean. 1 wins over 2.
int exit_code(const CheckResult& result);

}  // namespace berm::report
