// Kinds of documents: names, traits, and which one a document looks like.
#include <algorithm>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::JsonNode;

struct Traits {
  std::string_view name;
  bool principals;
};

constexpr Traits kKinds[] = {
#define BERM_POLICY_KIND(kind, spelling, principals, quota, white_space) {spelling, principals},
#include "lint/kind.def"
};

std::vector<std::string> texts(const JsonNode* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  if (node->is(JsonNode::Kind::String)) out.push_back(node->text);
  for (const auto& member : node->members) {
    if (member.value.is(JsonNode::Kind::String)) out.push_back(member.value.text);
  }
  return out;
}

// What the statements of a document have in common.
struct Looks {
  bool some_principal = false, everyone = true, deny_only = true, some_full_allow = false, some_other_allow = false;
  bool assumes = true, s3_only = true, some_statement = false;

  void see(const JsonNode& statement);
};

bool is_everyone(const JsonNode& principal) {
  std::vector<std::string> aws =
      principal.is(JsonNode::Kind::Object) ? texts(principal.find("AWS")) : texts(&principal);
  return aws == std::vector<std::string>{"*"};
}

void Looks::see(const JsonNode& statement) {
  some_statement = true;
  const JsonNode* principal = statement.find("Principal");
  some_principal |= principal != nullptr || statement.find("NotPrincipal") != nullptr;
  everyone &= principal != nullptr && is_everyone(*principal);
  std::vector<std::string> actions = texts(statement.find("Action")), resources = texts(statement.find("Resource"));
  bool full = actions == std::vector<std::string>{"*"} && resources == std::vector<std::string>{"*"} &&
              statement.find("Condition") == nullptr;
  bool allow = texts(statement.find("Effect")) == std::vector<std::string>{"Allow"};
  deny_only &= !allow;
  some_full_allow |= allow && full;
  some_other_allow |= allow && !full;
  assumes &= !actions.empty() &&
             std::ranges::all_of(actions, [](std::string_view action) { return to_lower(action).starts_with("sts:"); });
  s3_only &= !resources.empty() && std::ranges::all_of(resources, [](std::string_view resource) {
    return resource.starts_with("arn:") && resource.find(":s3:::") != std::string_view::npos;
  });
  assumes &= resources.empty();
}

}  // namespace

std::string_view name(Kind kind) { return kKinds[static_cast<size_t>(kind)].name; }

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Traits& each : kKinds) names.emplace_back(each.name);
  return names;
}

std::optional<Kind> parse_kind(std::string_view wanted) {
  for (size_t i = 0; i < std::size(kKinds); ++i) {
    if (kKinds[i].name == wanted) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

bool has_principals(Kind kind) { return kKinds[static_cast<size_t>(kind)].principals; }
bool is_organization_policy(Kind kind) { return kind == Kind::Scp || kind == Kind::Rcp; }
bool is_identity_like(Kind kind) {
  return kind == Kind::IdentityPolicy || kind == Kind::PermissionBoundary || kind == Kind::SessionPolicy;
}

Kind guess_kind(const JsonNode& root) {
  Looks looks;
  const JsonNode* list = root.find("Statement");
  if (list != nullptr && list->is(JsonNode::Kind::Object)) looks.see(*list);
  if (list != nullptr && list->is(JsonNode::Kind::Array)) {
    for (const auto& member : list->members) looks.see(member.value);
  }
  if (!looks.some_statement) return Kind::IdentityPolicy;
  if (!looks.some_principal) return looks.deny_only || !looks.some_other_allow ? Kind::Scp : Kind::IdentityPolicy;
  if (looks.assumes) return looks.deny_only ? Kind::Rcp : Kind::TrustPolicy;
  if (looks.s3_only) return Kind::BucketPolicy;
  return looks.deny_only && looks.everyone ? Kind::Rcp : Kind::ResourcePolicy;
}

}  // namespace berm::lint
