// Internal to this folder.
#pragma once

#include "ir/ir.h"

namespace berm::reference {

class PlanContext;

// Whether the plan changes a resource that the clause reads beside its own (by `has`, `count` or `of`) so that a
// violation on an unchanged resource may be new.
bool others_change(const ir::PlanClause& clause, const PlanContext& context);
bool others_change(const ir::RequireClause& clause, const PlanContext& context);

}  // namespace berm::reference
