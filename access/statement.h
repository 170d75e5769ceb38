// The parts of a statement that `evaluate` asks for. Internal to this folder.
#pragma once

#include "access/evaluate.h"

namespace berm::access {

// Whether a document of this kind says whom it speaks of.
bool has_principals(DocumentKind kind);
bool matches_principals(const Statement& statement, const Request& request);
// What a matching Allow of a resource policy gives: the word of the account, whose own policies decide further; the
// role, within its boundary and session policy; or the caller himself: a user, a session, anyone.
enum class Grantee : uint8_t { Account, Role, Caller };
Grantee grantee(const Statement& statement, const Request& request);
bool matches_actions(const Statement& statement, const Request& request);
bool matches_resources(const Statement& statement, const Request& request, DocumentKind kind, std::string_view version);
bool matches_conditions(const Statement& statement, const Request& request, std::string_view version);

}  // namespace berm::access
