#include "compiler/check/variables.h"

namespace berm::check {
namespace {

struct Found {
  std::set<ir::Variable> read, bound;
};

// Expressions nest at most as deep as the parser lets source be.
void collect(const ir::Expr& expr, Found& found) {
  switch (expr.op) {
    case ir::Op::Path:
    case ir::Op::Before: found.read.insert(expr.variable); break;
    case ir::Op::Any:
    case ir::Op::All:
    case ir::Op::Count:
    case ir::Op::Exists:
    case ir::Op::CountOf: found.bound.insert(expr.variable); break;
    default: break;
  }
  for (const ir::Step& step : expr.steps) {
    if (step.index != nullptr) collect(*step.index, found);
  }
  for (const ir::Expr* child : expr.children) collect(*child, found);
}

Found collect(const ir::Expr& expr) {
  Found found;
  collect(expr, found);
  return found;
}

}  // namespace

std::set<ir::Variable> variables_read(const ir::Expr& expr) { return collect(expr).read; }

// A variable is bound in one place only.
std::set<ir::Variable> free_variables(const ir::Expr& expr) {
  Found found = collect(expr);
  for (ir::Variable bound : found.bound) found.read.erase(bound);
  return found.read;
}

}  // namespace berm::check
