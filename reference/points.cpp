// What there is to cover in a rule.
#include "reference/coverage.h"

namespace berm::reference {
namespace {

using Kind = Point::Kind;

class Points {
 public:
  explicit Points(std::vector<Point>& out) : out_(out) {}

  void add(Kind kind, Span span, const void* part, bool true_only) {
    out_.push_back({kind, span, part, false, true_only});
  }

  void add_taken(const ir::ActionSet& actions) {
    for (const ir::ActionItem& item : actions.items) {
      if (!item.plus) add(Kind::Taken, item.span, &item, true);
    }
  }

  // The branches of a condition. The checker bounds how deep expressions nest.
  void walk(const ir::Expr* expr) {
    if (!expr) return;
    if (expr->op == ir::Op::And || expr->op == ir::Op::Or) {
      for (const ir::Expr* child : expr->children) add_operand(child);
    }
    if (expr->op == ir::Op::Coalesce) {
      for (const ir::Expr* child : expr->children) add(Kind::Default, child->span, child, true);
    }
    for (const ir::Expr* child : expr->children) walk(child);
  }

 private:
  // An operand that is itself `and` or `or` is shown by its own operands.
  void add_operand(const ir::Expr* operand) {
    Point point{Kind::Operand, operand->span, operand, false, false};
    const ir::Expr* inner = operand;
    // What `!=` and its like stand for has the span of its operand, and is shown as it is written.
    for (; inner->op == ir::Op::Not; inner = inner->children[0]) {
      point.negated ^= inner->span != inner->children[0]->span;
    }
    point.span = inner->span;
    bool is_logic = inner->op == ir::Op::And || inner->op == ir::Op::Or;
    if (!is_logic && inner->op != ir::Op::Literal) out_.push_back(point);
  }

  std::vector<Point>& out_;
};

}  // namespace

std::vector<Point> points_of(const ir::Rule& rule) {
  std::vector<Point> out;
  Points points(out);
  points.add(Kind::Rule, rule.span, &rule, false);
  points.walk(rule.capped);
  for (const ir::CallClause& clause : rule.calls) {
    points.add(Kind::Calls, clause.span, &clause, !clause.condition);
    points.add_taken(clause.actions);
    points.walk(clause.condition);
  }
  for (const ir::AllowClause& clause : rule.allows) {
    points.add(Kind::Allows, clause.span, &clause, !clause.condition);
    points.walk(clause.condition);
  }
  for (const ir::PlanClause& clause : rule.plans) {
    points.add(Kind::Plan, clause.span, &clause, !clause.condition);
    points.walk(clause.condition);
  }
  for (const ir::RequireClause& clause : rule.requires_) {
    points.add(Kind::Require, clause.span, &clause, false);
    points.walk(clause.where);
    points.walk(clause.condition);
  }
  return out;
}

}  // namespace berm::reference
