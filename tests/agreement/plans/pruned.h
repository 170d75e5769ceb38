// A change with nothing but what the filter reads of it, as a reader in a hurry makes it.
#pragma once

#include "reference/value.h"
#include "runtime/eval/eval.h"

namespace berm::agreement {

facts::ResourceChange pruned(const facts::ResourceChange& change, const eval::TypePlan& type, eval::Wanted wanted,
                             reference::Arena& arena);

}  // namespace berm::agreement
