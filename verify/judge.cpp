#include "verify/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/arn.h"
#include "compiler/documents/covered_actions.h"
#include "reference/legs.h"
#include "verify/pools.h"

namespace berm::verify {
namespace {

using documents::Coverage;

bool matches_action(const access::Statement& statement, const std::string& action) {
  const bool hit = std::any_of(statement.actions.begin(), statement.actions.end(),
                               [&](const std::string& pattern) { return access::matches_action(pattern, action); });
  return hit != statement.not_action;
}

// A role in the document's account that the pattern is about.
std::string role_of(const documents::Spec& spec, std::string pattern) {
  constexpr std::string_view kAnyAccount = "::*:";
  const size_t at = pattern.find(kAnyAccount);
  if (at != std::string::npos) pattern.replace(at + 2, 1, spec.account);
  return sample_of(pattern);
}

// Whose token it was is for the policy to say: a rule goes by the provider's keys.
bool from_named_provider(const access::Document& document, const access::Request& request) {
  if (!documents::is_by_token(request.action)) return true;
  const std::string_view provider = request.first("aws:federatedprovider");
  const auto names_it = [&](const access::PrincipalEntry& entry) {
    return entry.type == "Federated" &&
           std::find(entry.values.begin(), entry.values.end(), provider) != entry.values.end();
  };
  return std::any_of(document.statements.begin(), document.statements.end(), [&](const access::Statement& statement) {
    return std::any_of(statement.principals.begin(), statement.principals.end(), names_it);
  });
}

template <class Clause>
bool names(const Clause& clause, const std::string& action, bool& any) {
  const bool named = clause.actions.contains(action);
  any |= named;
  return named;
}

// A SAML provider is shown by two keys, which never contradict each other.
void show_saml_provider(access::Request& request) {
  constexpr std::string_view kSaml = "saml-provider/";
  request.context.erase("saml:doc");
  const auto parts = access::arn_parts(request.first("aws:federatedprovider"));
  if (parts.size() != 6 || !parts.back().starts_with(kSaml)) return;
  request.context["saml:doc"] = {fmt::format("{}/{}", parts[4], parts.back().substr(kSaml.size()))};
}

}  // namespace

bool speaks_of(const ir::Rule& rule, const std::string& action) {
  const auto names = [&](const auto& clause) { return clause.actions.contains(action); };
  return rule.verb == ir::Verb::Cap || std::any_of(rule.calls.begin(), rule.calls.end(), names) ||
         std::any_of(rule.allows.begin(), rule.allows.end(), names);
}

Judge::Judge(const Subject& subject, const catalog::Catalog& catalog)
    : subject_(subject),
      catalog_(catalog),
      universe_(subject.spec),
      kind_(documents::access_kind(subject.spec.kind)),
      allows_(subject.spec.kind == documents::Kind::PermissionBoundary),
      gives_(subject.spec.kind == documents::Kind::IdentityPolicy ||
             subject.spec.kind == documents::Kind::BucketPolicy || subject.spec.kind == documents::Kind::TrustPolicy),
      carries_(reference::carries_by(catalog)) {
  for (const Claim& claim : subject.claims) {
    if (role_.empty() && !claim.rule->assumed.empty()) role_ = role_of(subject.spec, claim.rule->assumed.front());
  }
  adds_anywhere_ = std::any_of(subject.claims.begin(), subject.claims.end(), [](const Claim& claim) {
    return claim.rule->verb == ir::Verb::Cap && claim.coverage >= Coverage::Wider;
  });
}

const Judge::Concern& Judge::concern(const std::string& action) {
  const auto [place, added] = concerns_.try_emplace(action);
  Concern& found = place->second;
  if (!added) return found;
  const auto note = [&](bool speaks) { found.spoken += speaks ? 'x' : '-'; };
  for (size_t i = 0; i < subject_.document.statements.size(); ++i) {
    const bool matches = matches_action(subject_.document.statements[i], action);
    if (matches) found.statements.push_back(i);
    note(matches);
  }
  for (const Claim& claim : subject_.claims) {
    bool speaks = claim.rule->verb == ir::Verb::Cap;
    for (const ir::CallClause& clause : claim.rule->calls) note(names(clause, action, speaks));
    for (const ir::AllowClause& clause : claim.rule->allows) note(names(clause, action, speaks));
    if (speaks) found.claims.push_back(&claim);
  }
  if (found.statements.empty() && found.claims.empty()) found.spoken.clear();
  return found;
}

access::Outcome Judge::ask(const Concern& concern, const access::Request& request) const {
  access::Outcome outcome;
  for (const size_t i : concern.statements) {
    const access::Statement& statement = subject_.document.statements[i];
    const bool denies = statement.effect == access::Effect::Deny;
    const bool decides = denies || ((allows_ || gives_) && outcome.decision == access::Decision::ImplicitDeny);
    if (!decides || !access::matches_statement(statement, request, kind_, subject_.document.version)) continue;
    outcome = {denies ? access::Decision::ExplicitDeny : access::Decision::Allow, static_cast<int>(i)};
    if (denies) break;
  }
  return outcome;
}

// A statement of a wider rule denies more than its rule.
bool Judge::may_add(const access::Outcome& outcome) const {
  if (adds_anywhere_) return true;
  if (outcome.statement < 0) return false;
  const auto& origins = subject_.origins[static_cast<size_t>(outcome.statement)];
  return std::any_of(subject_.claims.begin(), subject_.claims.end(), [&](const Claim& claim) {
    return claim.coverage == Coverage::Wider &&
           std::find(origins.begin(), origins.end(), claim.rule->name) != origins.end();
  });
}

// To strangers a name in any account, a tag or a second factor is no exception, whoever the rule's words admit.
bool Judge::denies_strangers(const Concern& concern, access::Request request) const {
  const auto kind = subject_.spec.kind;
  const std::string_view organisation = request.first("aws:principalorgid");
  if (kind != documents::Kind::Rcp && kind != documents::Kind::BucketPolicy) return false;
  if (!organisation.empty() && organisation == subject_.spec.organisation) return false;
  std::erase_if(request.context, [](const auto& entry) {
    return entry.first == "aws:principalarn" || entry.first.starts_with("aws:principaltag/") ||
           entry.first.starts_with("aws:multifactorauth");
  });
  return std::any_of(concern.claims.begin(), concern.claims.end(), [&](const Claim* claim) {
    return !claim->rule->exceptions.empty() && reference::denies(*claim->rule, request, carries_);
  });
}

std::string Judge::sid_of(const access::Outcome& outcome) const {
  return outcome.statement < 0 ? "" : subject_.document.statements[static_cast<size_t>(outcome.statement)].sid;
}

access::Request Judge::as_asked(access::Request request) const {
  request = universe_.complete(std::move(request));
  if (kind_ != access::DocumentKind::Trust) return request;
  if (!role_.empty()) request.resource = role_;
  show_saml_provider(request);
  return request;
}

// Whom a bucket's policy gives something is more than a request shows: it names accounts where a rule does not.
bool Judge::has_to_give(const Claim& claim, const access::Request& request) const {
  // A narrower row may deny less than its rule, and never gives less.
  const bool whole = claim.coverage == Coverage::Exact || claim.coverage == Coverage::Narrower;
  if (!whole || subject_.spec.kind == documents::Kind::BucketPolicy) return false;
  return kind_ != access::DocumentKind::Trust || from_named_provider(subject_.document, request);
}

Judge::Meaning Judge::meaning(const Concern& near, const access::Request& request) const {
  Meaning meaning;
  for (const Claim* claim : near.claims) {
    if (reference::denies(*claim->rule, request, carries_)) {
      meaning.denied = true;
      const bool has_to = claim->whole && claim->coverage != Coverage::NotExpressible;
      if (has_to && meaning.denies == nullptr) meaning.denies = claim->rule;
    }
    if (!gives_ || !reference::permits(*claim->rule, request, carries_)) continue;
    meaning.possible = true;
    if (has_to_give(*claim, request)) meaning.gives = claim->rule;
  }
  return meaning;
}

std::optional<Difference> Judge::difference(const access::Request& request) {
  using How = Difference::How;
  if (!universe_.contains(request, catalog_)) return std::nullopt;
  const Concern& near = concern(request.action);
  const access::Outcome outcome = ask(near, request);
  const Meaning means = meaning(near, request);
  const bool allowed = outcome.decision == access::Decision::Allow;
  const bool left_out = outcome.decision == access::Decision::ImplicitDeny;
  if (gives_ && allowed && !means.possible) return Difference{How::Gives, request, nullptr, sid_of(outcome)};
  if (left_out && means.gives != nullptr && !means.denied) return Difference{How::Withholds, request, means.gives, ""};
  // A trust policy denies nobody: who is not let in stays out.
  if (kind_ == access::DocumentKind::Trust) return std::nullopt;
  const bool denied = outcome.decision == access::Decision::ExplicitDeny || (allows_ && left_out);
  if (!denied && means.denies != nullptr) return Difference{How::Misses, request, means.denies, ""};
  if (!denied || means.denied || may_add(outcome) || denies_strangers(near, request)) return std::nullopt;
  return Difference{How::Denies, request, nullptr, sid_of(outcome)};
}

}  // namespace berm::verify
