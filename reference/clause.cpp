#include "reference/clause.h"

namespace berm::reference {

bool looks_at(const ir::PlanClause& clause, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (clause.except_replacing && change.replaces()) return false;
  return is_of(clause.types, change) && sees(clause.change, candidate);
}

bool looks_at(const ir::RequireClause& clause, const Candidate& candidate) {
  return is_of(clause.types, *candidate.change) && sees(ir::ChangeKind::Planned, candidate);
}

PlanEvaluator evaluator_of(const ir::PlanClause& clause, const Candidate& candidate, PlanContext& context) {
  PlanEvaluator evaluator(context, clause.variable, *candidate.change, reads_before(clause.change));
  if (clause.subject) evaluator.set_subject(*clause.subject);
  return evaluator;
}

PlanEvaluator evaluator_of(const ir::RequireClause& clause, const Candidate& candidate, PlanContext& context) {
  return PlanEvaluator(context, clause.variable, *candidate.change, false);
}

const std::vector<ir::Assumption>& defaults_of(const ir::PlanClause& clause) { return clause.assumptions; }
const std::vector<ir::Assumption>& defaults_of(const ir::RequireClause&) {
  static const std::vector<ir::Assumption> kNone;
  return kNone;
}

Outcome ask(const ir::PlanClause& clause, const Candidate&, PlanEvaluator& evaluator) {
  Outcome out;
  if (clause.condition) out.missing = evaluator.test(*clause.condition);
  if (clause.condition) out.violated = truth(out.missing.value);
  return out;
}

Outcome ask(const ir::RequireClause& clause, const Candidate& candidate, PlanEvaluator& evaluator) {
  Outcome out;
  Result where = clause.where ? evaluator.test(*clause.where) : known(boolean(Tri::True));
  out.looked_at = truth(where.value) != Tri::False || (candidate.change->actions & facts::kOther);
  Result holds = clause.condition && out.looked_at ? evaluator.test(*clause.condition) : known(boolean(Tri::True));
  out.violated = both(truth(where.value), negate(truth(holds.value)));
  out.missing = truth(where.value) == Tri::Unknown ? std::move(where) : std::move(holds);
  return out;
}

}  // namespace berm::reference
