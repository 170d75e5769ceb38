// One rule over one plan.
#include "reference/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reference/clause.h"
#include "reference/describe.h"
#include "reference/misfit.h"
#include "reference/pre_existing.h"
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
  template <class Clause>
  Outcome outcome(const Clause& clause, const Candidate& candidate, PlanEvaluator& evaluator);
  void list(const std::vector<Used>& assumptions, std::string_view address);
  const std::string& clause_text(uint32_t clause, Span span);
  Finding start_finding(const Candidate& candidate, uint32_t clause, Span span, bool pre_existing);
  template <class Clause>
  bool was_there(const Clause& clause, ir::ChangeKind kind, const Candidate& candidate);
  void see(const void* clause, Tri value) const {
    if (value != Tri::Unknown) recorder_.see(clause, value == Tri::True);
  }
  void conclude(Tri violated, const Result& missing, Finding finding);

  const ir::Rule& rule_;
  PlanContext& context_;
  const SourceSet& sources_;
  const JudgeOptions& options_;
  report::RuleResult& result_;
  Recorder recorder_;
  std::map<const void*, bool> others_change_;  // by clause
  std::map<uint32_t, std::string> clause_texts_;
};

std::vector<report::Evidence> evidence(const std::vector<Read>& reads) {
  std::vector<report::Evidence> out;
  std::set<std::string> seen;
  for (const Read& read : reads) {
    if (out.size() < kMostEvidence && seen.insert(read.path).second)
      out.push_back({read.path, read.note.empty() ? show(read.value) : read.note});
  }
  return out;
}

// Made once for all findings of the clause.
const std::string& Judge::clause_text(uint32_t clause, Span span) {
  auto [text, fresh] = clause_texts_.try_emplace(clause);
  if (fresh) text->second = text_of(span, sources_);
  return text->second;
}

Finding Judge::start_finding(const Candidate& candidate, uint32_t clause, Span span, bool pre_existing) {
  Finding finding;
  finding.address = candidate.change->address;
  finding.change = change_text(candidate);
  finding.clause = clause;
  finding.clause_text = clause_text(clause, span);
  finding.pre_existing = pre_existing;
  return finding;
}

// Variables, providers and the like are no resources that stood before; an output that stays as it is did.
bool is_pre_existing(ir::ChangeKind kind, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  bool stands = !candidate.read_early && (change.mode != "plan" || change.type == "terraform_output");
  return kind == ir::ChangeKind::Planned && stands && change.unchanged() && !change.importing;
}

template <class Clause>
bool Judge::was_there(const Clause& clause, ir::ChangeKind kind, const Candidate& candidate) {
  if (!is_pre_existing(kind, candidate)) return false;
  auto [known, fresh] = others_change_.try_emplace(&clause, false);
  if (fresh) known->second = others_change(clause, context_);
  return !known->second;
}

// An action that is not known here is never proven to be harmless.
bool is_harmless(Tri violated, const facts::ResourceChange& change) {
  return violated == Tri::False && !(change.actions & facts::kOther);
}

std::string default_message(const ir::Rule& rule) { return rule.doc.empty() ? rule.text : rule.doc; }

// With assumptions where they matter, and then says so.
template <class Clause>
Outcome Judge::outcome(const Clause& clause, const Candidate& candidate, PlanEvaluator& evaluator) {
  evaluator.record(recorder_);
  if (options_.assume) evaluator.assume(defaults_of(clause));
  Outcome out = ask(clause, candidate, evaluator);
  if (evaluator.used().empty() || out.violated == Tri::Unknown) return out;
  PlanEvaluator plain = evaluator_of(clause, candidate, context_);
  if (ask(clause, candidate, plain).violated == Tri::Unknown) list(evaluator.used(), candidate.change->address);
  return out;
}

void Judge::list(const std::vector<Used>& assumptions, std::string_view address) {
  std::set<std::pair<std::string_view, std::string_view>> listed;
  for (const Used& used : assumptions) {
    if (!listed.insert({used.path, used.to}).second) continue;
    std::string value = used.relation.empty() ? show(used.value) : std::string(used.to);
    result_.assumptions.push_back({std::string(address), used.path, std::move(value), used.relation});
  }
}

bool Judge::judge(const ir::PlanClause& clause, uint32_t index, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (!looks_at(clause, candidate)) return false;
  PlanEvaluator evaluator = evaluator_of(clause, candidate, context_);
  Outcome answer = outcome(clause, candidate, evaluator);
  see(&clause, answer.violated);
  see(&rule_, answer.violated);
  if (is_harmless(answer.violated, change)) return true;
  Finding finding = start_finding(candidate, index, clause.span, was_there(clause, clause.change, candidate));
  finding.hazard = clause.hazard;
  finding.evidence = evidence(evaluator.reads());
  finding.message = clause.say ? evaluator.render(*clause.say) : default_message(rule_);
  conclude(answer.violated, answer.missing, std::move(finding));
  return true;
}

bool Judge::judge(const ir::RequireClause& clause, uint32_t index, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (!looks_at(clause, candidate)) return false;
  PlanEvaluator evaluator = evaluator_of(clause, candidate, context_);
  Outcome answer = outcome(clause, candidate, evaluator);
  if (!answer.looked_at) return false;
  see(&clause, negate(answer.violated));
  see(&rule_, answer.violated);
  if (is_harmless(answer.violated, change)) return true;
  Finding finding = start_finding(candidate, index, clause.span, was_there(clause, ir::ChangeKind::Planned, candidate));
  finding.evidence = evidence(evaluator.reads());
  finding.message = default_message(rule_);
  conclude(answer.violated, answer.missing, std::move(finding));
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

void Judge::conclude(Tri violated, const Result& missing, Finding finding) {
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

std::set<std::string> types_of(const ir::Rule& rule) {
  std::set<std::string> types;
  for (const ir::PlanClause& clause : rule.plans) types.insert(clause.types.begin(), clause.types.end());
  for (const ir::RequireClause& clause : rule.requires_) types.insert(clause.types.begin(), clause.types.end());
  return types;
}

void judge_more(const ir::Rule& rule, PlanContext& context, std::span<const Candidate> candidates,
                const SourceSet& sources, const JudgeOptions& options, report::RuleResult& result) {
  Judge judge(rule, context, sources, options, result);
  for (const Candidate& candidate : candidates) {
    if (options.address.empty() || candidate.change->address == options.address) judge.judge(candidate);
  }
}

report::RuleResult judge_these(const ir::Rule& rule, PlanContext& context, std::span<const Candidate> candidates,
                               const SourceSet& sources, const JudgeOptions& options) {
  report::RuleResult result = describe(rule, sources);
  if (rule.plans.empty() && rule.requires_.empty()) {
    result.verdict = Verdict::NotJudgedHere;
    result.reason = reason_not_judged(rule.verb);
    return result;
  }
  judge_more(rule, context, candidates, sources, options, result);
  result.verdict = verdict_of(result.findings, result.judged, options.all);
  return result;
}

report::RuleResult judge(const ir::Rule& rule, const ir::Module&, PlanContext& context, const SourceSet& sources,
                         const JudgeOptions& options) {
  return judge_these(rule, context, context.candidates(types_of(rule)), sources, options);
}

report::RuleResult judge(const ir::Rule& rule, const ir::Module& module, const facts::Plan& plan,
                         const SourceSet& sources, const JudgeOptions& options) {
  PlanContext context(plan);
  return judge(rule, module, context, sources, options);
}

}  // namespace berm::reference
