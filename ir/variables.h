// Which resources, elements and request keys an expression reads.
#pragma once

#include <set>
#include <string>

#include "ir/ir.h"

namespace berm::ir {

// Those that a quantifier inside of it goes over included.
std::set<Variable> variables_read(const Expr& expr);

// Those that stand for something outside of it.
std::set<Variable> free_variables(const Expr& expr);

// "aws:principalarn", and "resource.arn".
std::set<std::string> keys_read(const Expr& expr);

}  // namespace berm::ir
