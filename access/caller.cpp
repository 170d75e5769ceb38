#include "access/caller.h"

#include "access/arn.h"
#include "base/text.h"

namespace berm::access {
namespace {

constexpr std::string_view kServiceLinkedPath = "role/aws-service-role/";

CallerKind kind_of(const std::vector<std::string_view>& arn) {
  if (arn[5] == "root") return CallerKind::Root;
  bool role = arn[5].starts_with("role/") || arn[5].starts_with("assumed-role/");
  return role ? CallerKind::Role : CallerKind::User;
}

bool is_service(const Request& request) {
  return !request.first("aws:principalservicename").empty() ||
         equals_ignore_case(request.first("aws:principalisawsservice"), "true");
}

}  // namespace

std::string_view named_account(std::string_view principal) {
  if (is_account_id(principal)) return principal;
  auto parts = arn_parts(principal);
  bool root = parts.size() == 6 && parts[2] == "iam" && parts[5] == "root";
  return root ? parts[4] : std::string_view();
}

Caller caller_of(const Request& request) {
  Caller caller;
  caller.account = request.first("aws:principalaccount");
  auto arn = arn_parts(request.first("aws:principalarn"));
  if (caller.account.empty() && arn.size() == 6) caller.account = arn[4];
  if (is_service(request)) {
    caller.kind = CallerKind::Service;
  } else if (arn.size() == 6) {
    caller.kind = kind_of(arn);
    caller.service_linked = arn[5].starts_with(kServiceLinkedPath);
  } else if (!request.first("aws:federatedprovider").empty()) {
    caller.kind = CallerKind::Federated;
  } else if (!caller.account.empty()) {
    caller.kind = CallerKind::Role;
  }
  return caller;
}

}  // namespace berm::access
