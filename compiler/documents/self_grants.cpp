#include "compiler/documents/self_grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::documents {
namespace {

enum class On : uint8_t { Role, User, RoleTag, UserTag };

struct Way {
  std::string_view action;
  On on;
  std::string_view takes;
};

constexpr Way kWays[] = {
#define BERM_SELF_GRANT(action, on, takes) {action, On::on, takes},
#include "compiler/documents/self_grant.def"
};

constexpr std::string_view kAccount = "111122223333";

// Somebody of a member account whom nothing excepts, without MFA and with it.
std::vector<access::Request> attempts(std::string_view action, const std::string& resource,
                                      const std::vector<std::string>& tag_keys) {
  access::Request request;
  request.action = action;
  request.resource = resource;
  request.context["aws:principalarn"] = {fmt::format("arn:aws:iam::{}:role/Somebody", kAccount)};
  request.context["aws:principalaccount"] = {std::string(kAccount)};
  if (!tag_keys.empty()) request.context["aws:tagkeys"] = tag_keys;
  std::vector<access::Request> all{request, request};
  all[1].context["aws:multifactorauthpresent"] = {"true"};
  all[1].context["aws:multifactorauthage"] = {"60"};
  return all;
}

bool denies(const Written& written, const access::Request& request) {
  const bool scp = written.spec.kind == Kind::Scp;
  const auto kind = scp ? access::DocumentKind::Scp : access::DocumentKind::PermissionBoundary;
  const auto decision = access::evaluate(written.document, request, kind).decision;
  return decision == access::Decision::ExplicitDeny || (!scp && decision == access::Decision::ImplicitDeny);
}

// Documents that hold wherever this one does.
std::vector<const Written*> guards_of(const Written& written, const std::vector<Written>& all) {
  std::vector<const Written*> guards{&written};
  for (const Written& other : all) {
    if (&other == &written || other.spec.kind != Kind::Scp || written.spec.kind != Kind::Scp) continue;
    const auto& targets = other.spec.attach;
    const bool everywhere = std::all_of(
        written.spec.attach.begin(), written.spec.attach.end(),
        [&](const auto& target) { return std::find(targets.begin(), targets.end(), target) != targets.end(); });
    if (everywhere && !written.spec.attach.empty()) guards.push_back(&other);
  }
  return guards;
}

bool closed(const std::vector<const Written*>& guards, const std::vector<access::Request>& requests) {
  return std::all_of(requests.begin(), requests.end(), [&](const access::Request& request) {
    return std::any_of(guards.begin(), guards.end(), [&](const Written* guard) { return denies(*guard, request); });
  });
}

// An ARN that the pattern admits.
std::string sample_arn(std::string pattern) {
  const size_t account = pattern.find(":iam::*:");
  if (account != std::string::npos) pattern.replace(account + 6, 1, kAccount);
  std::string sample;
  for (const char c : pattern) sample += c == '*' ? std::string("berm-sample") : std::string(1, c == '?' ? 'x' : c);
  return sample;
}

// AWS lets nobody make, re-trust or change roles on its own paths.
bool is_reserved(const std::string& arn) {
  return arn.find(":role/aws-reserved/") != std::string::npos ||
         arn.find(":role/aws-service-role/") != std::string::npos;
}

void add_way(std::vector<std::string>& open, const Way& way) {
  open.push_back(fmt::format("`{}` ({})", way.action, way.takes));
}

void add_arn_ways(std::vector<std::string>& open, const std::string& pattern,
                  const std::vector<const Written*>& guards) {
  const On on = pattern.find(":user/") != std::string::npos ? On::User : On::Role;
  const bool principal = on == On::User || pattern.find(":role/") != std::string::npos;
  if (!principal || is_reserved(pattern)) return;
  for (const Way& way : kWays) {
    if (way.on == on && !closed(guards, attempts(way.action, sample_arn(pattern), {}))) add_way(open, way);
  }
}

void add_tag_ways(std::vector<std::string>& open, const ir::ExceptedPrincipal& who,
                  const std::vector<const Written*>& guards) {
  for (const Way& way : kWays) {
    if (way.on != On::RoleTag && way.on != On::UserTag) continue;
    const std::string resource =
        fmt::format("arn:aws:iam::{}:{}/Somebody", kAccount, way.on == On::UserTag ? "user" : "role");
    if (!closed(guards, attempts(way.action, resource, who.tag_keys))) add_way(open, way);
  }
}

// An exception that rests on tags needs them besides the name; either guard closes it.
std::vector<std::string> open_ways(const ir::ExceptedPrincipal& who, const std::vector<const Written*>& guards) {
  std::vector<std::string> by_tag, by_arn;
  if (!who.tag_keys.empty()) {
    add_tag_ways(by_tag, who, guards);
    if (by_tag.empty() || who.arns.empty()) return by_tag;
  }
  for (const std::string& pattern : who.arns) add_arn_ways(by_arn, pattern, guards);
  if (by_arn.empty()) return {};
  by_arn.insert(by_arn.end(), by_tag.begin(), by_tag.end());
  return by_arn;
}

std::string in_words(const std::vector<std::string>& ways, const ir::ExceptedPrincipal& who) {
  std::string actions;
  for (size_t i = 0; i < ways.size(); ++i) {
    if (i > 0) actions += i + 1 == ways.size() ? " or " : ", ";
    actions += ways[i];
  }
  return fmt::format("anyone in a member account who may call {}{}", actions,
                     who.mfa ? "; he needs MFA, which he may have" : "");
}

}  // namespace

std::vector<SelfGrant> find_self_grants(const std::vector<Written>& written,
                                        const std::vector<std::vector<const ir::Rule*>>& named) {
  std::vector<SelfGrant> grants;
  for (size_t i = 0; i < written.size(); ++i) {
    const auto guards = guards_of(written[i], written);
    for (const ir::Rule* rule : named[i]) {
      for (const ir::ExceptedPrincipal& who : rule->exceptions) {
        if (who.unprotected) continue;
        const auto ways = open_ways(who, guards);
        if (ways.empty()) continue;
        grants.push_back({rule->name, written[i].spec.name, who.text, in_words(ways, who), who.span});
      }
    }
  }
  return grants;
}

}  // namespace berm::documents
