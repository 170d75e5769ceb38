#include "compiler/documents/self_grants.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "access/evaluate.h"
#include "compiler/documents/attempts.h"
#include "compiler/documents/kinds.h"

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

// Somebody of a member account whom nothing excepts.
Attempt attempt(std::string_view action, const std::string& resource, std::vector<std::string> tag_keys) {
  Attempt result;
  access::Request& request = result.base;
  request.action = action;
  request.resource = resource;
  const std::string partition = resource.substr(4, resource.find(':', 4) - 4);
  request.context["aws:principalarn"] = {fmt::format("arn:{}:iam::{}:role/Somebody", partition, kAccount)};
  request.context["aws:principalaccount"] = {std::string(kAccount)};
  request.context["aws:principaltype"] = {"AssumedRole"};
  request.context["aws:principalisawsservice"] = {"false"};
  if (!tag_keys.empty()) {
    request.context["aws:tagkeys"] = tag_keys;
    request.multivalued.insert("aws:tagkeys");
  }
  result.tag_keys = std::move(tag_keys);
  return result;
}

// Where `theirs` stands, it holds for all that `ours` is about: on the same target or the root, no later than it.
bool holds_at(const Attachment& theirs, const Attachment& ours) {
  const bool there = theirs.target == ours.target || theirs.target.starts_with("r-");
  return there && (theirs.stage.empty() || theirs.stage == ours.stage);
}

// Who stands at no target of the organisation is somewhere below its root.
bool holds_wherever(const Written& other, const Written& written) {
  const auto& targets = other.spec.attach;
  const std::vector<Attachment> somewhere{{"", ""}};
  const auto& ours = is_attached(written.spec.kind) ? written.spec.attach : somewhere;
  return !ours.empty() && std::all_of(ours.begin(), ours.end(), [&](const Attachment& one) {
    return std::any_of(targets.begin(), targets.end(), [&](const Attachment& their) { return holds_at(their, one); });
  });
}

// Documents that hold wherever this one does.
std::vector<Guard> guards_of(const Written& written, const std::vector<Written>& all) {
  std::vector<Guard> guards;
  const Kind kind = written.spec.kind;
  if (kind == Kind::Scp || kind == Kind::PermissionBoundary) {
    guards.push_back({&written.document, kind == Kind::PermissionBoundary});
  }
  for (const Written& other : all) {
    if (&other == &written || other.spec.kind != Kind::Scp) continue;
    if (holds_wherever(other, written)) guards.push_back({&other.document, false});
  }
  return guards;
}

// The one that the documents write about.
std::string_view partition_of(const std::vector<Guard>& guards) {
  for (const Guard& guard : guards) {
    const std::string json = access::write_policy_minified(*guard.document);
    for (const std::string_view partition : {"aws-cn", "aws-us-gov"}) {
      if (json.find(fmt::format("\"arn:{}:", partition)) != std::string::npos) return partition;
    }
  }
  return "aws";
}

// An ARN that the pattern admits.
std::string sample_arn(std::string pattern, std::string_view partition) {
  if (pattern.starts_with("arn:*:")) pattern.replace(4, 1, partition);
  const size_t account = pattern.find(":iam::*:");
  if (account != std::string::npos) pattern.replace(account + 6, 1, kAccount);
  std::string sample;
  for (const char c : pattern) sample += c == '*' ? std::string("berm-sample") : std::string(1, c == '?' ? 'x' : c);
  return sample;
}

// ARNs that the pattern admits: any, and those that a guard names, which it may leave out.
std::vector<std::string> sample_arns(const std::string& pattern, const std::vector<Guard>& guards) {
  const std::string_view partition = partition_of(guards);
  std::vector<std::string> samples{sample_arn(pattern, partition)};
  for (const Guard& guard : guards) {
    for (const access::Statement& statement : guard.document->statements) {
      for (const std::string& named : statement.resources) {
        const std::string sample = sample_arn(named, partition);
        if (access::arn_like(pattern, sample)) samples.push_back(sample);
      }
    }
  }
  std::sort(samples.begin(), samples.end());
  samples.erase(std::unique(samples.begin(), samples.end()), samples.end());
  return samples;
}

// AWS lets nobody make, re-trust or change roles on its own paths, nor of names that no role of others may have, such
// as `aws:ec2-infrastructure`.
bool is_reserved(const std::string& arn) {
  return arn.find(":role/aws-reserved/") != std::string::npos ||
         arn.find(":role/aws-service-role/") != std::string::npos || arn.find(":role/aws:") != std::string::npos;
}

// What excepts `team` excepts `TEAM`; a guard that tells them apart leaves one to whoever sets tags.
std::vector<std::string> shouted(std::vector<std::string> keys) {
  for (std::string& key : keys) {
    for (char& c : key) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return keys;
}

void add_way(std::vector<std::string>& open, const Way& way) {
  open.push_back(fmt::format("`{}` ({})", way.action, way.takes));
}

class SelfGrants {
 public:
  SelfGrants(std::vector<Guard> guards, const catalog::Catalog& catalog)
      : guards_(std::move(guards)), catalog_(catalog) {}

  std::vector<std::string> open_ways(const ir::ExceptedPrincipal& who) const;

 private:
  void add_arn_ways(std::vector<std::string>& open, const std::string& pattern) const;
  void add_tag_ways(std::vector<std::string>& open, const ir::ExceptedPrincipal& who) const;
  bool closed(const Attempt& attempt) const { return is_closed(attempt, guards_, catalog_); }

  std::vector<Guard> guards_;
  const catalog::Catalog& catalog_;
};

void SelfGrants::add_arn_ways(std::vector<std::string>& open, const std::string& pattern) const {
  const On on = pattern.find(":user/") != std::string::npos ? On::User : On::Role;
  const bool principal = on == On::User || pattern.find(":role/") != std::string::npos;
  if (!principal || is_reserved(pattern)) return;
  const auto samples = sample_arns(pattern, guards_);
  for (const Way& way : kWays) {
    if (way.on != on) continue;
    const bool all_closed = std::all_of(samples.begin(), samples.end(), [&](const std::string& sample) {
      return closed(attempt(way.action, sample, {}));
    });
    if (!all_closed) add_way(open, way);
  }
}

void SelfGrants::add_tag_ways(std::vector<std::string>& open, const ir::ExceptedPrincipal& who) const {
  for (const Way& way : kWays) {
    if (way.on != On::RoleTag && way.on != On::UserTag) continue;
    const std::string resource = fmt::format("arn:{}:iam::{}:{}/Somebody", partition_of(guards_), kAccount,
                                             way.on == On::UserTag ? "user" : "role");
    const bool any_case_closed = closed(attempt(way.action, resource, who.tag_keys)) &&
                                 closed(attempt(way.action, resource, shouted(who.tag_keys)));
    if (!any_case_closed) add_way(open, way);
  }
}

// An exception that rests on tags needs them besides the name; either guard closes it.
std::vector<std::string> SelfGrants::open_ways(const ir::ExceptedPrincipal& who) const {
  std::vector<std::string> by_tag, by_arn;
  if (!who.tag_keys.empty()) {
    add_tag_ways(by_tag, who);
    if (by_tag.empty() || who.arns.empty()) return by_tag;
  }
  for (const std::string& pattern : who.arns) add_arn_ways(by_arn, pattern);
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
                                        const std::vector<std::vector<const ir::Rule*>>& named,
                                        const catalog::Catalog& catalog) {
  std::vector<SelfGrant> grants;
  for (size_t i = 0; i < written.size(); ++i) {
    const SelfGrants analysis(guards_of(written[i], written), catalog);
    for (const ir::Rule* rule : named[i]) {
      for (const ir::ExceptedPrincipal& who : rule->exceptions) {
        if (who.unprotected) continue;
        const auto ways = analysis.open_ways(who);
        if (ways.empty()) continue;
        grants.push_back({rule->name, written[i].spec.name, who.text, in_words(ways, who), who.span});
      }
    }
  }
  return grants;
}

}  // namespace berm::documents
