// One record of CloudTrail, cut down to what decides on a call. Request parameters carry secrets: only names of
// resources, prefixes and tags are taken out of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berm::cloudtrail {

struct Identity {
  std::string type;  // IAMUser, AssumedRole, Root, AWSService, AWSAccount, WebIdentityUser …
  std::string arn, account, principal_id, user_name;
  std::string issuer_arn;  // of a session: the role
  std::string invoked_by;  // the service that called on the caller's behalf, or is the caller
  std::string provider;    // who vouches for a federated caller
  std::string source_identity, token_issued;
  std::optional<bool> mfa;  // none: no session, or a record that doesn't say
};

struct NamedResource {
  std::string arn, account;
};

struct Event {
  std::string type;  // AwsApiCall, AwsServiceEvent …
  std::string source, name, time, region, recipient_account, source_ip, user_agent, error_code, endpoint;
  bool tls = false;
  Identity identity;
  std::vector<NamedResource> resources;
  std::map<std::string, std::string> parameters;  // texts of the outermost level whose names are listed in event.cpp
  std::map<std::string, std::string> tags;        // that the request carries
  bool may_carry_tags = true;                     // false: its parameters have none
};

// None: it is no record of CloudTrail; `error` says so in words, and never what it holds.
std::optional<Event> read_event(std::string_view json, std::string& error);

}  // namespace berm::cloudtrail
