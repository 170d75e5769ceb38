// A question → the call that it asks about, with the condition keys that every such call carries. What a question
// leaves open is as usual: the caller's own resource, the resource's region, over TLS. A program knows no tree of an
// organisation: keys that only such a tree tells are missing unless the question has them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "runtime/calls/calls.h"
#include "runtime/calls/question.h"
#include "runtime/calls/value.h"

namespace berm::calls {

// One action in full: `s3:GetObject`.
bool is_action(std::string_view action);

// An ARN of one principal: a role, a user, a session, the root of an account.
bool is_caller(std::string_view arn);

struct Wrong {
  std::string message, help;
};

class Asker {
 public:
  explicit Asker(const Decider& decider);

  // Begins the call; the question and the asker live until it is decided. False: `wrong` says why it is none.
  bool ask(const Question& question, Decider& decider, Wrong& wrong);

 private:
  // Keys that are derived, with the first value that they have.
  struct Derived {
    uint32_t number = 0;
    bool is_set = false;
    std::string_view value;
  };
  enum Key : size_t {
    kPrincipalArn,
    kPrincipalAccount,
    kPrincipalType,
    kPrincipalServiceName,
    kPrincipalIsAwsService,
    kViaAwsService,
    kUserId,
    kUserName,
    kResourceAccount,
    kRequestedRegion,
    kSecureTransport,
    kKeys
  };

  bool principal(const Question& question, Wrong& wrong);
  bool caller(std::string_view arn, Wrong& wrong);
  bool resource(const Question& question, Wrong& wrong);
  void context(const Question& question, Decider& decider);
  void suppose();
  void derive();
  void set(Key key, std::string_view value);
  void set_missing(Key key, std::string_view value);
  // The value of the key, or else what stands in an ARN in the account's place.
  std::string_view account_of(Key key, std::string_view in_arn) const;

  std::array<Derived, kKeys> keys_;
  // Taken apart once; empty parts where it is no ARN.
  ArnParts resource_parts_;
  std::string_view caller_account_;
  std::string arn_, user_id_;  // made up of the question's texts
};

}  // namespace berm::calls
