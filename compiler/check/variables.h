// Which resources and elements an expression reads.
#pragma once

#include <set>

#include "ir/ir.h"

namespace berm::check {

// Those that a quantifier inside of it goes over included.
std::set<ir::Variable> variables_read(const ir::Expr& expr);

// Those that stand for something outside of it.
std::set<ir::Variable> free_variables(const ir::Expr& expr);

}  // namespace berm::check
