// Rules with any conditions over requests that the IR can say, sensible or not.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "ir/ir.h"

namespace berm::agreement {

class WildMaker {
 public:
  WildMaker(ir::Module& module, uint64_t seed) : module_(module), random_(seed) {}

  // Forbids, caps, grants and trusts with a few clauses each.
  ir::Rule rule(const std::string& name);

 private:
  const ir::Expr* condition(unsigned depth);
  const ir::Expr* test(unsigned depth);
  const ir::Expr* value(unsigned depth);
  const ir::Expr* pattern(unsigned depth);
  const ir::Expr* collection(unsigned depth);
  const ir::Expr* key();
  const ir::Expr* literal();
  const ir::Expr* call(unsigned depth);
  ir::Value constant(unsigned depth);
  ir::ActionSet actions();
  ir::Type type();

  ir::Expr* make(ir::Op op, ir::Type type, std::vector<const ir::Expr*> children);
  size_t below(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(random_); }
  template <size_t n>
  const char* one_of(const char* const (&texts)[n]) {
    return texts[below(n)];
  }

  ir::Module& module_;
  std::mt19937_64 random_;
  std::vector<ir::Variable> bound_;
  std::vector<const ir::Expr*> made_;  // conditions, to be said again
};

}  // namespace berm::agreement
