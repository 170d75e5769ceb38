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

bool speaks_of(const ir::Rule& rule, const std::string& action) {
  const auto names = [&](const auto& clause) { return clause.actions.contains(action); };
  return rule.verb == ir::Verb::Cap || std::any_of(rule.calls.begin(), rule.calls.end(), names) ||
         std::any_of(rule.allows.begin(), rule.allows.end(), names);
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
  const auto* provider = request.find("aws:federatedprovider");
  return provider != nullptr && !provider->empty() &&
         std::any_of(document.statements.begin(), document.statements.end(), [&](const access::Statement& statement) {
           return std::any_of(statement.principals.begin(), statement.principals.end(), [&](const auto& entry) {
             return entry.type == "Federated" &&
                    std::find(entry.values.begin(), entry.values.end(), provider->front()) != entry.values.end();
           });
         });
}

// A SAML provider is shown by two keys, which never contradict each other.
void show_saml_provider(access::Request& request) {
  constexpr std::string_view kSaml = "saml-provider/";
  request.context.erase("saml:doc");
  const auto* provider = request.find("aws:federatedprovider");
  if (provider == nullptr || provider->empty()) return;
  const auto parts = access::arn_parts(provider->front());
  if (parts.empty() || !parts.back().starts_with(kSaml)) return;
  request.context["saml:doc"] = {
      fmt::format("{}/{}", access::account_in(provider->front()), parts.back().substr(kSaml.size()))};
}

}  // namespace

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
  if (!added) return place->second;
  for (size_t i = 0; i < subject_.document.statements.size(); ++i) {
    if (matches_action(subject_.document.statements[i], action)) place->second.statements.push_back(i);
  }
  for (const Claim& claim : subject_.claims) {
    if (speaks_of(*claim.rule, action)) place->second.claims.push_back(&claim);
  }
  return place->second;
}

bool Judge::concerns(const std::string& action) {
  const Concern& found = concern(action);
  return !found.statements.empty() || !found.claims.empty();
}

Judge::Answer Judge::ask(const Concern& concern, const access::Request& request) const {
  Answer answer{allows_, -1};
  for (const size_t i : concern.statements) {
    const access::Statement& statement = subject_.document.statements[i];
    const bool denies = statement.effect == access::Effect::Deny;
    if (!denies && !answer.denied) continue;
    if (!access::matches_statement(statement, request, kind_, subject_.document.version)) continue;
    answer = {denies, static_cast<int>(i)};
    if (denies) return answer;
  }
  return answer;
}

// A statement of a wider rule denies more than its rule.
bool Judge::may_add(const Answer& answer) const {
  if (adds_anywhere_) return true;
  if (answer.statement < 0) return false;
  const auto& origins = subject_.origins[static_cast<size_t>(answer.statement)];
  return std::any_of(subject_.claims.begin(), subject_.claims.end(), [&](const Claim& claim) {
    return claim.coverage == Coverage::Wider &&
           std::find(origins.begin(), origins.end(), claim.rule->name) != origins.end();
  });
}

// To strangers a name in any account, a tag or a second factor is no exception, whoever the rule's words admit.
bool Judge::denies_strangers(const Concern& concern, access::Request request) const {
  const auto kind = subject_.spec.kind;
  const auto* organisation = request.find("aws:principalorgid");
  if (kind != documents::Kind::Rcp && kind != documents::Kind::BucketPolicy) return false;
  if (organisation != nullptr && !organisation->empty() && organisation->front() == subject_.spec.organisation)
    return false;
  std::erase_if(request.context, [](const auto& entry) {
    return entry.first == "aws:principalarn" || entry.first.starts_with("aws:principaltag/") ||
           entry.first.starts_with("aws:multifactorauth");
  });
  return std::any_of(concern.claims.begin(), concern.claims.end(), [&](const Claim* claim) {
    return !claim->rule->exceptions.empty() && reference::denies(*claim->rule, request, carries_);
  });
}

std::string Judge::sid_of(const Answer& answer) const {
  return answer.statement < 0 ? "" : subject_.document.statements[static_cast<size_t>(answer.statement)].sid;
}

access::Request Judge::as_asked(access::Request request) const {
  request = universe_.complete(std::move(request));
  if (kind_ != access::DocumentKind::Trust) return request;
  if (!role_.empty()) request.resource = role_;
  show_saml_provider(request);
  return request;
}

std::optional<Difference> Judge::difference(const access::Request& request) {
  if (!universe_.contains(request, catalog_)) return std::nullopt;
  const Concern& near = concern(request.action);
  if (gives_) {
    if (auto found = difference_in_grants(near, request)) return found;
  }
  // A trust policy denies nobody: who is not let in stays out.
  return kind_ == access::DocumentKind::Trust ? std::nullopt : difference_in_denials(near, request);
}

std::optional<Difference> Judge::difference_in_denials(const Concern& near, const access::Request& request) const {
  const Answer answer = ask(near, request);
  bool any_denies = false;
  for (const Claim* claim : near.claims) {
    if (!reference::denies(*claim->rule, request, carries_)) continue;
    any_denies = true;
    const bool has_to = claim->whole && claim->coverage != Coverage::NotExpressible;
    if (!answer.denied && has_to) return Difference{Difference::How::Misses, request, claim->rule, ""};
  }
  if (!answer.denied || any_denies || may_add(answer) || denies_strangers(near, request)) return std::nullopt;
  return Difference{Difference::How::Denies, request, nullptr, sid_of(answer)};
}

// Whom a bucket's policy gives something is more than a request shows: it names accounts where a rule does not.
bool Judge::has_to_give(const Claim& claim, const access::Request& request) const {
  // A narrower row may deny less than its rule, and never gives less.
  const bool whole = claim.coverage == Coverage::Exact || claim.coverage == Coverage::Narrower;
  if (!whole || subject_.spec.kind == documents::Kind::BucketPolicy) return false;
  return kind_ != access::DocumentKind::Trust || from_named_provider(subject_.document, request);
}

std::optional<Difference> Judge::difference_in_grants(const Concern& near, const access::Request& request) const {
  Answer answer;
  for (const size_t i : near.statements) {
    const access::Statement& statement = subject_.document.statements[i];
    if (!access::matches_statement(statement, request, kind_, subject_.document.version)) continue;
    if (statement.effect == access::Effect::Deny) return std::nullopt;
    if (answer.statement < 0) answer.statement = static_cast<int>(i);
  }
  const bool given = answer.statement >= 0;
  bool possible = false, denied = false;
  const ir::Rule* withheld = nullptr;
  for (const Claim* claim : near.claims) {
    denied |= reference::denies(*claim->rule, request, carries_);
    if (!reference::permits(*claim->rule, request, carries_)) continue;
    possible = true;
    if (has_to_give(*claim, request)) withheld = claim->rule;
  }
  if (given && !possible) return Difference{Difference::How::Gives, request, nullptr, sid_of(answer)};
  if (!given && withheld != nullptr && !denied) return Difference{Difference::How::Withholds, request, withheld, ""};
  return std::nullopt;
}

}  // namespace berm::verify
