// One rule over one plan.
#include "reference/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reference/describe.h"
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
  Judge(const ir::Rule& rule, PlanContext& context, const SourceSet& sources, const JudgeOptions& options,
        report::RuleResult& result)
      : rule_(rule),
        context_(context),
        sources_(sources),
        options_(options),
        result_(result),
        recorder_(options.coverage, rule) {}

  void judge(const Candidate& candidate) {
    uint32_t index = 0;
    bool looked_at = false;
    for (const ir::PlanClause& clause : rule_.plans) looked_at |= judge(clause, index++, candidate);
    for (const ir::RequireClause& clause : rule_.requires_) looked_at |= judge(clause, index++, candidate);
    if (looked_at) ++result_.judged;
  }

 private:
  bool judge(const ir::PlanClause& clause, uint32_t index, const Candidate& candidate);
  bool judge(const ir::RequireClause& clause, uint32_t index, const Candidate& candidate);
  Result condition(const ir::PlanClause& clause, const facts::ResourceChange& change, PlanEvaluator& evaluator);
  Finding start_finding(const Candidate& candidate, uint32_t clause, Span span, bool pre_existing) const;
  void see(const void* clause, Tri value) const {
    if (value != Tri::Unknown) recorder_.see(clause, value == Tri::True);
  }
  void conclude(Tri violated, const Result& missing, Finding finding, const facts::ResourceChange& change);

  const ir::Rule& rule_;
  PlanContext& context_;
  const SourceSet& sources_;
  const JudgeOptions& options_;
  report::RuleResult& result_;
  Recorder recorder_;
};

std::vector<report::Evidence> evidence(const std::vector<Read>& reads) {
  std::vector<report::Evidence> out;
  std::set<std::string> seen;
  for (const Read& read : reads) {
    if (out.size() < kMostEvidence && seen.insert(read.path).second) out.push_back({read.path, show(read.value)});
  }
  return out;
}

Finding Judge::start_finding(const Candidate& candidate, uint32_t clause, Span span, bool pre_existing) const {
  Finding finding;
  finding.address = candidate.change->address;
  finding.change = change_text(candidate);
  finding.clause = clause;
  finding.clause_text = text_of(span, sources_);
  finding.pre_existing = pre_existing;
  return finding;
}

// Variables, providers and the like are no resources that stood before; an output that stays as it is did.
bool is_pre_existing(ir::ChangeKind kind, const facts::ResourceChange& change) {
  bool stands = change.mode != "plan" || change.type == "terraform_output";
  return kind == ir::ChangeKind::Planned && stands && change.unchanged() && !change.importing;
}

// An action that is not known here is never proven to be harmless.
bool is_harmless(Tri violated, const facts::ResourceChange& change) {
  return violated == Tri::False && !(change.actions & facts::kOther);
}

std::string default_message(const ir::Rule& rule) { return rule.doc.empty() ? rule.text : rule.doc; }

// With `assume unset` where that matters, and then says so.
Result Judge::condition(const ir::PlanClause& clause, const facts::ResourceChange& change, PlanEvaluator& evaluator) {
  if (!clause.condition) return known(boolean(Tri::True));
  if (clause.assumptions.empty() || !options_.assume) return evaluator.test(*clause.condition);
  evaluator.assume(clause.assumptions);
  Result assumed = evaluator.test(*clause.condition);
  if (evaluator.used_assumptions().empty() || truth(assumed.value) == Tri::Unknown) return assumed;
  PlanEvaluator plain(context_, clause.variable, change, reads_before(clause.change));
  if (truth(plain.test(*clause.condition).value) != Tri::Unknown) return assumed;
  for (const Read& used : evaluator.used_assumptions()) {
    result_.assumptions.push_back({std::string(change.address), used.path, show(used.value), ""});
  }
  return assumed;
}

bool Judge::judge(const ir::PlanClause& clause, uint32_t index, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (!is_of(clause.types, change) || !sees(clause.change, candidate)) return false;
  if (clause.except_replacing && change.replaces()) return false;
  PlanEvaluator evaluator(context_, clause.variable, change, reads_before(clause.change));
  evaluator.record(recorder_);
  Result answer = condition(clause, change, evaluator);
  see(&clause, truth(answer.value));
  see(&rule_, truth(answer.value));
  if (is_harmless(truth(answer.value), change)) return true;
  Finding finding = start_finding(candidate, index, clause.span, is_pre_existing(clause.change, change));
  finding.hazard = clause.hazard;
  finding.evidence = evidence(evaluator.reads());
  finding.message = clause.say ? evaluator.render(*clause.say) : default_message(rule_);
  conclude(truth(answer.value), answer, std::move(finding), change);
  return true;
}

// Violated where `where` holds and the condition does not.
bool Judge::judge(const ir::RequireClause& clause, uint32_t index, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (!is_of(clause.types, change) || !sees(ir::ChangeKind::Planned, candidate)) return false;
  PlanEvaluator evaluator(context_, clause.variable, change, false);
  evaluator.record(recorder_);
  Result where = clause.where ? evaluator.test(*clause.where) : known(boolean(Tri::True));
  if (truth(where.value) == Tri::False && !(change.actions & facts::kOther)) return false;
  Result holds = clause.condition ? evaluator.test(*clause.condition) : known(boolean(Tri::True));
  Finding finding = start_finding(candidate, index, clause.span, is_pre_existing(ir::ChangeKind::Planned, change));
  finding.evidence = evidence(evaluator.reads());
  finding.message = default_message(rule_);
  Tri violated = both(truth(where.value), negate(truth(holds.value)));
  see(&clause, negate(violated));
  see(&rule_, violated);
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

std::set<std::string> types_of(const ir::Rule& rule) {
  std::set<std::string> types;
  for (const ir::PlanClause& clause : rule.plans) types.insert(clause.types.begin(), clause.types.end());
  for (const ir::RequireClause& clause : rule.requires_) types.insert(clause.types.begin(), clause.types.end());
  return types;
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

report::RuleResult judge(const ir::Rule& rule, const ir::Module&, PlanContext& context, const SourceSet& sources,
                         const JudgeOptions& options) {
  report::RuleResult result = describe(rule, sources);
  if (rule.plans.empty() && rule.requires_.empty()) {
    result.verdict = Verdict::NotJudgedHere;
    result.reason = reason_not_judged(rule);
    return result;
  }
  Judge judge(rule, context, sources, options, result);
  for (const Candidate& candidate : context.candidates(types_of(rule))) {
    if (options.address.empty() || candidate.change->address == options.address) judge.judge(candidate);
  }
  result.verdict = verdict_of(result.findings, result.judged, options.all);
  return result;
}

report::RuleResult judge(const ir::Rule& rule, const ir::Module& module, const facts::Plan& plan,
                         const SourceSet& sources, const JudgeOptions& options) {
  PlanContext context(plan);
  return judge(rule, module, context, sources, options);
}

}  // namespace berm::reference
