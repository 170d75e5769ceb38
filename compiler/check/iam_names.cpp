#include "compiler/check/iam_names.h"

#include <algorithm>

#include "base/text.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr size_t kMaxEntityName = 64;
constexpr size_t kMaxPermissionSetName = 32;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_entity_char(char c) {
  return is_alphanumeric(c) || std::string_view("+=,.@_-").find(c) != std::string_view::npos;
}
bool is_glob(char c) { return c == '*' || c == '?'; }

bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

NameMistake stray(std::string_view text, char c, std::string_view what) {
  return {fmt::format("`{}` can't be {}: it has `{}`", text, what, c),
          "letters, digits and `+=,.@_-` may stand in a name"};
}

std::optional<NameMistake> entity_mistake(std::string_view text, std::string_view what) {
  if (text.starts_with("arn:"))
    return NameMistake{"an ARN stands where a path and name are wanted",
                       fmt::format("write what follows `:{}/`", what == "a role" ? "role" : "user")};
  if (text.starts_with('/') || text.ends_with('/') || text.empty())
    return NameMistake{fmt::format("`{}` has no name or starts with `/`", text), "write `path/name` or `name`"};
  // AWS itself acts as `role/aws:ec2-infrastructure`.
  std::string_view named = what == "a role" && text.starts_with("aws:") ? text.substr(4) : text;
  for (char c : named) {
    if (!is_entity_char(c) && !is_glob(c) && c != '/') return stray(text, c, what);
  }
  if (std::string_view name = split(text, '/').back(); name.size() > kMaxEntityName && name.find('*') == name.npos)
    return NameMistake{fmt::format("the name has {} characters", name.size()), "IAM names have at most 64"};
  return std::nullopt;
}

std::optional<NameMistake> permission_set_mistake(std::string_view text) {
  for (char c : text) {
    if (!is_entity_char(c)) return stray(text, c, "a permission set");
  }
  if (text.empty() || text.size() > kMaxPermissionSetName)
    return NameMistake{fmt::format("a permission set's name can't have {} characters", text.size()),
                       "it has between 1 and 32"};
  return std::nullopt;
}

std::optional<NameMistake> ou_mistake(std::string_view text) {
  if (is_id(text, "ou-") || is_id(text, "r-")) return std::nullopt;
  auto parts = split(text.ends_with('/') ? text.substr(0, text.size() - 1) : text, '/');
  bool path = parts.size() > 1 && is_id(parts[0], "o-") && is_id(parts[1], "r-") &&
              std::all_of(parts.begin() + 2, parts.end(), [](std::string_view part) { return is_id(part, "ou-"); });
  if (path) return std::nullopt;
  return NameMistake{fmt::format("`{}` is neither an organisational unit nor a path of them", text),
                     "write `ou-ab12-11112222`, a root as `r-ab12`, or a path as `o-…/r-…/ou-…/`"};
}

std::optional<NameMistake> service_mistake(std::string_view text) {
  if (text.find(".amazonaws.com") != std::string_view::npos && !text.starts_with('.')) return std::nullopt;
  return NameMistake{fmt::format("`{}` is no service principal", text), "write it in full, as `lambda.amazonaws.com`"};
}

}  // namespace

std::optional<NameMistake> principal_mistake(ast::PrincipalKind kind, std::string_view text) {
  switch (kind) {
    case ast::PrincipalKind::Role: return entity_mistake(text, "a role");
    case ast::PrincipalKind::User: return entity_mistake(text, "a user");
    case ast::PrincipalKind::Sso: return permission_set_mistake(text);
    case ast::PrincipalKind::Ou: return ou_mistake(text);
    case ast::PrincipalKind::Service: return service_mistake(text);
    case ast::PrincipalKind::Org:
      if (is_id(text, "o-")) return std::nullopt;
      return NameMistake{fmt::format("`{}` is no organisation", text), "write its id, as `o-a1b2c3d4e5`"};
    default: return std::nullopt;
  }
}

}  // namespace berm::check
