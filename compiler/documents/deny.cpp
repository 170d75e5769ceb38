#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/lists.h"
#include "base/text.h"
#include "compiler/documents/bound_exceptions.h"
#include "compiler/documents/covered_actions.h"
#include "compiler/documents/kinds.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/universe.h"

namespace berm::documents {
namespace {

std::string reason_without_calls(const ir::Rule& rule) {
  if (rule.verb == ir::Verb::Require) return "it judges planned changes, not calls: plan check only";
  return "it has no `calls` clause: plan check only";
}

std::vector<std::string> prefixed(std::string_view prefix, const std::vector<std::string>& list) {
  std::vector<std::string> result;
  for (const std::string& words : list) result.push_back(fmt::format("{}{}", prefix, words));
  return result;
}

// Statements of the rule's denials, with what they miss of it.
class Denials {
 public:
  Denials(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog)
      : rule_(rule), spec_(spec), universe_(spec), catalog_(catalog) {}

  void add(const ir::CallClause& clause);
  std::vector<std::string> missing;
  bool outside = false;  // some of the calls no document of the kind sees
  Outcome outcome;

 private:
  Formula condition_of(const ir::CallClause& clause);

  const ir::Rule& rule_;
  const Spec& spec_;
  Universe universe_;
  const catalog::Catalog& catalog_;
};

Formula Denials::condition_of(const ir::CallClause& clause) {
  Formula condition = lower_condition(clause.condition);
  if (faces_strangers(spec_.kind) && !spec_.organisation.empty()) {
    condition = bind_exceptions(std::move(condition), rule_, spec_.organisation);
  }
  Universe::Folded folded = universe_.fold(std::move(condition));
  outside |= folded.outside;
  return std::move(folded.formula);
}

void Denials::add(const ir::CallClause& clause) {
  const CoveredActions covered = covered_by(spec_.kind, clause.actions, catalog_);
  add_missing(missing, covered.gap);
  outside |= covered.outside;
  Lowered lowered = lower_clause(covered.actions, condition_of(clause), access::Effect::Deny, catalog_);
  outcome.too_many |= lowered.too_many;
  add_missing(missing, lowered.missing);
  std::move(lowered.statements.begin(), lowered.statements.end(), std::back_inserter(outcome.statements));
}

// Whom the document excepts less widely than the rule's words.
void note_bound(Outcome& outcome, const ir::Rule& rule, const Spec& spec) {
  if (!faces_strangers(spec.kind) || spec.organisation.empty()) return;
  for (const ir::ExceptedPrincipal* who : open_exceptions(rule)) {
    outcome.notes.push_back(fmt::format("`{}` is excepted as a principal of {} only", who->text, spec.organisation));
  }
}

std::string outside_words(Kind kind) {
  switch (kind) {
    case Kind::Rcp: return "calls on resources of other organisations: no RCP sees them";
    case Kind::BucketPolicy: return "calls on what is not this bucket: its policy does not see them";
    case Kind::Scp: return "calls by others than principals of the organisation: no SCP sees them";
    default: return "calls by others than principals of the organisation: they do not carry it";
  }
}

}  // namespace

Outcome deny_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog) {
  if (rule.calls.empty()) {
    Outcome outcome{Coverage::NotExpressible, {reason_without_calls(rule)}, {}};
    add_missing(outcome.words, plan_only(rule));
    return outcome;
  }
  Outcome outcome = denied_calls(rule, spec, catalog);
  if (outcome.coverage == Coverage::NotExpressible) return outcome;
  const auto unseen = types_without_calls(rule, catalog);
  if (!unseen.empty()) outcome.words.push_back(std::string(kPlanCheckOnly) + listed_types(unseen));
  add_missing(outcome.words, plan_only(rule));
  if (!outcome.words.empty()) outcome.coverage = Coverage::Narrower;
  if (outcome.statements.empty()) outcome.words.push_back("its calls never happen, so nothing is denied");
  return outcome;
}

Outcome denied_calls(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog) {
  Denials denials(rule, spec, catalog);
  for (const ir::CallClause& clause : rule.calls) denials.add(clause);
  Outcome outcome = std::move(denials.outcome);
  outcome.statements = merge_statements(std::move(outcome.statements));
  if (outcome.statements.empty() && (denials.outside || !denials.missing.empty())) {
    outcome.coverage = Coverage::NotExpressible;
    outcome.words = std::move(denials.missing);
    if (denials.outside) outcome.words.push_back("it is about " + outside_words(spec.kind));
    return outcome;
  }
  outcome.words = prefixed(kNotDenied, denials.missing);
  if (!outcome.words.empty()) outcome.coverage = Coverage::Narrower;
  if (denials.outside) outcome.notes.push_back("said elsewhere: " + outside_words(spec.kind));
  note_bound(outcome, rule, spec);
  return outcome;
}

}  // namespace berm::documents
