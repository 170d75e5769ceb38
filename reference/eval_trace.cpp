// Evaluating with each step written down.
#include <fmt/format.h>

#include "reference/eval_plan.h"
#include "reference/show.h"
#include "reference/trace.h"

namespace berm::reference {

Result PlanEvaluator::traced(const ir::Expr& expr) {
  trace_->enter(expr);
  size_t assumed = used_.size();
  Result result = compute(expr);
  std::string note;
  bool leaf = expr.op == ir::Op::Path || expr.op == ir::Op::Refers;
  if (leaf && used_.size() > assumed) {
    const Used& used = used_.back();
    note = used.relation.empty() ? "the provider's default is assumed" : fmt::format("assumed: {}", used.relation);
  }
  Trace* trace = std::exchange(trace_, nullptr);
  std::string shown = show(result.sequence ? sample(result) : result.value);
  trace_ = trace;
  trace_->leave(result, std::move(shown), std::move(note));
  return result;
}

}  // namespace berm::reference
