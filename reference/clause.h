// Asking one clause of a rule about one resource. Internal to this folder.
#pragma once

#include "reference/eval_plan.h"
#include "reference/judge.h"

namespace berm::reference {

// Whether the clause is about this at all.
bool looks_at(const ir::PlanClause& clause, const Candidate& candidate);
bool looks_at(const ir::RequireClause& clause, const Candidate& candidate);

PlanEvaluator evaluator_of(const ir::PlanClause& clause, const Candidate& candidate, PlanContext& context);
PlanEvaluator evaluator_of(const ir::RequireClause& clause, const Candidate& candidate, PlanContext& context);

// What may be assumed while asking.
const std::vector<ir::Assumption>& defaults_of(const ir::PlanClause& clause);
const std::vector<ir::Assumption>& defaults_of(const ir::RequireClause& clause);

struct Outcome {
  bool looked_at = true;  // false: `where` does not hold
  Tri violated = Tri::True;
  Result missing;  // of an answer that is not known
};
Outcome ask(const ir::PlanClause& clause, const Candidate& candidate, PlanEvaluator& evaluator);
// Violated where `where` holds and the condition does not.
Outcome ask(const ir::RequireClause& clause, const Candidate& candidate, PlanEvaluator& evaluator);

}  // namespace berm::reference
