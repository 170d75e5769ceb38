// Rules over planned changes with every operation there is, well typed or not.
#pragma once

#include <vector>

#include "ir/ir.h"
#include "tests/agreement/plans/choices.h"

namespace berm::agreement {

class RandomClauses {
 public:
  // `related`: much is asked about other resources.
  explicit RandomClauses(Choices& choices, bool related = false) : choices_(choices), related_(related) {}

  // Appends rules to the module.
  void add(ir::Module& module, size_t rules);

 private:
  using Ex = ir::Expr*;
  Ex make(ir::Op op, ir::Type type, std::vector<const ir::Expr*> children = {});
  ir::Rule rule(size_t number);
  ir::PlanClause plan_clause();
  ir::RequireClause require_clause();
  std::vector<std::string> types();
  ir::Type type();

  Ex condition(int depth);
  Ex logic(int depth);
  Ex comparison(int depth);
  Ex membership(int depth);
  Ex quantifier(ir::Op op, int depth);
  Ex question(int depth);
  Ex relation(int depth);
  Ex join(int depth);
  Ex refers(ir::Variable from, ir::Variable to);
  Ex value(int depth);
  Ex text_value(int depth);
  Ex collection(int depth);
  Ex literal();
  Ex text_literal();
  Ex list_literal();
  Ex path(bool own);
  Ex attribute();
  Ex resource();
  Ex call(ir::Builtin builtin, ir::Type type, std::vector<const ir::Expr*> children);
  ir::Variable variable(bool own);
  std::vector<ir::Step> steps(bool own);

  Choices& choices_;
  const bool related_;
  ir::Module* module_ = nullptr;
  ir::Variable resource_ = 0;
  std::vector<ir::Variable> bound_;  // by quantifiers around
  std::vector<ir::Variable> joined_;
};

}  // namespace berm::agreement
