// Comparisons of two constants.
#pragma once

#include "ir/ir.h"

namespace berm::check {

// Both operands are Literals whose types go together.
bool equal_constants(const ir::Expr& left, const ir::Expr& right);
bool less_constants(const ir::Expr& left, const ir::Expr& right, bool or_equal);
bool like_constants(const ir::Expr& text, const ir::Expr& pattern);
bool is_among_constants(const ir::Expr& element, const ir::Expr& list);

}  // namespace berm::check
