// Decides one call by everything that AWS looks at: policies of the organisation, of the caller, of the resource and of
// the way between them (facts f2; AWS: "Policy evaluation logic").
//
// An explicit deny anywhere denies. Else every ceiling has to allow: service control policies at each level above the
// caller's account, resource control policies at each level above the resource's (which AWS lets allow by itself), the
// endpoint's policy, the permission boundary, the session policies. Then somebody has to grant:
//   in one account    identity policies, or the resource's policy. A resource's policy that names the user, the session
//                     or everyone grants past the boundary and the session policy; one that names the role does not;
//                     one that names the account leaves it to the identity policies.
//   across accounts   both of them
//   KMS keys, roles   the resource's policy always, whoever asks
//   no IAM caller     services, providers and anonymous callers: the resource's policy alone
// sts:GetCallerIdentity needs no permission. What AWS manages itself, nobody changes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/evaluate.h"

namespace berm::access {

enum class Layer : uint8_t { Aws, Scp, Rcp, Endpoint, Boundary, Session, Identity, Resource };
std::string_view name(Layer layer);  // "service control policies"

// A document where it applies; it outlives the decision.
struct Attached {
  std::string name;  // for explanations: "org-baseline"
  const Document* document = nullptr;
};
using Documents = std::vector<Attached>;

// Root, organisational unit or account, with the policies attached there.
struct Level {
  std::string name;  // "r-ab12", "ou-ab12-11111111 (workloads)"
  Documents documents;
};

// What is not given (none, or no level) does not limit; identity policies that are not given are taken to allow what is
// asked, and so is a resource's policy where one is needed.
struct Stack {
  std::vector<Level> scps;  // above the caller's account, the root first
  std::vector<Level> rcps;  // above the resource's account, the root first
  std::optional<Documents> endpoint, boundary, session, identity, resource;
  bool caller_in_management = false;    // the caller's account is the organisation's management account
  bool resource_in_management = false;  // the resource's is
  bool rcp_supported = true;            // resource control policies cover the service
};

// One layer, or one level of it.
struct Step {
  Layer layer = Layer::Identity;
  std::string level;    // of the organisation
  bool applies = true;  // else `note` says why not
  bool given = true;    // else it is only taken to allow
  Decision decision = Decision::ImplicitDeny;
  std::string document;  // whose statement decided
  int statement = -1;    // its index there
  std::string note;
  std::vector<std::string> keys;  // lower case, whose values are not known and decide
};

// A condition that could not be judged, of a statement that may apply.
struct OpenCondition {
  Layer layer = Layer::Identity;
  Effect effect = Effect::Allow;
  const Condition* condition = nullptr;
};

struct Verdict {
  Decision decision = Decision::ImplicitDeny;
  std::vector<Step> steps;       // in the order above
  std::vector<size_t> decisive;  // of `steps`: those that deny, those that lack an allow, or those that grant
  std::vector<OpenCondition> open;
};

// The account of the resource: aws:ResourceAccount, else the ARN's, else the caller's.
std::string resource_account(const Request& request);

Verdict decide(const Stack& stack, const Request& request);

// How much is known of a key; "resource.arn" is the resource. Presence: whether it is there (the request has it or
// not), and not its value.
enum class Known : uint8_t { Yes, Presence, No };
using Knowledge = std::function<Known(std::string_view lower_case_key)>;

// Where keys are not known, at best what can't be judged lets the call pass, at worst it does not.
struct Outlook {
  Verdict best, worst;
};
Outlook decide(const Stack& stack, const Request& request, const Knowledge& known);

}  // namespace berm::access
