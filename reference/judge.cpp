// One rule over one plan.
#include "reference/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reference/eval_plan.h"
#include "reference/misfit.h"
#include "reference/reference.h"
#include "reference/show.h"

namespace berm::reference {
namespace {

using report::Finding;
using report::Verdict;

constexpr size_t kMostEvidence = 8;

class Judge {
 public:
  Judge(const ir::Rule& rule, report::RuleResult& result) : rule_(rule), result_(result) {}

  void judge(const facts::ResourceChange& change) {
    uint32_t index = 0;
    bool looked_at = false;
    for (const ir::PlanClause& clause : rule_.plans) looked_at |= judge(clause, index++, change);
    for (const ir::RequireClause& clause : rule_.requires_) looked_at |= judge(clause, index++, change);
    if (looked_at) ++result_.judged;
  }

 private:
  bool judge(const ir::PlanClause& clause, uint32_t index, const facts::ResourceChange& change);
  bool judge(const ir::RequireClause& clause, uint32_t index, const facts::ResourceChange& change);
  Result condition(const ir::PlanClause& clause, const facts::ResourceChange& change, PlanEvaluator& evaluator);
  void conclude(Tri violated, const Result& missing, Finding finding, const facts::ResourceChange& change);

  const ir::Rule& rule_;
  report::RuleResult& result_;
};

std::vector<report::Evidence> evidence(const std::vector<Read>& reads) {
  std::vector<report::Evidence> out;
  std::set<std::string> seen;
  for (const Read& read : reads) {
    if (out.size() < kMostEvidence && seen.insert(read.path).second) out.push_back({read.path, show(read.value)});
  }
  return out;
}

Finding start_finding(const facts::ResourceChange& change, uint32_t clause, bool pre_existing) {
  Finding finding;
  finding.address = change.address;
  finding.change = change_text(change);
  finding.clause = clause;
  finding.pre_existing = pre_existing;
  return finding;
}

bool is_pre_existing(ir::ChangeKind kind, const facts::ResourceChange& change) {
  return kind == ir::ChangeKind::Planned && change.unchanged() && !change.importing;
}

// An action that is not known here is never proven to be harmless.
bool is_harmless(Tri violated, const facts::ResourceChange& change) {
  return violated == Tri::False && !(change.actions & facts::kOther);
}

std::string default_message(const ir::Rule& rule) { return rule.doc.empty() ? rule.text : rule.doc; }

// With `assume unset` where that matters, and then says so.
Result Judge::condition(const ir::PlanClause& clause, const facts::ResourceChange& change, PlanEvaluator& evaluator) {
  if (!clause.condition) return known(boolean(Tri::True));
  if (clause.assumptions.empty()) return evaluator.test(*clause.condition);
  bool reads_before = clause.change == ir::ChangeKind::Deletes;
  Result plain = PlanEvaluator(clause.variable, change, reads_before).test(*clause.condition);
  evaluator.assume(clause.assumptions);
  Result assumed = evaluator.test(*clause.condition);
  if (truth(plain.value) != Tri::Unknown || truth(assumed.value) == Tri::Unknown) return assumed;
  for (const Read& used : evaluator.used_assumptions()) {
    result_.assumptions.push_back({std::string(change.address), used.path, show(used.value)});
  }
  return assumed;
}

bool Judge::judge(const ir::PlanClause& clause, uint32_t index, const facts::ResourceChange& change) {
  if (!is_of(clause.types, change) || !sees(clause.change, change)) return false;
  if (clause.except_replacing && change.replaces()) return false;
  PlanEvaluator evaluator(clause.variable, change, clause.change == ir::ChangeKind::Deletes);
  Result answer = condition(clause, change, evaluator);
  if (is_harmless(truth(answer.value), change)) return true;
  Finding finding = start_finding(change, index, is_pre_existing(clause.change, change));
  finding.evidence = evidence(evaluator.reads());
  finding.message = clause.say ? evaluator.render(*clause.say) : default_message(rule_);
  conclude(truth(answer.value), answer, std::move(finding), change);
  return true;
}

// Violated where `where` holds and the condition does not.
bool Judge::judge(const ir::RequireClause& clause, uint32_t index, const facts::ResourceChange& change) {
  if (!is_of(clause.types, change) || !sees(ir::ChangeKind::Planned, change)) return false;
  PlanEvaluator evaluator(clause.variable, change, false);
  Result where = clause.where ? evaluator.test(*clause.where) : known(boolean(Tri::True));
  if (truth(where.value) == Tri::False && !(change.actions & facts::kOther)) return false;
  Result holds = clause.condition ? evaluator.test(*clause.condition) : known(boolean(Tri::True));
  Finding finding = start_finding(change, index, is_pre_existing(ir::ChangeKind::Planned, change));
  finding.evidence = evidence(evaluator.reads());
  finding.message = default_message(rule_);
  Tri violated = both(truth(where.value), negate(truth(holds.value)));
  const Result& missing = truth(where.value) == Tri::Unknown ? where : holds;
  conclude(violated, missing, std::move(finding), change);
  return true;
}

// In words; an attribute stands in backticks.
std::string not_proven(const Finding& finding, bool is_attribute) {
  std::string what = is_attribute ? fmt::format("`{}`", finding.missing) : finding.missing;
  if (finding.missing_reason.empty()) {
    return fmt::format("whether this holds depends on {}, which the plan does not show", what);
  }
  return fmt::format("whether this holds can't be said: {} {}", what, finding.missing_reason);
}

void Judge::conclude(Tri violated, const Result& missing, Finding finding, const facts::ResourceChange& change) {
  if (is_harmless(violated, change)) return;
  if (violated != Tri::True) {
    finding.verdict = Verdict::NotProven;
    finding.evidence.clear();
    Result reason = violated == Tri::Unknown ? missing : unknown(kUnknownActionPath, kUnknownAction);
    bool is_attribute = reason.path != kUnknownActionPath && !reason.path.empty();
    finding.missing = reason.path.empty() ? "a value in it" : std::move(reason.path);
    finding.missing_reason = reason.why;
    finding.message = not_proven(finding, is_attribute);
  }
  result_.findings.push_back(std::move(finding));
}

std::string reason_not_judged(const ir::Rule& rule) {
  if (rule.verb == ir::Verb::Cap) return "it limits what callers may do; a plan shows no calls";
  return "it is about API calls only; a plan shows none";
}

report::RuleResult describe(const ir::Rule& rule, const SourceSet& sources) {
  report::RuleResult result;
  result.name = rule.name;
  result.owner = rule.owner;
  result.playbook = rule.playbook;
  result.remediation = rule.remediation;
  result.doc = rule.doc;
  result.text = rule.text;
  result.severity = static_cast<report::Severity>(rule.severity);
  result.severity_text = ir::name(rule.severity);
  result.if_unknown = static_cast<report::UnknownPolicy>(rule.if_unknown);
  if (rule.span.file.index >= sources.size()) return result;
  const SourceFile& file = sources.file(rule.span.file);
  result.source_path = file.path();
  result.source_line = file.position(rule.span.begin).line;
  return result;
}

}  // namespace

Verdict verdict_of(const std::vector<Finding>& findings, uint32_t judged, bool pre_existing_counts) {
  auto has = [&](Verdict verdict) {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
      return finding.verdict == verdict && (pre_existing_counts || !finding.pre_existing);
    });
  };
  if (has(Verdict::Violated)) return Verdict::Violated;
  if (has(Verdict::NotProven)) return Verdict::NotProven;
  return judged > 0 ? Verdict::Satisfied : Verdict::NotApplicable;
}

report::RuleResult judge(const ir::Rule& rule, const ir::Module&, const facts::Plan& plan, const SourceSet& sources) {
  report::RuleResult result = describe(rule, sources);
  if (rule.plans.empty() && rule.requires_.empty()) {
    result.verdict = Verdict::NotJudgedHere;
    result.reason = reason_not_judged(rule);
    return result;
  }
  Judge judge(rule, result);
  for (const facts::ResourceChange& change : plan.changes) judge.judge(change);
  result.verdict = verdict_of(result.findings, result.judged, false);
  return result;
}

}  // namespace berm::reference
