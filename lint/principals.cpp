// Principals: who may be named, where and how.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::json_path;
using access::JsonNode;
using NodeKind = JsonNode::Kind;

constexpr std::array<std::string_view, 4> kKeys = {"AWS", "Service", "Federated", "CanonicalUser"};

bool is_arn_of_principal(std::string_view text) {
  std::vector<std::string_view> fields = split(text, ':');
  if (fields.size() < 6 || fields[0] != "arn" || (fields[2] != "iam" && fields[2] != "sts")) return false;
  bool account = is_account_id(fields[4]) || fields[4] == "cloudfront" || has_wildcard(fields[4]);
  if (!account || !fields[3].empty()) return false;
  constexpr std::string_view kStarts[] = {"root", "user/", "role/", "assumed-role/", "federated-user/"};
  return std::ranges::any_of(kStarts, [&](std::string_view start) { return fields[5].starts_with(start); });
}

// What IAM puts in place of a principal that was deleted.
bool is_unique_id(std::string_view text) {
  return text.size() >= 16 && text.size() <= 128 && text.starts_with('A') &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isupper(c) || std::isdigit(c); });
}

bool is_domain(std::string_view text) {
  return text.find('.') != std::string_view::npos && !has_wildcard(text) && text.find('/') == std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

class PrincipalCheck {
 public:
  PrincipalCheck(const Statement& statement, Context& context) : statement_(statement), context_(context) {}

  void run() {
    const JsonNode& node = *statement_.principal_node;
    if (node.is(NodeKind::String)) {
      if (node.text != "*") wrong_format(*statement_.principal);
      return;
    }
    if (!node.is(NodeKind::Object)) {
      context_.refuse(DiagnosticKind::LintDataType, *statement_.principal, "a principal must be `*` or an object");
      return;
    }
    if (node.members.empty()) {
      context_.add(DiagnosticKind::LintEmptyPrincipal, *statement_.principal, "the principal names nobody");
    }
    for (const auto& member : node.members) entry(member);
  }

 private:
  void wrong_format(const Item& item) {
    context_.refuse(DiagnosticKind::LintPrincipalFormat, item, fmt::format("`{}` is no principal", item.text)).hint =
        "`*`, an account id, or the ARN of an account, role, user or session";
  }

  void entry(const access::JsonMember& member) {
    std::string path = json_path(statement_.principal->path, member.name);
    if (std::ranges::find(kKeys, member.name) == kKeys.end()) {
      context_
          .refuse(DiagnosticKind::LintPrincipalKey, {member.name, path, member.name_place},
                  fmt::format("`{}` is no kind of principal", member.name))
          .hint = "AWS, Service, Federated or CanonicalUser";
      return;
    }
    const JsonNode& value = member.value;
    if (value.is(NodeKind::String)) return name(member.name, {value.text, path, value.place});
    if (!value.is(NodeKind::Array)) {
      context_.refuse(DiagnosticKind::LintDataType, {"", path, value.place},
                      "this must be a string or a list of strings");
      return;
    }
    for (size_t i = 0; i < value.members.size(); ++i) {
      const JsonNode& each = value.members[i].value;
      name(member.name, {each.text, json_path(path, i), each.place});
    }
  }

  void name(std::string_view key, const Item& item) {
    if (key == "AWS") aws(item);
    if (key == "Service" && !is_domain(item.text)) {
      context_
          .refuse(DiagnosticKind::LintServicePrincipal, item, fmt::format("`{}` is no service principal", item.text))
          .hint = "lambda.amazonaws.com, for example";
    }
    if (key == "Federated" && item.text.find('.') == std::string::npos && item.text != "*" &&
        !item.text.starts_with("arn:")) {
      wrong_format(item);
    }
    if (context_.policy.kind == Kind::TrustPolicy) action_for(key, item);
  }

  void aws(const Item& item) {
    if (item.text == "*" || is_account_id(item.text) || is_unique_id(item.text)) return;
    if (!is_arn_of_principal(item.text)) return wrong_format(item);
    if (!has_wildcard(item.text)) return;
    context_
        .refuse(DiagnosticKind::LintPrincipalWildcard, item,
                fmt::format("`{}`: a principal holds no wildcard but `*` alone", item.text))
        .hint = "name `*` and test aws:PrincipalArn in a condition";
  }

  // Each kind of principal assumes a role by an action of its own.
  void action_for(std::string_view key, const Item& item) {
    bool saml = item.text.find(":saml-provider/") != std::string::npos;
    std::string_view wanted = key != "Federated" ? "sts:AssumeRole"
                              : saml             ? "sts:AssumeRoleWithSAML"
                                                 : "sts:AssumeRoleWithWebIdentity";
    for (const Item& action : statement_.actions) {
      bool assumes = to_lower(action.text).starts_with("sts:assumerole") && !has_wildcard(action.text);
      if (!assumes || equals_ignore_case(action.text, wanted)) continue;
      context_
          .add(DiagnosticKind::LintActionForPrincipal, action,
               fmt::format("`{}` can't assume a role by `{}`", item.text, action.text))
          .hint = fmt::format("write `{}`", wanted);
    }
    if (key == "Federated" && statement_.allows()) unbound(item);
  }

  // Anybody's workflow at the provider gets a token; only a condition says whose may come in.
  void unbound(const Item& item) {
    size_t at = item.text.find("token.actions.githubusercontent.com");
    if (at == std::string::npos) return;
    constexpr std::array<std::string_view, 6> kClaims = {
        ":sub", ":repository", ":repository_id", ":job_workflow_ref", ":repository_owner_id", ":enterprise_id"};
    for (const Test& test : statement_.tests) {
      bool claim = std::ranges::any_of(kClaims, [&](std::string_view each) { return test.key.text.ends_with(each); });
      bool narrows = test.op && !test.op->negated && std::ranges::none_of(test.values, is_anything);
      if (claim && narrows) return;
    }
    context_.add(DiagnosticKind::LintOidcUnbound, item, "no condition says whose workflows may assume the role").hint =
        "test token.actions.githubusercontent.com:sub or :repository_id";
  }

  static bool is_anything(const Item& value) { return value.text == "*" || value.text.starts_with("repo:*"); }

  const Statement& statement_;
  Context& context_;
};

}  // namespace

void check_principal(const Statement& statement, Context& context) {
  if (!has_principals(context.policy.kind)) return;  // kind_rules says that it must not be there
  if (!statement.principal) {
    context.refuse(DiagnosticKind::LintMissingPrincipal, statement.item, "the statement names no principal");
    return;
  }
  if (statement.not_principal && statement.allows()) {
    context.add(DiagnosticKind::LintAllowNotPrincipal, *statement.principal,
                "`Allow` with `NotPrincipal` lets everybody else in, strangers too");
  }
  PrincipalCheck(statement, context).run();
}

}  // namespace berm::lint
