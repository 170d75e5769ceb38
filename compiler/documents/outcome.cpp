#include "compiler/documents/outcome.h"

#include "compiler/documents/kinds.h"

namespace berm::documents {
namespace {

Outcome not_here(std::string reason) { return {Coverage::NotExpressible, {std::move(reason)}, {}}; }

// What the rule denies besides what it is for.
Outcome only_denials(const ir::Rule& rule, std::string reason, const Spec& spec, const catalog::Catalog& catalog) {
  if (rule.calls.empty()) return not_here(std::move(reason));
  Outcome outcome = deny_outcome(rule, spec, catalog);
  if (outcome.coverage != Coverage::NotExpressible) outcome.coverage = Coverage::Narrower;
  outcome.words.insert(outcome.words.begin(), std::move(reason));
  return outcome;
}

}  // namespace

Outcome outcome_of(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
                   const catalog::Catalog& catalog) {
  const std::string one(traits(spec.kind).one);
  switch (rule.verb) {
    case ir::Verb::Forbid:
    case ir::Verb::Confine:
    case ir::Verb::Require: return deny_outcome(rule, spec, catalog);
    case ir::Verb::Cap:
      if (spec.kind == Kind::PermissionBoundary) return cap_outcome(rule, others, catalog);
      return only_denials(rule,
                          "a cap says what stays possible, and " + one + " only denies: it needs a permission boundary",
                          spec, catalog);
    case ir::Verb::Trust:
      return only_denials(rule, "who may assume a role stands in the role's own trust policy", spec, catalog);
    case ir::Verb::Grant: break;
  }
  return not_here("a grant lasts only so long: `berm grant` writes it for one principal when it is needed");
}

}  // namespace berm::documents
