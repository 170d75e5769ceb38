#include "ir/variables.h"

namespace berm::ir {
namespace {

struct Found {
  std::set<Variable> read, bound;
  std::set<std::string> keys;
};

// Expressions nest at most as deep as the parser lets source be.
void collect(const Expr& expr, Found& found) {
  switch (expr.op) {
    case Op::Path:
    case Op::Before: found.read.insert(expr.variable); break;
    case Op::Any:
    case Op::All:
    case Op::Count:
    case Op::Exists:
    case Op::CountOf: found.bound.insert(expr.variable); break;
    case Op::RequestKey: found.keys.insert(expr.key); break;
    default: break;
  }
  for (const Step& step : expr.steps) {
    if (step.index != nullptr) collect(*step.index, found);
  }
  for (const Expr* child : expr.children) collect(*child, found);
}

Found collect(const Expr& expr) {
  Found found;
  collect(expr, found);
  return found;
}

}  // namespace

std::set<Variable> variables_read(const Expr& expr) { return collect(expr).read; }

std::set<std::string> keys_read(const Expr& expr) { return collect(expr).keys; }

// A variable is bound in one place only.
std::set<Variable> free_variables(const Expr& expr) {
  Found found = collect(expr);
  for (Variable bound : found.bound) found.read.erase(bound);
  return found.read;
}

}  // namespace berm::ir
