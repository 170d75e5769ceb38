// Whom and what a statement of a policy is about. Internal to this folder.
#pragma once

#include <string_view>

#include "ir/ir.h"
#include "reference/policy.h"

namespace berm::reference {

// Whether the statement has this effect.
Tri has_effect(const Value& statement, std::string_view effect);

// Whether it is about the action.
Tri acts_on(const Value& statement, std::string_view action);

// What a statement covers of what a grant names. An `Allow` grants what it covers wholly, a `Deny` takes it away; what
// a `Deny` covers in part can't be judged.
enum class Cover : uint8_t { None, Unclear, Part, Whole };

Cover covers_resource(const Value& statement, std::string_view pattern);
Cover covers_grantee(const Value& statement, const ir::Grant& grant);

// Of an `Allow`: whether it holds for those that the grant names whatever its conditions say. For anyone, conditions
// that everybody fulfils don't count; for others, keys that every caller can bring to any value don't.
Tri is_unconditional(const Value& statement, const ir::Grant& grant);
// Of a `Deny`: what of the grantees' calls its conditions leave it.
Cover conditions_cover(const Value& statement, const ir::Grant& grant);

}  // namespace berm::reference
