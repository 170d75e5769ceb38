#include "compiler/documents/documents.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "compiler/documents/bearers.h"
#include "compiler/documents/bound_exceptions.h"
#include "compiler/documents/bucket.h"
#include "compiler/documents/kind_rules.h"
#include "compiler/documents/kinds.h"
#include "compiler/documents/limits.h"
#include "compiler/documents/outcome.h"
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
  DocumentBuilder(const Spec& spec, Rules rules, const catalog::Catalog& catalog, Diagnostics& diagnostics)
      : spec_(spec), rules_(std::move(rules)), catalog_(catalog), diagnostics_(diagnostics) {}

  Written build(std::vector<Row>& rows);

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
  void write();
  void shrink();

  const Spec& spec_;
  Rules rules_;
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
    statement.sid = sids_.make(sid);
    if (faces_strangers(spec_.kind) && statement.principals.empty()) statement.principals = {{"*", {"*"}}};
    if (spec_.kind == Kind::BucketPolicy) Bucket(spec_).limit(statement);
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

void DocumentBuilder::write() {
  written_.json = access::write_policy_minified(written_.document);
  written_.size = counted_size(spec_.kind, written_.json);
}

// Over its quota a document gives up naming its rules: statements of several become one.
void DocumentBuilder::shrink() {
  if (written_.quota == 0 || static_cast<int64_t>(written_.size) <= written_.quota) return;
  auto& statements = written_.document.statements;
  std::vector<OwnedStatement> owned;
  for (size_t i = 0; i < statements.size(); ++i) {
    statements[i].sid.clear();
    owned.push_back({std::move(statements[i]), std::move(written_.origins[i])});
  }
  statements.clear();
  written_.origins.clear();
  for (OwnedStatement& merged : merge_statements(std::move(owned))) {
    statements.push_back(std::move(merged.statement));
    written_.origins.push_back(std::move(merged.rules));
  }
  write();
}

std::vector<std::string> cap_names(const Rules& rules) {
  std::vector<std::string> names;
  for (const ir::Rule* rule : rules) {
    if (rule->verb == ir::Verb::Cap) names.push_back(rule->name);
  }
  return names;
}

Written DocumentBuilder::build(std::vector<Row>& rows) {
  written_.spec = spec_;
  written_.quota = size_quota(spec_.kind, catalog_);
  std::vector<Outcome> outcomes;
  for (const ir::Rule* rule : rules_) outcomes.push_back(outcome_of(*rule, other_caps(*rule), spec_, catalog_));
  Outcome spared = spare_uncapped(outcomes);
  const bool caps = says_a_cap(outcomes);
  for (size_t i = 0; i < rules_.size(); ++i) add(*rules_[i], std::move(outcomes[i]), rows);
  append(std::move(spared.statements), "not_capped", cap_names(rules_));
  if (spec_.kind == Kind::PermissionBoundary && !caps && !written_.document.statements.empty()) allow_the_rest();
  write();
  shrink();
  written_.pretty = access::write_policy_pretty(written_.document);
  written_.terraform = terraform_json(written_);
  return std::move(written_);
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

}  // namespace

Result compile(const ir::Module& module, const std::vector<Spec>& specs, const catalog::Catalog& catalog,
               Diagnostics& diagnostics) {
  Result result;
  std::vector<Rules> named;
  for (const Spec& spec : specs) {
    named.push_back(named_rules(spec, module, diagnostics));
    DocumentBuilder builder(spec, named.back(), catalog, diagnostics);
    result.documents.push_back(builder.build(result.rows));
    check_written(result.documents.back(), !named.back().empty(), catalog, diagnostics);
  }
  sort_rows(result.rows, module);
  count_attached(result.documents, catalog, diagnostics);
  if (!specs.empty()) check_enforced(module, result, diagnostics);
  check_trusted_roles(specs, named, diagnostics);
  result.exceptions = count_exceptions(result, named);
  result.self_grants = find_self_grants(result.documents, named, catalog);
  return result;
}

}  // namespace berm::documents
