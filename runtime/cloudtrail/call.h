// An event as the call that IAM decided on, and what the log does not tell of it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "access/request.h"
#include "access/stack.h"
#include "catalog/catalog.h"
#include "runtime/cloudtrail/event.h"

namespace berm::cloudtrail {

// What becomes of an event.
enum class Reading : uint8_t {
  Call,
  NotACall,  // what services do by themselves, sign-ins, insights: nothing of IAM decides on it
  Refused,   // IAM denied it then
  NoAction,  // maps to no action
};

struct Call {
  Reading reading = Reading::NotACall;
  access::Request request;
  std::string principal;                      // for reports
  std::set<std::string, std::less<>> absent;  // keys that the request surely lacked, lower case
  bool resource_known = false;
  bool tags_known = false;  // which tags the request carries

  access::Known knows(std::string_view lower_case_key) const;
};

// What has to be known of actions.
class Actions {
 public:
  virtual ~Actions() = default;
  // As it is spelled; empty: there is none of that name.
  virtual std::string spelling(const std::string& action) const = 0;
  // Whether it may be called on resources at all.
  virtual bool takes_resources(const std::string& action) const = 0;
  // The type of its resources that an ARN is of; none.
  virtual std::optional<std::string_view> type_of(const std::string& action, std::string_view arn) const = 0;
};

// "s3.amazonaws.com" and "ListObjects" → "s3:ListBucket"; empty: no action is known.
std::string action_of(std::string_view source, std::string_view event, const catalog::Catalog& catalog);

std::string action_of(std::string_view source, std::string_view event, const Actions& actions);

// What becomes of the event, and of a call its action; the first part of `call_of`.
Reading reading_of(const Event& event, const Actions& actions, std::string& action);

Call call_of(const Event& event, const catalog::Catalog& catalog, std::string_view partition);
Call call_of(const Event& event, const Actions& actions, std::string_view partition);

}  // namespace berm::cloudtrail
