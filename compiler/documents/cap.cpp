#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "access/evaluate.h"
#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/bearers.h"
#include "compiler/documents/condition.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/universe.h"

namespace berm::documents {
namespace {

void add_overlaps(Outcome& outcome, const ir::Rule& rule, const std::vector<const ir::Rule*>& others,
                  const catalog::Catalog& catalog) {
  for (const ir::Rule* other : others) {
    if (!may_share_a_caller(rule, *other, catalog)) continue;
    outcome.words.push_back(fmt::format("a principal that `{}` caps too keeps what either allows", other->name));
    if (outcome.coverage == Coverage::Exact) outcome.coverage = Coverage::Narrower;
  }
}

void collect_resources(const Formula& formula, const catalog::Catalog& catalog, std::vector<std::string>& arns) {
  for (const Formula& child : formula.children) collect_resources(child, catalog, arns);
  if (formula.kind != Formula::Kind::Test || formula.test.key != kResourceArn) return;
  for (const Text& value : formula.test.values) arns.push_back("`" + render_text(value, true, catalog) + "`");
}

// Actions of a grant that can never be called on what it names. Its author means to allow them, and it does not.
void add_idle(Outcome& outcome, const ir::AllowClause& clause, const Lowered& lowered,
              const catalog::Catalog& catalog) {
  std::vector<std::string> idle, arns;
  for (const ir::ActionItem& item : clause.actions.items) {
    const bool allowed = std::any_of(lowered.statements.begin(), lowered.statements.end(), [&](const auto& statement) {
      return statement.not_action ||
             std::any_of(statement.actions.begin(), statement.actions.end(),
                         [&](const auto& p) { return access::matches_action(p, item.pattern); });
    });
    const bool one = item.plus && !has_wildcard(item.pattern) && clause.actions.contains(item.pattern);
    if (one && !allowed) idle.push_back("`" + item.pattern + "`");
  }
  collect_resources(lower_condition(clause.condition), catalog, arns);
  if (idle.empty() || arns.empty()) return;
  outcome.notes.push_back(fmt::format("{} can never be called on {}", join(idle, ", "), join(arns, ", ")));
}

// The identity policy of somebody whom the cap names: he need not be asked for his name, but for all the rest.
Formula of_bearer(Formula capped) {
  const auto names_him = [](const Formula& formula) {
    return formula.kind == Formula::Kind::Test && formula.test.key == "aws:principalarn" && !formula.test.negated;
  };
  if (names_him(capped)) return constant(true);
  if (capped.kind != Formula::Kind::And) return capped;
  std::erase_if(capped.children, names_him);
  return both(std::move(capped.children));
}

Formula whom(const ir::Rule& rule, bool shared, Kind kind) {
  if (shared) return lower_condition(rule.capped);
  return kind == Kind::IdentityPolicy ? of_bearer(lower_condition(rule.capped)) : constant(true);
}

// Whether what the cap leaves, or those whom it spares, could do what the rule denies besides.
bool may_do_denied(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const catalog::Catalog& catalog) {
  if (!others.empty() || !uncapped_outcome({&rule}, catalog).statements.empty()) return true;
  const auto allowed = [&](const ir::ActionItem& item) {
    return item.plus && std::any_of(rule.allows.begin(), rule.allows.end(), [&](const ir::AllowClause& clause) {
             return clause.actions.contains(item.pattern);
           });
  };
  return std::any_of(rule.calls.begin(), rule.calls.end(), [&](const ir::CallClause& clause) {
    return std::any_of(clause.actions.items.begin(), clause.actions.items.end(), allowed);
  });
}

// Taking the boundary off, changing it, and whatever else the cap denies besides.
void add_denials(Outcome& outcome, const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog) {
  if (rule.calls.empty()) return;
  Outcome denials = denied_calls(rule, spec, catalog);
  outcome.too_many |= denials.too_many;
  std::move(denials.statements.begin(), denials.statements.end(), std::back_inserter(outcome.statements));
  std::move(denials.notes.begin(), denials.notes.end(), std::back_inserter(outcome.notes));
  std::move(denials.words.begin(), denials.words.end(), std::back_inserter(outcome.words));
  if (!outcome.words.empty() && outcome.coverage == Coverage::Exact) outcome.coverage = Coverage::Narrower;
}

}  // namespace

Outcome cap_outcome(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
                    const catalog::Catalog& catalog) {
  const bool boundary = spec.kind == Kind::PermissionBoundary;
  const Universe universe(spec);
  Outcome outcome;
  for (const ir::AllowClause& clause : rule.allows) {
    Formula condition = both({lower_condition(clause.condition), whom(rule, !others.empty(), spec.kind)});
    Lowered lowered =
        lower_clause(clause.actions, universe.fold(std::move(condition)).formula, access::Effect::Allow, catalog);
    outcome.too_many |= lowered.too_many;
    for (const std::string& words : lowered.missing) outcome.words.push_back("also blocks: " + words);
    if (lowered.missing.empty()) add_idle(outcome, clause, lowered, catalog);
    std::move(lowered.statements.begin(), lowered.statements.end(), std::back_inserter(outcome.statements));
  }
  outcome.statements = merge_statements(std::move(outcome.statements));
  if (outcome.statements.empty() && !outcome.words.empty()) {
    outcome.coverage = Coverage::NotExpressible;
    return outcome;
  }
  if (!boundary) {
    outcome.words.push_back("not denied: what other policies of its bearer allow; only a boundary limits them");
    outcome.coverage = Coverage::Narrower;
  } else if (!outcome.words.empty()) {
    outcome.coverage = Coverage::Wider;
  }
  add_overlaps(outcome, rule, others, catalog);
  if (boundary && may_do_denied(rule, others, catalog)) add_denials(outcome, rule, spec, catalog);
  return outcome;
}

}  // namespace berm::documents
