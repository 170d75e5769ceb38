// Who makes a request, read from its condition keys. Internal to this folder.
#pragma once

#include <string_view>

#include "access/request.h"

namespace berm::access {

enum class CallerKind : uint8_t { Anonymous, Service, Federated, Root, User, Role };

struct Caller {
  CallerKind kind = CallerKind::Anonymous;
  std::string_view account;     // empty: of none
  bool service_linked = false;  // a role that a service of AWS acts by in the account
  // An IAM entity or a session of one; neither a service, nor anonymous, nor somebody whom a provider vouches for.
  bool in_account() const { return kind == CallerKind::Root || kind == CallerKind::User || kind == CallerKind::Role; }
};
// The views live as long as the request.
Caller caller_of(const Request& request);

// The account that "111122223333" or "arn:aws:iam::111122223333:root" names; empty: none.
std::string_view named_account(std::string_view principal);

}  // namespace berm::access
