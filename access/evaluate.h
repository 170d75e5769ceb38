// Decides one call by one IAM document, as AWS documents it (facts f2).
#pragma once

#include "access/policy.h"
#include "access/request.h"

namespace berm::access {

enum class Decision : uint8_t { ImplicitDeny, Allow, ExplicitDeny };
std::string_view name(Decision decision);

struct Outcome {
  Decision decision = Decision::ImplicitDeny;
  int statement = -1;  // index of the statement that decided; the first such; -1 for an implicit deny
};

// What kind of document it is decides on short ARNs and on whether Principal is looked at.
enum class DocumentKind : uint8_t { Scp, Rcp, PermissionBoundary, Identity, Session, Resource, Trust, Endpoint };

// Whom a request comes from is read from its condition keys. Where the kind has principals, a statement without one
// matches nobody, and a principal matches
//   AWS "*" and "*"                    everyone, anonymous callers too
//   AWS account id, or arn:…:root      aws:PrincipalAccount (else the account in aws:PrincipalArn)
//   AWS any other ARN                  aws:PrincipalArn, letter for letter; the ARN of an assumed-role session also by
//                                      the role's name and account, and the session's name in aws:userid
//   Service                            aws:PrincipalServiceName or one of aws:PrincipalServiceNamesList
//   Federated                          aws:FederatedProvider
//   CanonicalUser                      nobody: no condition key carries it
// NotPrincipal is the complement, but an account in its list excepts that account's root user only.
Outcome evaluate(const Document& document, const Request& request, DocumentKind kind);

// The parts, for tests and for explanations.
//
// Resource. A short ARN (fewer than six segments) is padded with `*` in a boundary, identity or session policy; in a
// resource, trust or endpoint policy only where it holds a wildcard, and else matches nothing; in an SCP only where
// it ends in `*`; otherwise, and always in an RCP, the document is invalid and the statement matches nothing, with
// NotResource too. A request without a resource ("*") is matched by the bare "*" only.
// Conditions. A value of the wrong type (no number, no ARN …) makes its operator and that operator's negation false.
// A policy variable without a value is null: nothing equals it, negated operators hold, no resource matches it.
// A present key with an empty list counts as missing.
bool matches_statement(const Statement& statement, const Request& request, DocumentKind kind, std::string_view version);
bool matches_action(std::string_view pattern, std::string_view action);
bool matches_resource(std::string_view pattern, std::string_view arn, const Request& request, DocumentKind kind,
                      std::string_view version);
// `values` absent (null) is a missing key.
bool matches_condition(const Condition& condition, const std::vector<std::string>* values, const Request& request,
                       std::string_view version);

// ArnLike on plain texts: six segments, `*` and `?` inside each, the last segment free of that limit.
bool arn_like(std::string_view pattern, std::string_view arn);

// CIDR helpers for IPv4 and IPv6; a bare address is a single one. None: not an address.
struct Cidr {
  unsigned char bytes[16] = {};
  uint8_t prefix = 0;
  bool v6 = false;
};
std::optional<Cidr> parse_cidr(std::string_view text);
bool covers(const Cidr& outer, const Cidr& inner);
bool overlaps(const Cidr& a, const Cidr& b);

// ISO 8601 (`2026-01-31T12:00:00Z`, offsets, fractions) or epoch seconds → seconds since 1970.
std::optional<int64_t> parse_time(std::string_view text);

}  // namespace berm::access
