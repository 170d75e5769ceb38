// `berm check --explain`: one rule on one resource, step by step.
#include <fmt/format.h>

#include "reference/clause.h"
#include "reference/describe.h"
#include "reference/reference.h"
#include "reference/trace.h"

namespace berm::reference {
namespace {

report::Answer answer_of(Tri value) {
  return value == Tri::True ? report::Answer::Yes : value == Tri::False ? report::Answer::No : report::Answer::Unknown;
}

class Explainer {
 public:
  Explainer(PlanContext& context, const SourceSet& sources, const JudgeOptions& options)
      : context_(context), sources_(sources), options_(options) {}

  // A clause of a `forbid` says what must not be; one of a `require` what has to be.
  template <class Clause>
  void add(const Clause& clause, const Candidate& candidate, bool forbids, report::Explanation& out) {
    if (!looks_at(clause, candidate)) return;
    Trace trace(sources_);
    PlanEvaluator evaluator = evaluator_of(clause, candidate, context_);
    if (options_.assume) evaluator.assume(defaults_of(clause));
    evaluator.trace(trace);
    Outcome outcome = ask(clause, candidate, evaluator);
    report::Step step;
    step.text = text_of(clause.span, sources_);
    step.answer = answer_of(forbids ? outcome.violated : negate(outcome.violated));
    if (!outcome.looked_at) step.note = "not what `where` asks for";
    step.children = trace.take();
    out.clauses.push_back(std::move(step));
  }

 private:
  PlanContext& context_;
  const SourceSet& sources_;
  const JudgeOptions& options_;
};

}  // namespace

std::vector<report::Explanation> explain(const ir::Rule& rule, PlanContext& context, const SourceSet& sources,
                                         const JudgeOptions& options) {
  std::vector<report::Explanation> out;
  bool named = !options.address.empty();
  for (const Candidate& candidate : named ? context.at(options.address) : context.candidates(types_of(rule))) {
    report::Explanation explanation;
    explanation.rule = rule.name;
    explanation.address = candidate.change->address;
    explanation.change = change_text(candidate);
    Explainer explainer(context, sources, options);
    for (const ir::PlanClause& clause : rule.plans) explainer.add(clause, candidate, true, explanation);
    for (const ir::RequireClause& clause : rule.requires_) explainer.add(clause, candidate, false, explanation);
    if (explanation.clauses.empty() && !named) continue;
    report::RuleResult judged = judge_these(rule, context, {&candidate, 1}, sources, options);
    explanation.verdict = judged.verdict;
    explanation.reason = judged.reason;
    if (explanation.clauses.empty() && explanation.reason.empty()) {
      explanation.reason =
          fmt::format("no clause of the rule is about the {} of `{}`", explanation.change, type_of(*candidate.change));
    }
    out.push_back(std::move(explanation));
  }
  return out;
}

}  // namespace berm::reference
