#include "tests/agreement/trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "reference/legs.h"
#include "reference/reference.h"
#include "tests/agreement/random_rule.h"
#include "verify/requests.h"

namespace berm::agreement {
namespace {

using documents::Coverage;
using documents::Kind;

constexpr size_t kRandomRequests = 40;  // a rule
constexpr size_t kShown = 4000;         // of a document
constexpr std::string_view kBlocksMore = "also blocks: ";

bool has(const Trial& trial, Coverage coverage) {
  return std::any_of(trial.result.rows.begin(), trial.result.rows.end(),
                     [&](const documents::Row& row) { return row.coverage == coverage; });
}

// Words of a row that leave out no call of today: what more it blocks, and what lies beyond this document.
bool leaves_out_nothing(const std::string& words) {
  return documents::leaves_out_none(words) ||
         words.starts_with("not denied: what other policies of its bearer allow") || words.starts_with(kBlocksMore);
}

bool says_all_of_today(const documents::Row& row) {
  return row.coverage == Coverage::Exact ||
         (row.coverage == Coverage::Narrower && std::all_of(row.words.begin(), row.words.end(), leaves_out_nothing));
}

bool blocks_more(const documents::Row& row) {
  return row.coverage == Coverage::Wider ||
         std::any_of(row.words.begin(), row.words.end(),
                     [](const std::string& words) { return words.starts_with(kBlocksMore); });
}

// A call that it does not allow cannot succeed.
bool allows(const Trial& trial) {
  return trial.spec.kind == Kind::PermissionBoundary || trial.spec.kind == Kind::IdentityPolicy;
}

void allow_what_rows_say(Trial& trial) {
  const std::vector<documents::Row>& rows = trial.result.rows;
  const bool unknown = has(trial, Coverage::NotExpressible);
  trial.may_add = std::any_of(rows.begin(), rows.end(), blocks_more) || (allows(trial) && unknown);
  // What two caps that overlap leave stands in the words of a wider row too.
  trial.may_miss = !std::all_of(rows.begin(), rows.end(), says_all_of_today) && (!trial.may_add || rows.size() > 1);
  trial.may_miss |= unknown;
}

void add_caps(RuleMaker& maker, ir::Module& module, size_t number) {
  module.rules.push_back(maker.cap("random.a"));
  if (number % 3 == 0) module.rules.push_back(maker.cap("random.b"));
  if (number % 4 == 0) module.rules.push_back(maker.forbid(number % 3));
}

// The request as a bearer of the boundary sends it.
void make_bearer(access::Request& request, const std::vector<std::string>& bearers, size_t number) {
  const auto* caller = request.find("aws:principalarn");
  const bool bears = caller != nullptr && caller->size() == 1 &&
                     std::any_of(bearers.begin(), bearers.end(), [&](const std::string& pattern) {
                       return access::arn_like(pattern, caller->front());
                     });
  if (!bears) request.context["aws:principalarn"] = {verify::sample_of(bearers[number % bearers.size()])};
}

access::Document whole(const documents::Result& result) {
  access::Document document = result.documents.front().document;
  for (size_t i = 1; i < result.documents.size(); ++i) {
    const auto& more = result.documents[i].document.statements;
    document.statements.insert(document.statements.end(), more.begin(), more.end());
  }
  return document;
}

// Only there the document has to decide as its rules.
void keep_seen(Trial& trial) {
  for (access::Request& request : trial.requests) request = documents::as_seen(trial.spec, std::move(request));
  std::erase_if(trial.requests, [&](const access::Request& request) {
    return !documents::inside_universe(trial.spec, request, catalog::Catalog::builtin());
  });
}

void generate_requests(Trial& trial, const RuleMaker& maker, uint64_t seed) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : trial.module->rules) rules.push_back(&rule);
  trial.requests = verify::requests_for(trial.document(), rules, catalog::Catalog::builtin(), kRandomRequests, seed);
  for (size_t i = 0; allows(trial) && i < trial.requests.size(); ++i)
    make_bearer(trial.requests[i], maker.bearers(), i);
  keep_seen(trial);
}

documents::Spec spec_of(Kind kind) {
  documents::Spec spec;
  spec.kind = kind;
  spec.name = "random";
  spec.rules = {"random.*"};
  spec.organisation = "o-acme";
  spec.account = "111122223333";
  if (kind == Kind::BucketPolicy) spec.bucket = "data";
  return spec;
}

Services services_of(Kind kind) {
  if (kind == Kind::Rcp) return Services::Covered;
  return kind == Kind::BucketPolicy ? Services::Storage : Services::Any;
}

void add_rules(Trial& trial, RuleMaker& maker, size_t number) {
  if (trial.spec.kind == Kind::PermissionBoundary) {
    add_caps(maker, *trial.module, number);
    return;
  }
  if (trial.spec.kind == Kind::IdentityPolicy) trial.module->rules.push_back(maker.cap("random.a"));
  if (!allows(trial) || number % 3 == 0) trial.module->rules.push_back(maker.forbid(number % 4));
}

// Whom an identity policy belongs to has what its cap leaves him, and nothing else.
bool given(const Trial& trial, const access::Request& request, const reference::Carries& carries) {
  return std::any_of(trial.module->rules.begin(), trial.module->rules.end(), [&](const ir::Rule& rule) {
    return rule.verb == ir::Verb::Cap && reference::permits(rule, request, carries);
  });
}

}  // namespace

Trial make_trial(Kind kind, uint64_t seed, size_t number) {
  Trial trial;
  trial.module = std::make_unique<ir::Module>();
  trial.spec = spec_of(kind);
  trial.kind = documents::access_kind(kind);
  RuleMaker maker(*trial.module, seed + number, false, services_of(kind));
  add_rules(trial, maker, number);
  Diagnostics diagnostics;
  trial.result = documents::compile(*trial.module, {trial.spec}, catalog::Catalog::builtin(), diagnostics);
  trial.whole = whole(trial.result);
  allow_what_rows_say(trial);
  generate_requests(trial, maker, seed + number);
  return trial;
}

bool denied_by_rules(const Trial& trial, const access::Request& request) {
  const auto carries = reference::carries_by(catalog::Catalog::builtin());
  if (trial.spec.kind == Kind::IdentityPolicy && !given(trial, request, carries)) return true;
  return std::any_of(trial.module->rules.begin(), trial.module->rules.end(),
                     [&](const ir::Rule& rule) { return reference::denies(rule, request, carries); });
}

bool denied_by_document(const Trial& trial, const access::Outcome& outcome) {
  return outcome.decision == access::Decision::ExplicitDeny ||
         (allows(trial) && outcome.decision != access::Decision::Allow);
}

std::string describe(const access::Request& request) {
  std::string text = fmt::format("{} on {} ({})", request.action, request.resource, request.resource_type);
  for (const auto& [key, values] : request.context) text += fmt::format("\n  {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

std::string describe(const Trial& trial) {
  std::string text = ir::dump(*trial.module);
  for (const documents::Row& row : trial.result.rows)
    text += fmt::format("{}: {}: {}\n", row.rule, documents::name(row.coverage), fmt::join(row.words, "; "));
  for (const documents::Written& written : trial.result.documents) text += written.json.substr(0, kShown) + "\n";
  return text;
}

void count_rows(const Trial& trial, Tally& tally) {
  ++(has(trial, Coverage::NotExpressible) ? tally.not_expressible
     : has(trial, Coverage::Wider)        ? tally.wider
     : has(trial, Coverage::Narrower)     ? tally.narrower
                                          : tally.exact);
}

std::string describe(const Tally& tally) {
  return fmt::format(
      "documents: {} exact, {} narrower, {} wider, {} not expressible; {} requests, {} denied, {} missed by narrower "
      "ones, {} added by wider ones",
      tally.exact, tally.narrower, tally.wider, tally.not_expressible, tally.requests, tally.denied, tally.missed,
      tally.added);
}

}  // namespace berm::agreement
