#include "compiler/documents/lower.h"

#include <fmt/format.h>

#include <utility>

namespace berm::documents {

Formula lower_expr(const ir::Expr& expr, const Scope& scope) {
  switch (expr.op) {
    case ir::Op::Literal:
    case ir::Op::RequestKey:
    case ir::Op::Path:
    case ir::Op::Coalesce: return lower_truth(expr, scope);
    case ir::Op::Not: return negate(lower_expr(*expr.children[0], scope));
    case ir::Op::And:
    case ir::Op::Or: {
      std::vector<Formula> children;
      for (const ir::Expr* child : expr.children) children.push_back(lower_expr(*child, scope));
      return expr.op == ir::Op::And ? both(std::move(children)) : either(std::move(children));
    }
    case ir::Op::Any:
    case ir::Op::All: return lower_quantifier(expr, scope);
    case ir::Op::Matches: return opaque("IAM has no regular expressions");
    case ir::Op::Count: return opaque("IAM cannot count the values of a key");
    case ir::Op::Equal:
    case ir::Op::Less:
    case ir::Op::LessEqual:
    case ir::Op::In:
    case ir::Op::Like:
    case ir::Op::Call: return lower_comparison(expr, scope);
    default: return opaque(fmt::format("IAM has no counterpart of `{}`", ir::dump(expr)));
  }
}

Formula lower_condition(const ir::Expr* condition) {
  return condition == nullptr ? constant(true) : lower_expr(*condition, Scope{});
}

}  // namespace berm::documents
