// What each statement needs, Sids, sizes and characters.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/thousands.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

// A boundary is a managed policy, which IAM takes in the present version only.
void check_managed_version(Context& context) {
  if (context.policy.kind != Kind::PermissionBoundary || context.policy.version == "2012-10-17") return;
  Item top{"", context.policy.version.empty() ? "" : "Version", {0, 1}};
  context.refuse(DiagnosticKind::LintVersion, top, "a managed policy must be of version 2012-10-17");
}

void check_required(const Statement& statement, Context& context) {
  if (statement.actions.empty()) {
    context.refuse(DiagnosticKind::LintMissingAction, statement.action.value_or(statement.item),
                   "the statement names no actions");
  }
  if (statement.action && statement.actions.empty()) {
    context.add(DiagnosticKind::LintEmptyAction, *statement.action, "the list of actions is empty");
  }
  if (statement.resource && statement.resources.empty()) {
    context.add(DiagnosticKind::LintEmptyResource, *statement.resource, "the list of resources is empty");
  }
  bool needs_resource = context.policy.kind != Kind::TrustPolicy;
  if (needs_resource && statement.resources.empty()) {
    context.refuse(DiagnosticKind::LintMissingResource, statement.resource.value_or(statement.item),
                   "the statement names no resources");
  }
  if (!needs_resource && statement.resource) {
    context.refuse(DiagnosticKind::LintPolicyElement, *statement.resource, "a trust policy names no resources").hint =
        "it stands on its role and speaks of that alone";
  }
}

bool is_alphanumeric(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80 && std::isalnum(c); });
}

bool strict_sids(Kind kind) { return is_identity_like(kind) || kind == Kind::TrustPolicy; }

void check_sids(Context& context) {
  std::set<std::string> seen;
  bool strict = strict_sids(context.policy.kind);
  for (const Statement& statement : context.policy.statements) {
    if (!statement.sid) continue;
    const std::string& sid = statement.sid->text;
    if (sid.empty()) context.add(DiagnosticKind::LintEmptySid, *statement.sid, "the Sid is empty");
    if (strict && !is_alphanumeric(sid)) {
      context.refuse(DiagnosticKind::LintSid, *statement.sid, fmt::format("`{}` is no Sid", sid)).hint =
          "letters and digits only";
    }
    if (sid.empty() || seen.insert(sid).second) continue;
    std::string message = fmt::format("the Sid `{}` appears twice", sid);
    if (strict) {
      context.refuse(DiagnosticKind::LintSidRequired, *statement.sid, message);
    } else {
      context.add(DiagnosticKind::LintSidRecommended, *statement.sid, message);
    }
  }
}

struct Limit {
  std::string_view quota;
  bool white_space;
};

constexpr Limit kLimits[] = {
#define BERM_POLICY_KIND(kind, spelling, principals, quota, white_space) {quota, white_space},
#include "lint/kind.def"
};

DiagnosticKind size_check(Kind kind) {
  if (kind == Kind::Scp) return DiagnosticKind::LintScpSize;
  if (kind == Kind::Rcp) return DiagnosticKind::LintRcpSize;
  return is_identity_like(kind) ? DiagnosticKind::LintIdentitySize : DiagnosticKind::LintResourceSize;
}

std::string_view trim(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// IAM and Organizations take U+0009, U+000A, U+000D and U+0020 to U+00FF.
void check_characters(std::string_view text, Context& context) {
  for (size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0xC4) continue;
    Item at{"", "", {static_cast<uint32_t>(i), static_cast<uint32_t>(i + (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4))}};
    context.refuse(DiagnosticKind::LintCharacter, at, "a character behind U+00FF, which policies may not hold");
    return;
  }
}

}  // namespace

void check_document(Context& context) {
  check_managed_version(context);
  for (const Statement& statement : context.policy.statements) check_required(statement, context);
  check_sids(context);
}

void check_size(std::string_view text, Context& context, Report& report) {
  const Limit& limit = kLimits[static_cast<size_t>(report.kind)];
  size_t without = access::policy_size_without_whitespace(text);
  report.size = limit.white_space ? code_points(trim(text)) : without;
  if (strict_sids(report.kind) || is_organization_policy(report.kind)) check_characters(text, context);
  std::optional<catalog::Quota> quota = limit.quota.empty() ? std::nullopt : context.catalog.quota(limit.quota);
  if (!quota) return;
  report.quota = quota->value;
  if (report.size <= static_cast<size_t>(quota->value)) return;
  Finding& finding = context.refuse(size_check(report.kind), {"", "", {0, 1}},
                                    fmt::format("the policy has {} characters, of {} at most", thousands(report.size),
                                                thousands(static_cast<size_t>(quota->value))));
  if (limit.white_space) finding.hint = fmt::format("without white space it has {}", thousands(without));
}

}  // namespace berm::lint
