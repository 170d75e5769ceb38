// The structures of the rules section: constants, expressions, names, actions. Internal to this folder.
//
// Everything here is linear in the section: what is named several times is summed up once. What the rules would take,
// rebuilt as IR and evaluated, has a bound too, as expressions may share their parts and a program may name a long text
// many times.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/ir.h"
#include "program/program_generated.h"

namespace berm::program {

class ExprVerifier {
 public:
  explicit ExprVerifier(const fb::Program& program) : program_(program), rules_(*program.rules()) {}

  // Of all constants, expressions, names and actions; empty: nothing.
  std::string problem();

  // Charged for what takes memory once the rules are rebuilt.
  void spend(uint64_t bytes) { bytes_ += bytes; }
  bool is_affordable() const;

  // What a clause holds. False where it is missing.
  bool root(uint32_t expr);  // or none
  bool attribute(uint32_t expr, uint32_t variable) const;
  bool constant(uint32_t index);
  bool names(const fb::Slice* slice);
  bool actions(const fb::Slice* slice);
  bool place(const fb::Place* place) const;
  // Whether the slice begins at `next`, which then is behind it, and lies inside.
  static bool follows(const fb::Slice* slice, uint32_t& next, uint32_t size);

 private:
  bool check_strings();
  bool check_names();
  bool check_actions();
  bool check_constants();
  bool check(const fb::Constant& constant, uint32_t index);
  bool check_exprs();
  bool check(const fb::Expr& expr, uint32_t index);
  bool check_operands(const fb::Expr& expr);
  bool check_steps(const fb::Expr& expr, uint32_t index);
  bool check_children(const fb::Expr& expr, uint32_t index);
  void measure(uint32_t below, uint32_t index);
  bool is_string(uint64_t index) const { return index < program_.strings()->size(); }
  uint64_t string_size(uint32_t index) const { return program_.strings()->Get(index)->size(); }

  const fb::Program& program_;
  const fb::Rules& rules_;
  uint64_t bytes_ = 0, evaluated_ = 0;
  uint32_t next_child_ = 0, next_step_ = 0, next_item_ = 0;
  std::vector<uint64_t> name_sums_, action_sums_;  // bytes of those before
  std::vector<uint64_t> constant_sizes_;           // bytes, with what is inside
  std::vector<uint16_t> constant_depths_, expr_depths_;
  std::vector<uint32_t> expr_sizes_;  // how many are evaluated, this one included
};

}  // namespace berm::program
