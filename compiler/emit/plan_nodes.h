// Expressions of one resource type as operations, each once whoever asks. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "compiler/emit/plan_constants.h"
#include "compiler/emit/sections.h"
#include "program/plan_op.h"

namespace berm::emit {

// What the variables of a clause stand for.
struct PlanScope {
  ir::Variable resource = 0;
  bool reads_before = false;  // the resource's attributes are those before the change
  struct Bound {
    uint8_t slot;
    bool has_path;  // its elements are attributes of the resource for certain
    bool plain;     // they are those of one attribute
  };
  std::map<ir::Variable, Bound> bound = {};
};

class PlanNodes {
 public:
  PlanNodes(Strings& strings, PlanConstants& constants) : strings_(strings), constants_(constants) {}

  uint32_t expr(const ir::Expr& expr, const PlanScope& scope);
  // `where` holds and the condition does not; each may be null.
  uint32_t refused(const ir::Expr* where, const ir::Expr* condition, const PlanScope& scope);

  uint32_t not_replacing();
  uint32_t both(uint32_t a, uint32_t b);  // the second may be none: true

  bool asks_what_is_sensitive() const { return sensitivity_; }
  // Of a path and the like, as somebody wrote them; null: it has none.
  const std::vector<ir::Step>* steps_of(uint32_t node) const { return written_[node]; }

  const std::vector<fb::PlanNode>& nodes() const { return nodes_; }
  const std::vector<uint32_t>& edges() const { return edges_; }
  const std::vector<fb::PlanStep>& steps() const { return steps_; }

 private:
  using Op = program::PlanOp;
  struct Parts {
    uint8_t detail = 0, slot = 0;
    uint32_t a = 0, b = 0;
  };
  uint32_t add(Op op, ir::Type type, Parts parts);
  uint32_t add(Op op, ir::Type type) { return add(op, type, Parts{}); }
  uint32_t with_edges(Op op, ir::Type type, std::vector<uint32_t> edges);
  uint32_t with_steps(Op op, ir::Type type, Parts parts, const std::vector<ir::Step>& steps, const PlanScope& scope);
  uint32_t later() { return add(Op::Later, ir::Type::Any); }
  uint32_t unary(Op op, const ir::Expr& expr, const PlanScope& scope);
  uint32_t binary(Op op, const ir::Expr& expr, const PlanScope& scope);
  uint32_t variadic(Op op, const ir::Expr& expr, const PlanScope& scope);
  uint32_t logic(Op op, const ir::Expr& expr, const PlanScope& scope);
  uint32_t logic(Op op, const std::vector<uint32_t>& written);
  void splice(Op op, uint32_t node, std::vector<uint32_t>& out) const;
  uint32_t path(const ir::Expr& expr, const PlanScope& scope);
  uint32_t before(const ir::Expr& expr, const PlanScope& scope);
  uint32_t index(const ir::Expr& expr, const PlanScope& scope);
  uint32_t quantifier(Op op, const ir::Expr& expr, const PlanScope& scope);
  uint32_t like(const ir::Expr& expr, const PlanScope& scope);
  uint32_t pattern(const ir::Expr& expr, const PlanScope& scope);
  uint32_t matches(const ir::Expr& expr, const PlanScope& scope);
  uint32_t call(const ir::Expr& expr, const PlanScope& scope);
  uint32_t about(const ir::Expr& expr, const PlanScope& scope);
  uint32_t of_attribute(const ir::Expr& expr, const PlanScope& scope);
  uint32_t policy(Op op, const ir::Expr& expr, const PlanScope& scope, uint32_t grant);
  bool is_kept(uint32_t node) const;
  uint32_t changed(const ir::Expr& argument, const PlanScope& scope);
  uint64_t cost(uint32_t node) const { return costs_[node]; }
  uint64_t cost_of(const fb::PlanNode& node) const;

  Strings& strings_;
  PlanConstants& constants_;
  std::vector<fb::PlanNode> nodes_;
  std::vector<uint64_t> costs_;
  std::vector<const std::vector<ir::Step>*> written_;  // by node
  std::vector<uint32_t> edges_;
  std::vector<fb::PlanStep> steps_;
  using Key = std::tuple<Op, ir::Type, uint8_t, uint8_t, uint32_t, uint32_t>;
  std::map<Key, uint32_t> known_;
  std::map<std::vector<uint32_t>, uint32_t> known_edges_;
  std::map<std::vector<std::pair<uint32_t, uint32_t>>, uint32_t> known_steps_;
  bool sensitivity_ = false;
};

}  // namespace berm::emit
