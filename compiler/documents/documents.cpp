#include "compiler/documents/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "compiler/documents/bearers.h"
#include "compiler/documents/bound_exceptions.h"
#include "compiler/documents/bucket.h"
#include "compiler/documents/compact.h"
#include "compiler/documents/growth.h"
#include "compiler/documents/kind_rules.h"
#include "compiler/documents/kinds.h"
#include "compiler/documents/limits.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/pack.h"
#include "compiler/documents/self_grants.h"
#include "compiler/documents/sid.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/terraform.h"

namespace berm::documents {
namespace {

using Rules = std::vector<const ir::Rule*>;

std::string pattern_hint(const std::string& pattern, const ir::Module& module) {
  NearestName near(pattern);
  for (const ir::Rule& rule : module.rules) near.offer(rule.name);
  const auto best = near.best();
  return best ? fmt::format("did you mean `{}`?", *best)
              : "a pattern is a rule's full name, `package.*` or `package.**`";
}

// In order of declaration, each once. Reports patterns that name none.
Rules named_rules(const Spec& spec, const ir::Module& module, Diagnostics& diagnostics) {
  for (const std::string& pattern : spec.rules) {
    const bool known = std::any_of(module.rules.begin(), module.rules.end(),
                                   [&](const ir::Rule& rule) { return ir::matches_rule(pattern, rule); });
    if (known) continue;
    diagnostics
        .add(DiagnosticKind::UnknownRulePattern,
             fmt::format("`{}` names no rule, in document `{}`", pattern, spec.name))
        .at(spec.position)
        .help(pattern_hint(pattern, module));
  }
  Rules rules;
  for (const ir::Rule& rule : module.rules) {
    const bool named = std::any_of(spec.rules.begin(), spec.rules.end(),
                                   [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); });
    if (named) rules.push_back(&rule);
  }
  return rules;
}

class DocumentBuilder {
 public:
  DocumentBuilder(const Spec& spec, Rules rules, const std::vector<Standing>& standing, std::set<std::string> taken,
                  const catalog::Catalog& catalog, Diagnostics& diagnostics)
      : spec_(spec),
        rules_(std::move(rules)),
        standing_(standing),
        taken_(std::move(taken)),
        catalog_(catalog),
        diagnostics_(diagnostics) {}

  // One document, or the several that it takes.
  std::vector<Written> build(std::vector<Row>& rows);

 private:
  Rules other_caps(const ir::Rule& rule) const;
  void add(const ir::Rule& rule, Outcome outcome, std::vector<Row>& rows);
  void check_wider(const ir::Rule& rule, const Outcome& outcome);
  void check_strangers(const ir::Rule& rule, const Outcome& outcome);
  // The caps that the document can say hold only of those whom they cap.
  Outcome spare_uncapped(std::vector<Outcome>& outcomes) const;
  void append(std::vector<access::Statement> statements, std::string_view sid, const std::vector<std::string>& rules);
  void allow_the_rest();
  bool says_a_cap(const std::vector<Outcome>& outcomes) const;
  void add_bearers(const ir::Rule& rule, std::vector<std::string>& words) const;
  void compact();
  std::vector<Written> within_quota() const;

  const Spec& spec_;
  Rules rules_;
  const std::vector<Standing>& standing_;
  std::set<std::string> taken_;  // names of other documents
  const catalog::Catalog& catalog_;
  Diagnostics& diagnostics_;
  SidMaker sids_;
  Written written_;
};

Rules DocumentBuilder::other_caps(const ir::Rule& rule) const {
  Rules others;
  for (const ir::Rule* other : rules_) {
    if (other->verb == ir::Verb::Cap && other != &rule) others.push_back(other);
  }
  return others;
}

void DocumentBuilder::check_wider(const ir::Rule& rule, const Outcome& outcome) {
  if (outcome.coverage != Coverage::Wider || rule.accept_wider) return;
  diagnostics_
      .add(DiagnosticKind::WiderNotAccepted, fmt::format("in `{}`, `{}` would block more than it says: {}", spec_.name,
                                                         rule.name, join(outcome.words, "; ")))
      .at(rule.span)
      .help("write `accept wider \"the reason\"` behind the rule, or narrow its actions");
}

// A name in any account is in strangers' accounts too.
void DocumentBuilder::check_strangers(const ir::Rule& rule, const Outcome& outcome) {
  if (!faces_strangers(spec_.kind) || !spec_.organisation.empty() || outcome.statements.empty()) return;
  for (const ir::ExceptedPrincipal* who : open_exceptions(rule)) {
    diagnostics_
        .add(DiagnosticKind::StrangersExcepted,
             fmt::format("in `{}`, `{}` would except strangers too: {} of any account in the world could be `{}`",
                         spec_.name, rule.name, who->arns.empty() ? "a principal" : "one of that name", who->text))
        .at(who->span)
        .help("write `organisation: { id: o-… }` into berm.yaml, or name an account: `account \"111122223333\"`");
  }
}

void DocumentBuilder::add(const ir::Rule& rule, Outcome outcome, std::vector<Row>& rows) {
  check_wider(rule, outcome);
  check_strangers(rule, outcome);
  if (outcome.too_many) {
    diagnostics_
        .add(DiagnosticKind::ConditionTooLarge,
             fmt::format("`{}` has too many alternatives for `{}`", rule.name, spec_.name))
        .at(rule.span)
        .help("split the rule into several, each with fewer `or` and `except`");
  }
  append(std::move(outcome.statements), rule.name, {rule.name});
  const bool carried = spec_.kind == Kind::PermissionBoundary || spec_.kind == Kind::IdentityPolicy;
  if (carried && rule.verb == ir::Verb::Cap && outcome.coverage != Coverage::NotExpressible)
    add_bearers(rule, outcome.words);
  outcome.words.insert(outcome.words.end(), outcome.notes.begin(), outcome.notes.end());
  rows.push_back({rule.name, spec_.name, outcome.coverage, std::move(outcome.words)});
}

bool DocumentBuilder::says_a_cap(const std::vector<Outcome>& outcomes) const {
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i]->verb == ir::Verb::Cap && outcomes[i].coverage != Coverage::NotExpressible) return true;
  }
  return false;
}

// The document does not say whom it is for; whoever attaches it does.
void DocumentBuilder::add_bearers(const ir::Rule& rule, std::vector<std::string>& words) const {
  constexpr size_t kShown = 4;
  const auto bearers = bearers_of(rule, catalog_);
  if (!bearers || bearers->empty()) return;
  std::vector<std::string> shown(bearers->begin(), bearers->begin() + std::min(kShown, bearers->size()));
  if (bearers->size() > kShown) shown.push_back(fmt::format("{} more", bearers->size() - kShown));
  words.push_back("to be carried by " + join(shown, ", "));
}

void DocumentBuilder::append(std::vector<access::Statement> statements, std::string_view sid,
                             const std::vector<std::string>& rules) {
  for (access::Statement& statement : statements) {
    if (spec_.kind == Kind::BucketPolicy && !Bucket(spec_).limit(statement, catalog_)) continue;
    statement.sid = sids_.make(sid);
    if (faces_strangers(spec_.kind) && statement.principals.empty()) statement.principals = {{"*", {"*"}}};
    written_.document.statements.push_back(std::move(statement));
    written_.origins.push_back(rules);
  }
}

Outcome DocumentBuilder::spare_uncapped(std::vector<Outcome>& outcomes) const {
  if (spec_.kind != Kind::PermissionBoundary) return {};
  Rules caps;
  std::vector<Outcome*> of_caps;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (rules_[i]->verb != ir::Verb::Cap || outcomes[i].coverage == Coverage::NotExpressible) continue;
    caps.push_back(rules_[i]);
    of_caps.push_back(&outcomes[i]);
  }
  if (caps.empty()) return {};
  Outcome spared = uncapped_outcome(caps, catalog_);
  for (Outcome* outcome : of_caps) {
    outcome->too_many |= spared.too_many;
    outcome->words.insert(outcome->words.end(), spared.words.begin(), spared.words.end());
    if (!spared.words.empty()) outcome->coverage = Coverage::Wider;
  }
  return spared;
}

// Denials alone would leave a boundary's bearer nothing.
void DocumentBuilder::allow_the_rest() {
  access::Statement statement;
  statement.sid = sids_.make("allow_the_rest");
  statement.effect = access::Effect::Allow;
  statement.actions = {"*"};
  statement.resources = {"*"};
  auto& statements = written_.document.statements;
  statements.insert(statements.begin(), std::move(statement));
  written_.origins.insert(written_.origins.begin(), std::vector<std::string>());
}

void DocumentBuilder::compact() {
  std::set<std::string> seen;
  for (access::Statement& statement : written_.document.statements) {
    for (Wildcard& wildcard : compact_actions(statement, catalog_)) {
      if (seen.insert(wildcard.pattern).second) written_.wildcards.push_back(std::move(wildcard));
    }
  }
}

bool comes_from(const Written& part, const std::string& rule) {
  return std::any_of(part.origins.begin(), part.origins.end(), [&](const std::vector<std::string>& rules) {
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  });
}

// Of several documents each tells of its own statements only.
void keep_own(Written& part) {
  std::erase_if(part.growth, [&](const auto& entry) { return !comes_from(part, entry.first); });
  std::erase_if(part.wildcards, [&](const Wildcard& wildcard) {
    const auto& statements = part.document.statements;
    return std::none_of(statements.begin(), statements.end(), [&](const access::Statement& s) {
      return std::find(s.actions.begin(), s.actions.end(), wildcard.pattern) != s.actions.end();
    });
  });
}

// Without Sids statements of several rules become one.
Written nameless(const Written& written) {
  std::vector<OwnedStatement> owned;
  for (size_t i = 0; i < written.document.statements.size(); ++i) {
    owned.push_back({written.document.statements[i], written.origins[i]});
    owned.back().statement.sid.clear();
  }
  Written merged = written;
  merged.document.statements.clear();
  merged.origins.clear();
  for (OwnedStatement& one : merge_statements(std::move(owned))) {
    merged.document.statements.push_back(std::move(one.statement));
    merged.origins.push_back(std::move(one.rules));
  }
  write_json(merged);
  return merged;
}

// Over its quota a document gives up naming its rules; where that is not enough, it becomes several, which name them
// again if that takes no more of them.
std::vector<Written> DocumentBuilder::within_quota() const {
  if (fits(written_)) return {written_};
  const Written merged = nameless(written_);
  if (fits(merged) || !is_attached(spec_.kind)) return {merged};
  const auto named = pack(written_, standing_, taken_), unnamed = pack(merged, standing_, taken_);
  if (named.size() == 1) return unnamed;
  return unnamed.size() > 1 && unnamed.size() < named.size() ? unnamed : named;
}

std::vector<std::string> cap_names(const Rules& rules) {
  std::vector<std::string> names;
  for (const ir::Rule* rule : rules) {
    if (rule->verb == ir::Verb::Cap) names.push_back(rule->name);
  }
  return names;
}

std::vector<Written> DocumentBuilder::build(std::vector<Row>& rows) {
  written_.spec = spec_;
  written_.part_of = spec_.name;
  written_.quota = size_quota(spec_.kind, catalog_);
  std::vector<Outcome> outcomes;
  for (const ir::Rule* rule : rules_) outcomes.push_back(outcome_of(*rule, other_caps(*rule), spec_, catalog_));
  Outcome spared = spare_uncapped(outcomes);
  const bool caps = says_a_cap(outcomes);
  for (size_t i = 0; i < rules_.size(); ++i) {
    const size_t growth =
        growth_from_exceptions(*rules_[i], outcomes[i].statements, other_caps(*rules_[i]), spec_, catalog_);
    if (growth > 0) written_.growth[rules_[i]->name] = growth;
    add(*rules_[i], std::move(outcomes[i]), rows);
  }
  append(std::move(spared.statements), "not_capped", cap_names(rules_));
  if (spec_.kind == Kind::PermissionBoundary && !caps && !written_.document.statements.empty()) allow_the_rest();
  if (spec_.compact) compact();
  write_json(written_);
  std::vector<Written> parts = within_quota();
  for (Written& part : parts) {
    if (parts.size() > 1) keep_own(part);
    part.pretty = access::write_policy_pretty(part.document);
    part.terraform = terraform_json(part);
  }
  return parts;
}

void check_written(const Written& written, bool names_rules, const catalog::Catalog& catalog,
                   Diagnostics& diagnostics) {
  if (written.document.statements.empty()) {
    if (!names_rules) return;
    diagnostics
        .add(DiagnosticKind::EmptyDocument,
             fmt::format("no rule of `{}` can be said in it, so it would be empty", written.spec.name))
        .at(written.spec.position)
        .help("remove the document, or name rules with calls");
    return;
  }
  // What is too large is never written, and the reader has bounds of its own.
  if (!check_size(written, diagnostics)) return;
  if (!check_kind_rules(written, catalog, diagnostics)) return;
  for (const std::string& json : {written.json, written.pretty}) {
    const auto read = access::read_policy(json);
    if (read.document && *read.document == written.document) continue;
    diagnostics
        .add(DiagnosticKind::DocumentNotReadBack,
             fmt::format("`{}` was written, but reads as something else: {}", written.spec.name,
                         read.document ? "other statements" : read.error))
        .at(written.spec.position)
        .help("this is a fault of Berm; please report it with the rules");
    return;
  }
}

bool has_plan_side(const ir::Rule& rule) { return !rule.plans.empty() || !rule.requires_.empty(); }

void check_enforced(const ir::Module& module, const Result& result, Diagnostics& diagnostics) {
  for (const ir::Rule& rule : module.rules) {
    bool named = false, enforced = false;
    std::string reasons;
    for (const Row& row : result.rows) {
      if (row.rule != rule.name) continue;
      named = true;
      enforced |= row.coverage != Coverage::NotExpressible;
      reasons = join(row.words, "; ");
    }
    // A grant is written when it is needed.
    if (enforced || has_plan_side(rule) || rule.verb == ir::Verb::Grant) continue;
    if (named) {
      diagnostics.add(DiagnosticKind::RuleEnforcedNowhere, fmt::format("nothing enforces `{}`: {}", rule.name, reasons))
          .at(rule.span)
          .help("name it in a document that can say it");
    } else if (!rule.standard_library) {
      diagnostics
          .add(DiagnosticKind::RuleInNoDocument,
               fmt::format("`{}` judges calls only, and no document names it", rule.name))
          .at(rule.span)
          .help("add it to a document's `rules` in berm.yaml");
    }
  }
}

// Everyone whom a trust policy names could assume each role that carries it.
void check_trusted_roles(const std::vector<Spec>& specs, const std::vector<Rules>& named, Diagnostics& diagnostics) {
  for (size_t i = 0; i < specs.size(); ++i) {
    const ir::Rule* first = nullptr;
    for (const ir::Rule* rule : named[i]) {
      if (specs[i].kind != Kind::TrustPolicy || rule->verb != ir::Verb::Trust) continue;
      if (first == nullptr) first = rule;
      if (rule->assumed == first->assumed) continue;
      diagnostics
          .add(DiagnosticKind::TrustOfSeveralRoles,
               fmt::format("`{}` would let `{}` into the roles of `{}` too", specs[i].name, rule->name, first->name))
          .at(specs[i].position)
          .help("a trust policy is one role's: make a document for each");
    }
  }
}

// Rows come document by document; a table reads rule by rule.
void sort_rows(std::vector<Row>& rows, const ir::Module& module) {
  std::map<std::string, size_t> order;
  for (const ir::Rule& rule : module.rules) order.emplace(rule.name, order.size());
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Row& a, const Row& b) { return order.at(a.rule) < order.at(b.rule); });
}

std::set<std::string> names_of(const std::vector<Spec>& specs) {
  std::set<std::string> names;
  for (const Spec& spec : specs) names.insert(spec.name);
  return names;
}

// Says of each row in which of the documents its rule stands.
void name_parts(std::vector<Row>& rows, size_t first, const std::vector<Written>& parts) {
  for (size_t i = first; i < rows.size() && parts.size() > 1; ++i) {
    std::vector<std::string> names;
    for (const Written& part : parts) {
      if (comes_from(part, rows[i].rule)) names.push_back(part.spec.name);
    }
    if (!names.empty()) rows[i].document = join(names, ", ");
  }
}

Rules rules_of(const Written& part, Rules rules, bool alone) {
  if (!alone) std::erase_if(rules, [&](const ir::Rule* rule) { return !comes_from(part, rule->name); });
  return rules;
}

}  // namespace

Result compile(const ir::Module& module, const std::vector<Spec>& specs, const catalog::Catalog& catalog,
               Diagnostics& diagnostics, const std::vector<Standing>& standing) {
  Result result;
  std::vector<Rules> of_specs, named;  // by entry of the manifest, by document
  for (const Spec& spec : specs) {
    const Rules& rules = of_specs.emplace_back(named_rules(spec, module, diagnostics));
    const size_t first_row = result.rows.size();
    auto parts = DocumentBuilder(spec, rules, standing, names_of(specs), catalog, diagnostics).build(result.rows);
    name_parts(result.rows, first_row, parts);
    for (Written& part : parts) {
      named.push_back(rules_of(part, rules, parts.size() == 1));
      check_written(part, !rules.empty(), catalog, diagnostics);
      result.documents.push_back(std::move(part));
    }
  }
  sort_rows(result.rows, module);
  count_attached(result.documents, catalog, diagnostics);
  if (!specs.empty()) check_enforced(module, result, diagnostics);
  check_trusted_roles(specs, of_specs, diagnostics);
  result.exceptions = count_exceptions(result, named);
  result.self_grants = find_self_grants(result.documents, named, catalog);
  return result;
}

}  // namespace berm::documents
