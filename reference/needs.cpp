#include "reference/needs.h"

#include <map>

namespace berm::reference {
namespace {

class Walk {
 public:
  explicit Walk(Needs& needs) : needs_(needs) {}

  void add(const ir::PlanClause& clause) {
    bind(clause.variable, clause.types);
    if (clause.subject) {
      bind(clause.subject->variable, clause.subject->types);
      relate(clause.types);
      relate(clause.subject->types);
    }
    needs_.configuration |= !clause.assumptions.empty();
    walk(clause.condition);
    walk(clause.say);
  }

  void add(const ir::RequireClause& clause) {
    bind(clause.variable, clause.types);
    walk(clause.where);
    walk(clause.condition);
  }

 private:
  void bind(ir::Variable variable, const std::vector<std::string>& types) { bound_[variable] = &types; }

  void relate(const std::vector<std::string>& types) { needs_.types.insert(types.begin(), types.end()); }

  // The checker bounds how deep expressions nest.
  void walk(const ir::Expr* expr) {
    if (!expr) return;
    look(*expr);
    for (const ir::Step& step : expr->steps) walk(step.index);
    for (const ir::Expr* child : expr->children) walk(child);
  }

  void look(const ir::Expr& expr) {
    switch (expr.op) {
      case ir::Op::Exists:
      case ir::Op::CountOf: bind(expr.variable, expr.types); return relate(expr.types);
      case ir::Op::Refers:
      // The data source that will make the document is looked for.
      case ir::Op::Grants: return relate_bound();
      case ir::Op::Call: return call(expr);
      default: return;
    }
  }

  void call(const ir::Expr& expr) {
    switch (expr.builtin) {
      case ir::Builtin::Statements: return relate_bound();
      case ir::Builtin::Configured: needs_.configuration = true; return;
      case ir::Builtin::Tags:
      case ir::Builtin::AccountOf:
      case ir::Builtin::RegionOf:
      case ir::Builtin::ProviderOf: needs_.providers = true; return;
      default: return;
    }
  }

  // An element of a collection is of the resource whose collection it is: any that is bound so far.
  void relate_bound() {
    for (const auto& [variable, types] : bound_) needs_.types.insert(types->begin(), types->end());
  }

  Needs& needs_;
  std::map<ir::Variable, const std::vector<std::string>*> bound_;
};

}  // namespace

void Needs::add(const Needs& other) {
  types.insert(other.types.begin(), other.types.end());
  configuration |= other.configuration;
  providers |= other.providers;
}

Needs needs_of(const ir::Rule& rule) {
  Needs needs;
  for (const ir::PlanClause& clause : rule.plans) Walk(needs).add(clause);
  for (const ir::RequireClause& clause : rule.requires_) Walk(needs).add(clause);
  return needs;
}

}  // namespace berm::reference
