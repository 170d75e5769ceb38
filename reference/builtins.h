// Builtins that need only their arguments; those that ask about a change stand in eval_change.cpp.
#pragma once

#include <vector>

#include "reference/value.h"

namespace berm::reference {

// The arguments are known or null. Unknown where they can't be read as what they should be.
Value apply(ir::Builtin builtin, const std::vector<Value>& arguments, Arena& arena);

}  // namespace berm::reference
