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

Outcome of_cap(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
               const catalog::Catalog& catalog) {
  switch (spec.kind) {
    case Kind::PermissionBoundary:
    case Kind::IdentityPolicy: return cap_outcome(rule, others, spec, catalog);
    case Kind::BucketPolicy: return bucket_cap_outcome(rule, spec, catalog);
    default: break;
  }
  const std::string one(traits(spec.kind).one);
  return only_denials(rule,
                      "a cap says what stays possible, and " + one + " only denies: it needs a permission boundary",
                      spec, catalog);
}

}  // namespace

bool leaves_out_none(std::string_view words) {
  if (words.starts_with(kPlanCheckOnly)) return true;
  return words.starts_with(kNotDenied) && words.substr(kNotDenied.size()).starts_with(kAddedLater);
}

Outcome outcome_of(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
                   const catalog::Catalog& catalog) {
  if (rule.verb == ir::Verb::Grant) {
    return not_here("a grant lasts only so long: `berm grant` writes it for one principal when it is needed");
  }
  if (spec.kind == Kind::TrustPolicy) {
    if (rule.verb == ir::Verb::Trust) return trust_outcome(rule, spec, catalog);
    return not_here("a trust policy says who may assume its role, and nothing else");
  }
  switch (rule.verb) {
    case ir::Verb::Cap: return of_cap(rule, others, spec, catalog);
    case ir::Verb::Trust:
      return only_denials(rule, "who may assume a role stands in the role's own trust policy", spec, catalog);
    default: return deny_outcome(rule, spec, catalog);
  }
}

}  // namespace berm::documents
