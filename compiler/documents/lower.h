// First passes: a condition of the IR as a formula of tests that IAM has operators for.
#pragma once

#include "compiler/documents/formula.h"
#include "compiler/documents/operand.h"
#include "ir/ir.h"

namespace berm::documents {

// Null is true. What IAM cannot test becomes Opaque, with the reason; the rest stays exact.
Formula lower_condition(const ir::Expr* condition);

// ---- its parts, a file each

Formula lower_expr(const ir::Expr& expr, const Scope& scope);
// Equal, Less, LessEqual, Like, In and the text builtins (lower_test.cpp).
Formula lower_comparison(const ir::Expr& expr, const Scope& scope);
// A bare boolean.
Formula lower_truth(const ir::Expr& expr, const Scope& scope);
Formula lower_equal(const Operand& left, const Operand& right);
// Any and All (lower_quantifier.cpp).
Formula lower_quantifier(const ir::Expr& expr, const Scope& scope);
// `any e in key { body }`. In `body` the tests of the element carry no key.
Formula some_element(const std::string& key, const Formula& body);

}  // namespace berm::documents
