// Whether a violation on an unchanged resource was there before: not where the plan changes another resource that the
// clause reads in a way that can have made the violation.
#include "reference/pre_existing.h"

#include <algorithm>

#include "reference/plan_context.h"

namespace berm::reference {
namespace {

// How a condition depends on the resources of a join: whether their appearing, and their going, can make it true.
struct Dependence {
  const std::vector<std::string>* types;
  bool on_appearing, on_going;
};

enum class Polarity : uint8_t { Same, Opposite, Both };

Polarity opposite(Polarity polarity) {
  if (polarity == Polarity::Both) return polarity;
  return polarity == Polarity::Same ? Polarity::Opposite : Polarity::Same;
}

// Whether the expression stays true where its operands turn from false to true.
bool is_monotone(ir::Op op) {
  return op == ir::Op::And || op == ir::Op::Or || op == ir::Op::Any || op == ir::Op::All || op == ir::Op::Exists;
}

// The checker bounds how deep expressions nest.
void collect(const ir::Expr* expr, Polarity polarity, std::vector<Dependence>& out) {
  if (!expr) return;
  Polarity inner = polarity;
  if (expr->op == ir::Op::Exists) {
    out.push_back({&expr->types, polarity != Polarity::Opposite, polarity != Polarity::Same});
  } else if (expr->op == ir::Op::CountOf) {
    out.push_back({&expr->types, true, true});
  }
  if (expr->op == ir::Op::Not) {
    inner = opposite(polarity);
  } else if (!is_monotone(expr->op)) {
    inner = Polarity::Both;
  }
  for (const ir::Expr* child : expr->children) collect(child, inner, out);
}

bool matters(const facts::ResourceChange& change, const Dependence& on) {
  constexpr uint8_t kAnyWay = facts::kUpdate | facts::kOther;
  bool ends = change.actions & (facts::kDelete | facts::kForget);
  if (change.deferred || (change.actions & kAnyWay) || (change.creates() && ends)) return true;
  if (change.creates() || change.importing) return on.on_appearing;
  return on.on_going && ends;
}

bool is_touched(const std::vector<Dependence>& dependences, const PlanContext& context) {
  return std::ranges::any_of(dependences, [&](const Dependence& on) {
    auto candidates = context.candidates({on.types->begin(), on.types->end()});
    return std::ranges::any_of(candidates, [&](const Candidate& candidate) {
      return !candidate.drift && !candidate.read_early && matters(*candidate.change, on);
    });
  });
}

}  // namespace

bool others_change(const ir::PlanClause& clause, const PlanContext& context) {
  std::vector<Dependence> dependences;
  if (clause.subject) dependences.push_back({&clause.subject->types, true, true});
  collect(clause.condition, Polarity::Same, dependences);
  return is_touched(dependences, context);
}

bool others_change(const ir::RequireClause& clause, const PlanContext& context) {
  std::vector<Dependence> dependences;
  collect(clause.where, Polarity::Same, dependences);
  collect(clause.condition, Polarity::Opposite, dependences);
  return is_touched(dependences, context);
}

}  // namespace berm::reference
