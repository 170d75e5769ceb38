// Wildcards that the source does not have, only where the manifest or the command line asks for them.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

// Puts patterns in the place of actions that are all of today's that the pattern matches. Only where the statement
// denies: what AWS adds later is then denied too, never allowed. Returns the patterns with what each stands for.
std::vector<Wildcard> compact_actions(access::Statement& statement, const catalog::Catalog& catalog);

}  // namespace berm::documents
