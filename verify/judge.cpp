#include "verify/judge.h"

#include <algorithm>

#include "reference/legs.h"

namespace berm::verify {
namespace {

using documents::Coverage;

bool matches_action(const access::Statement& statement, const std::string& action) {
  const bool hit = std::any_of(statement.actions.begin(), statement.actions.end(),
                               [&](const std::string& pattern) { return access::matches_action(pattern, action); });
  return hit != statement.not_action;
}

bool speaks_of(const ir::Rule& rule, const std::string& action) {
  return rule.verb == ir::Verb::Cap || std::any_of(rule.calls.begin(), rule.calls.end(),
                                                   [&](const auto& clause) { return clause.actions.contains(action); });
}

}  // namespace

Judge::Judge(const Subject& subject, const catalog::Catalog& catalog)
    : subject_(subject),
      catalog_(catalog),
      universe_(subject.spec),
      kind_(documents::access_kind(subject.spec.kind)),
      allows_(subject.spec.kind == documents::Kind::PermissionBoundary),
      carries_(reference::carries_by(catalog)) {
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

std::optional<Difference> Judge::difference(const access::Request& asked) {
  if (kind_ == access::DocumentKind::Trust) return std::nullopt;  // it says who may, and rules deny
  const access::Request request = universe_.complete(asked);
  if (!universe_.contains(request, catalog_)) return std::nullopt;
  const Concern& near = concern(request.action);
  const Answer answer = ask(near, request);
  bool any_denies = false;
  for (const Claim* claim : near.claims) {
    if (!reference::denies(*claim->rule, request, carries_)) continue;
    any_denies = true;
    const bool has_to = claim->whole && claim->coverage != Coverage::NotExpressible;
    if (!answer.denied && has_to) return Difference{request, false, claim->rule, ""};
  }
  if (!answer.denied || any_denies || may_add(answer) || denies_strangers(near, request)) return std::nullopt;
  const std::string sid =
      answer.statement < 0 ? "" : subject_.document.statements[static_cast<size_t>(answer.statement)].sid;
  return Difference{request, true, nullptr, sid};
}

}  // namespace berm::verify
