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

bool has(const Trial& trial, Coverage coverage) {
  return std::any_of(trial.result.rows.begin(), trial.result.rows.end(),
                     [&](const documents::Row& row) { return row.coverage == coverage; });
}

// A row that leaves out none of the actions that the catalogue knows.
bool says_all_of_today(const documents::Row& row) {
  return row.coverage == Coverage::Exact ||
         (row.coverage == Coverage::Narrower &&
          std::all_of(row.words.begin(), row.words.end(), [](const std::string& words) {
            return words.starts_with("not denied: actions that AWS adds later");
          }));
}

void allow_what_rows_say(Trial& trial) {
  const std::vector<documents::Row>& rows = trial.result.rows;
  const bool allows = trial.kind == access::DocumentKind::PermissionBoundary;
  const bool unknown = has(trial, Coverage::NotExpressible);
  trial.may_add = has(trial, Coverage::Wider) || (allows && unknown);
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

void generate_requests(Trial& trial, const RuleMaker& maker, uint64_t seed) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : trial.module->rules) rules.push_back(&rule);
  trial.requests = verify::requests_for(trial.document(), rules, catalog::Catalog::builtin(), kRandomRequests, seed);
  if (trial.kind != access::DocumentKind::PermissionBoundary) return;
  for (size_t i = 0; i < trial.requests.size(); ++i) make_bearer(trial.requests[i], maker.bearers(), i);
}

}  // namespace

Trial make_trial(Kind kind, uint64_t seed, size_t number) {
  Trial trial{std::make_unique<ir::Module>(), {}, access::DocumentKind::Scp, false, false, {}};
  RuleMaker maker(*trial.module, seed + number);
  if (kind == Kind::PermissionBoundary) {
    trial.kind = access::DocumentKind::PermissionBoundary;
    add_caps(maker, *trial.module, number);
  } else {
    trial.module->rules.push_back(maker.forbid(number % 4));
  }
  Diagnostics diagnostics;
  documents::Spec spec;
  spec.kind = kind;
  spec.name = "random";
  spec.rules = {"random.*"};
  trial.result = documents::compile(*trial.module, {spec}, catalog::Catalog::builtin(), diagnostics);
  allow_what_rows_say(trial);
  generate_requests(trial, maker, seed + number);
  return trial;
}

bool denied_by_rules(const Trial& trial, const access::Request& request) {
  const auto carries = reference::carries_by(catalog::Catalog::builtin());
  return std::any_of(trial.module->rules.begin(), trial.module->rules.end(),
                     [&](const ir::Rule& rule) { return reference::denies(rule, request, carries); });
}

bool denied_by_document(const Trial& trial, const access::Outcome& outcome) {
  if (trial.kind == access::DocumentKind::PermissionBoundary) return outcome.decision != access::Decision::Allow;
  return outcome.decision == access::Decision::ExplicitDeny;
}

std::string describe(const access::Request& request) {
  std::string text = fmt::format("{} on {} ({})", request.action, request.resource, request.resource_type);
  for (const auto& [key, values] : request.context) text += fmt::format("\n  {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

std::string describe(const Trial& trial) {
  return ir::dump(*trial.module) + "\n" + trial.result.documents.front().json.substr(0, kShown);
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
