// Whom the caps of a boundary are about: the roles and users that carry it, and which of their calls no cap limits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/outcome.h"
#include "ir/ir.h"

namespace berm::documents {

// Patterns of the roles and users that the rule caps; none where it names no ARNs.
std::optional<std::vector<std::string>> bearers_of(const ir::Rule& rule, const catalog::Catalog& catalog);

// Whether one call may come from a principal whom both cap.
bool may_share_a_caller(const ir::Rule& a, const ir::Rule& b, const catalog::Catalog& catalog);

// A boundary is attached to roles and users, but a cap may ask for more: a second factor, a tag, no exception. Calls
// of its bearers that none of the caps limits stay possible, by Allow statements on everything; what they miss is
// blocked though no rule says so.
Outcome uncapped_outcome(const std::vector<const ir::Rule*>& caps, const catalog::Catalog& catalog);

}  // namespace berm::documents
