#include <algorithm>

#include "access/arn.h"
#include "access/caller.h"
#include "access/statement.h"
#include "base/text.h"

namespace berm::access {
namespace {

bool carries(const Request& request, std::string_view key, std::string_view value) {
  const std::vector<std::string>* values = request.find(key);
  return values != nullptr && std::find(values->begin(), values->end(), value) != values->end();
}

// "arn:aws:sts::A:assumed-role/ROLE/SESSION" against the role's ARN (whose path the session ARN lacks) and the
// session's name, the second half of aws:userid.
bool is_session(std::string_view principal, const Request& request) {
  auto wanted = arn_parts(principal);
  auto role = arn_parts(request.first("aws:principalarn"));
  if (wanted.size() != 6 || role.size() != 6 || wanted[2] != "sts" || wanted[4] != role[4]) return false;
  auto words = split(wanted[5], '/');
  if (words.size() != 3 || words[0] != "assumed-role" || !role[5].starts_with("role/")) return false;
  std::string_view user_id = request.first("aws:userid");
  size_t colon = user_id.find(':');
  return split(role[5], '/').back() == words[1] && colon != std::string_view::npos &&
         user_id.substr(colon + 1) == words[2];
}

bool is_caller(std::string_view principal, const Request& request) {
  return principal == request.first("aws:principalarn") || is_session(principal, request);
}

// Listing an account grants to all of it, but excepts nobody in it under NotPrincipal except its root user.
bool matches_aws(std::string_view principal, const Request& request, bool negated) {
  if (principal == "*") return true;
  if (principal.empty()) return false;
  std::string_view account = named_account(principal);
  if (account.empty()) return is_caller(principal, request);
  if (account != caller_of(request).account) return false;
  return !negated || named_account(request.first("aws:principalarn")) == account;
}

bool matches_entry(const PrincipalEntry& entry, std::string_view value, const Request& request, bool negated) {
  if (entry.type == "AWS") return matches_aws(value, request, negated);
  if (entry.type == "Service") {
    return carries(request, "aws:principalservicename", value) ||
           carries(request, "aws:principalservicenameslist", value);
  }
  return entry.type == "Federated" && carries(request, "aws:federatedprovider", value);
}

// The root user is all that its account's name leaves to decide; a role's name speaks of the role, not of its session.
Grantee grantee_of(std::string_view principal, const Request& request) {
  Caller caller = caller_of(request);
  if (!named_account(principal).empty()) {
    return caller.kind == CallerKind::Root ? Grantee::Caller : Grantee::Account;
  }
  bool role = caller.kind == CallerKind::Role && principal == request.first("aws:principalarn");
  return role ? Grantee::Role : Grantee::Caller;
}

}  // namespace

bool has_principals(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Rcp:
    case DocumentKind::Resource:
    case DocumentKind::Trust:
    case DocumentKind::Endpoint: return true;
    case DocumentKind::Scp:
    case DocumentKind::PermissionBoundary:
    case DocumentKind::Identity:
    case DocumentKind::Session: return false;
  }
  return false;
}

bool matches_principals(const Statement& statement, const Request& request) {
  if (statement.principals.empty()) return false;
  bool negated = statement.not_principal;
  auto listed = [&](const PrincipalEntry& entry) {
    return entry.type == "*" || std::any_of(entry.values.begin(), entry.values.end(), [&](const std::string& value) {
             return matches_entry(entry, value, request, negated);
           });
  };
  return std::any_of(statement.principals.begin(), statement.principals.end(), listed) != negated;
}

Grantee grantee(const Statement& statement, const Request& request) {
  Grantee widest = Grantee::Account;
  if (statement.not_principal) return Grantee::Caller;
  for (const PrincipalEntry& entry : statement.principals) {
    if (entry.type != "AWS") return Grantee::Caller;
    for (const std::string& value : entry.values) {
      if (matches_aws(value, request, false)) widest = std::max(widest, grantee_of(value, request));
    }
  }
  return widest;
}

}  // namespace berm::access
