#include "compiler/emit/plan_nodes.h"

#include <algorithm>

#include "program/program.h"

namespace berm::emit {
namespace {

using program::PlanFlag;
using program::PlanOp;
using program::PlanRoot;
using program::PlanText;

// Whether what the expression yields has a place in the resource, so that wildcards in it are none; none: it depends.
std::optional<bool> has_path(const ir::Expr& expr, const PlanScope& scope) {
  const auto named = [](const ir::Step& step) { return step.kind == ir::Step::Kind::Attribute; };
  if (expr.op == ir::Op::Literal) return false;
  if (expr.op == ir::Op::Call && expr.builtin == ir::Builtin::Lower) return has_path(*expr.children[0], scope);
  if (expr.op != ir::Op::Path) return std::nullopt;
  if (std::ranges::any_of(expr.steps, named)) return true;
  auto bound = scope.bound.find(expr.variable);
  if (bound == scope.bound.end() || !bound->second.has_path) return std::nullopt;
  return true;
}

// Whether it is an attribute of the resource, or of an element of one.
bool is_plain(const ir::Expr& expr, const PlanScope& scope) {
  if (expr.op != ir::Op::Path && expr.op != ir::Op::Before) return false;
  const auto plain_index = [&](const ir::Step& step) {
    return !step.index || step.index->op == ir::Op::Literal || is_plain(*step.index, scope);
  };
  if (!std::ranges::all_of(expr.steps, plain_index)) return false;
  auto bound = scope.bound.find(expr.variable);
  return bound == scope.bound.end() ? expr.variable == scope.resource : bound->second.plain;
}

// The operation of an expression that is the same here.
std::optional<PlanOp> same(ir::Op op) {
  switch (op) {
    case ir::Op::Not: return PlanOp::Not;
    case ir::Op::And: return PlanOp::And;
    case ir::Op::Or: return PlanOp::Or;
    case ir::Op::Coalesce: return PlanOp::Coalesce;
    case ir::Op::Equal: return PlanOp::Equal;
    case ir::Op::Less: return PlanOp::Less;
    case ir::Op::LessEqual: return PlanOp::LessEqual;
    case ir::Op::In: return PlanOp::In;
    case ir::Op::List: return PlanOp::List;
    case ir::Op::Concat: return PlanOp::Concat;
    default: return std::nullopt;
  }
}

std::optional<PlanOp> same(ir::Builtin builtin) {
  switch (builtin) {
    case ir::Builtin::Covers: return PlanOp::Covers;
    case ir::Builtin::Overlaps: return PlanOp::Overlaps;
    case ir::Builtin::StartsWith: return PlanOp::StartsWith;
    case ir::Builtin::EndsWith: return PlanOp::EndsWith;
    case ir::Builtin::Contains: return PlanOp::Contains;
    case ir::Builtin::Lower: return PlanOp::Lower;
    case ir::Builtin::Length: return PlanOp::Length;
    default: return std::nullopt;
  }
}

// As facts::Action.
constexpr uint8_t kCreate = 1, kUpdate = 2, kDelete = 4, kForget = 32;

constexpr uint8_t number(auto value) { return static_cast<uint8_t>(value); }

}  // namespace

uint32_t PlanNodes::expr(const ir::Expr& expr, const PlanScope& scope) {
  switch (expr.op) {
    case ir::Op::Literal: return add(PlanOp::Constant, expr.type, {.a = constants_.index(expr.value)});
    case ir::Op::Path: return path(expr, scope);
    case ir::Op::Before: return before(expr, scope);
    case ir::Op::Index: return index(expr, scope);
    case ir::Op::RequestKey: return add(PlanOp::Unknown, expr.type);
    case ir::Op::Not: return unary(PlanOp::Not, expr, scope);
    case ir::Op::And:
    case ir::Op::Or: return logic(*same(expr.op), expr, scope);
    case ir::Op::Coalesce:
    case ir::Op::Equal:
    case ir::Op::Less:
    case ir::Op::LessEqual:
    case ir::Op::In: return binary(*same(expr.op), expr, scope);
    case ir::Op::List:
    case ir::Op::Concat: return variadic(*same(expr.op), expr, scope);
    case ir::Op::Like: return like(expr, scope);
    case ir::Op::Matches: return matches(expr, scope);
    case ir::Op::Any: return quantifier(PlanOp::Any, expr, scope);
    case ir::Op::All: return quantifier(PlanOp::All, expr, scope);
    case ir::Op::Count: return quantifier(PlanOp::Count, expr, scope);
    case ir::Op::Call: return call(expr, scope);
    case ir::Op::Exists:
    case ir::Op::CountOf:
    case ir::Op::Refers: return later();
    case ir::Op::Grants: return policy(PlanOp::Grants, expr, scope, constants_.index(*expr.grant));
  }
  return later();
}

uint32_t PlanNodes::refused(const ir::Expr* where, const ir::Expr* condition, const PlanScope& scope) {
  std::vector<uint32_t> both;
  if (where) both.push_back(expr(*where, scope));
  uint32_t holds =
      condition ? expr(*condition, scope) : add(PlanOp::Constant, ir::Type::Bool, {.a = constants_.index({true})});
  both.push_back(add(PlanOp::Not, ir::Type::Bool, {.a = holds}));
  return both.size() == 1 ? both[0] : logic(PlanOp::And, both);
}

uint32_t PlanNodes::not_replacing() {
  const uint32_t replacing = add(PlanOp::Acts, ir::Type::Bool, {.detail = kCreate | kDelete});
  return add(PlanOp::Not, ir::Type::Bool, {.a = replacing});
}

uint32_t PlanNodes::both(uint32_t a, uint32_t b) { return b == program::kNone ? a : logic(PlanOp::And, {a, b}); }

uint32_t PlanNodes::add(PlanOp op, ir::Type type, Parts parts) {
  auto [place, is_new] = known_.try_emplace({op, type, parts.detail, parts.slot, parts.a, parts.b}, nodes_.size());
  if (!is_new) return place->second;
  nodes_.emplace_back(number(op), number(type), parts.detail, parts.slot, parts.a, parts.b);
  costs_.push_back(cost_of(nodes_.back()));
  written_.push_back(nullptr);
  return place->second;
}

uint32_t PlanNodes::with_edges(PlanOp op, ir::Type type, std::vector<uint32_t> edges) {
  const auto count = static_cast<uint32_t>(edges.size());
  auto [place, is_new] = known_edges_.try_emplace(std::move(edges), edges_.size());
  if (is_new) edges_.insert(edges_.end(), place->first.begin(), place->first.end());
  return add(op, type, {.a = place->second, .b = count});
}

uint32_t PlanNodes::with_steps(PlanOp op, ir::Type type, Parts parts, const std::vector<ir::Step>& steps,
                               const PlanScope& scope) {
  using Kind = fb::PlanStepKind;
  std::vector<std::pair<uint32_t, uint32_t>> written;
  const auto write = [&](Kind kind, uint32_t operand) { written.emplace_back(static_cast<uint32_t>(kind), operand); };
  for (const ir::Step& step : steps) {
    if (step.kind == ir::Step::Kind::Each) {
      write(Kind::Each, 0);
    } else if (step.kind == ir::Step::Kind::Attribute) {
      write(Kind::Attribute, strings_.index(step.attribute));
    } else if (step.index->op == ir::Op::Literal) {
      write(Kind::Key, constants_.index(step.index->value));
    } else {
      write(Kind::Dynamic, expr(*step.index, scope));
    }
  }
  auto [place, is_new] = known_steps_.try_emplace(written, steps_.size());
  if (is_new) {
    for (const auto& [kind, operand] : written) steps_.emplace_back(static_cast<Kind>(kind), operand);
  }
  parts.a = place->second;
  parts.b = static_cast<uint32_t>(written.size());
  const uint32_t node = add(op, type, parts);
  written_[node] = &steps;
  return node;
}

uint32_t PlanNodes::unary(PlanOp op, const ir::Expr& expr, const PlanScope& scope) {
  return add(op, expr.type, {.a = this->expr(*expr.children[0], scope)});
}

uint32_t PlanNodes::binary(PlanOp op, const ir::Expr& expr, const PlanScope& scope) {
  uint32_t left = this->expr(*expr.children[0], scope), right = this->expr(*expr.children[1], scope);
  return add(op, expr.type, {.a = left, .b = right});
}

uint32_t PlanNodes::variadic(PlanOp op, const ir::Expr& expr, const PlanScope& scope) {
  std::vector<uint32_t> edges;
  for (const ir::Expr* child : expr.children) edges.push_back(this->expr(*child, scope));
  return with_edges(op, expr.type, std::move(edges));
}

uint32_t PlanNodes::logic(PlanOp op, const ir::Expr& expr, const PlanScope& scope) {
  std::vector<uint32_t> operands;
  for (const ir::Expr* child : expr.children) operands.push_back(this->expr(*child, scope));
  return logic(op, operands);
}

// An `and` in an `and` is one.
void PlanNodes::splice(PlanOp op, uint32_t node, std::vector<uint32_t>& out) const {
  const fb::PlanNode& operand = nodes_[node];
  if (static_cast<PlanOp>(operand.op()) != op) return out.push_back(node);
  auto begin = edges_.begin() + operand.a();
  out.insert(out.end(), begin, begin + operand.b());
}

// What is cheap comes first, and the same operands in the same order.
uint32_t PlanNodes::logic(PlanOp op, const std::vector<uint32_t>& written) {
  std::vector<uint32_t> operands;
  for (uint32_t node : written) splice(op, node, operands);
  std::ranges::sort(operands, {}, [&](uint32_t node) { return std::pair(cost(node), node); });
  auto repeated = std::ranges::unique(operands);
  operands.erase(repeated.begin(), repeated.end());
  return with_edges(op, ir::Type::Bool, std::move(operands));
}

uint32_t PlanNodes::path(const ir::Expr& expr, const PlanScope& scope) {
  if (expr.variable == scope.resource) {
    PlanRoot root = scope.reads_before ? PlanRoot::Before : PlanRoot::After;
    return with_steps(PlanOp::Path, expr.type, {.detail = number(root)}, expr.steps, scope);
  }
  auto bound = scope.bound.find(expr.variable);
  if (bound == scope.bound.end()) return later();
  return with_steps(PlanOp::Path, expr.type, {.detail = number(PlanRoot::Element), .slot = bound->second.slot},
                    expr.steps, scope);
}

uint32_t PlanNodes::before(const ir::Expr& expr, const PlanScope& scope) {
  if (scope.bound.contains(expr.variable)) return add(PlanOp::Unknown, expr.type);
  if (expr.variable != scope.resource) return later();
  return with_steps(PlanOp::Path, expr.type, {.detail = number(PlanRoot::Before)}, expr.steps, scope);
}

// Only of what is certain to be one value.
uint32_t PlanNodes::index(const ir::Expr& expr, const PlanScope& scope) {
  if (expr.children[0]->op != ir::Op::Call) return later();
  return binary(PlanOp::Index, expr, scope);
}

uint32_t PlanNodes::quantifier(PlanOp op, const ir::Expr& expr, const PlanScope& scope) {
  const auto slot = static_cast<uint8_t>(scope.bound.size());
  if (slot == program::kPlanSlots) return later();
  uint32_t collection = this->expr(*expr.children[0], scope);
  PlanScope inner = scope;
  inner.bound[expr.variable] = {slot, has_path(*expr.children[0], scope) == true, is_plain(*expr.children[0], scope)};
  uint32_t body = this->expr(*expr.children[1], inner);
  return add(op, expr.type, {.slot = slot, .a = collection, .b = body});
}

uint32_t PlanNodes::like(const ir::Expr& expr, const PlanScope& scope) {
  uint32_t text = this->expr(*expr.children[0], scope);
  return add(PlanOp::Like, expr.type, {.a = text, .b = pattern(*expr.children[1], scope)});
}

// Wildcards in what a pattern is put together with are literal.
uint32_t PlanNodes::pattern(const ir::Expr& expr, const PlanScope& scope) {
  if (expr.op != ir::Op::Concat) return this->expr(expr, scope);
  std::vector<uint32_t> parts;
  for (const ir::Expr* child : expr.children) {
    std::optional<bool> shielded = has_path(*child, scope);
    uint32_t part = shielded ? this->expr(*child, scope) : later();
    parts.push_back(shielded == true ? add(PlanOp::Shielded, child->type, {.a = part}) : part);
  }
  return with_edges(PlanOp::Concat, expr.type, std::move(parts));
}

uint32_t PlanNodes::matches(const ir::Expr& expr, const PlanScope& scope) {
  const auto* regex = std::get_if<std::string>(&expr.value.data);
  if (!regex) return later();
  return add(PlanOp::Matches, expr.type, {.a = this->expr(*expr.children[0], scope), .b = strings_.index(*regex)});
}

uint32_t PlanNodes::call(const ir::Expr& expr, const PlanScope& scope) {
  if (std::optional<PlanOp> op = same(expr.builtin)) {
    return expr.children.size() == 1 ? unary(*op, expr, scope) : binary(*op, expr, scope);
  }
  switch (expr.builtin) {
    case ir::Builtin::Changed: return changed(*expr.children[0], scope);
    case ir::Builtin::Known:
    case ir::Builtin::Sensitive: return of_attribute(expr, scope);
    case ir::Builtin::Statements: return policy(PlanOp::Statements, expr, scope, 0);
    case ir::Builtin::Configured:
    case ir::Builtin::PolicyFindings: return later();
    case ir::Builtin::ForcesReplace: {
      bool own = expr.children[0]->variable == scope.resource;
      return own ? add(PlanOp::ForcesReplace, expr.type) : later();
    }
    default: return about(expr, scope);
  }
}

// Builtins whose argument is a resource.
uint32_t PlanNodes::about(const ir::Expr& expr, const PlanScope& scope) {
  if (expr.children[0]->variable != scope.resource) return later();
  const auto of = [&](PlanOp op, auto detail) { return add(op, expr.type, {.detail = number(detail)}); };
  switch (expr.builtin) {
    case ir::Builtin::Creating: return of(PlanOp::Acts, kCreate);
    case ir::Builtin::Updating: return of(PlanOp::Acts, kUpdate);
    case ir::Builtin::Deleting: return of(PlanOp::Acts, kDelete);
    case ir::Builtin::Replacing: return of(PlanOp::Acts, kCreate | kDelete);
    case ir::Builtin::Forgetting: return of(PlanOp::Acts, kForget);
    case ir::Builtin::Importing: return of(PlanOp::Flag, PlanFlag::Importing);
    case ir::Builtin::Deposed: return of(PlanOp::Flag, PlanFlag::Deposed);
    case ir::Builtin::Deferred: return of(PlanOp::Flag, PlanFlag::Deferred);
    case ir::Builtin::MovedFrom: return of(PlanOp::Text, PlanText::MovedFrom);
    case ir::Builtin::ActionReason: return of(PlanOp::Text, PlanText::ActionReason);
    case ir::Builtin::ModuleOf: return of(PlanOp::Text, PlanText::Module);
    case ir::Builtin::Address: return of(PlanOp::Text, PlanText::Address);
    case ir::Builtin::RegionOf: return add(PlanOp::Region, expr.type);
    case ir::Builtin::Tags: return of(PlanOp::Tags, scope.reads_before ? PlanRoot::Before : PlanRoot::After);
    default: return later();
  }
}

uint32_t PlanNodes::of_attribute(const ir::Expr& expr, const PlanScope& scope) {
  const ir::Expr& argument = *expr.children[0];
  if (argument.op != ir::Op::Path) return later();
  uint32_t attribute = path(argument, scope);
  if (static_cast<PlanOp>(nodes_[attribute].op()) != PlanOp::Path) return later();
  bool known = expr.builtin == ir::Builtin::Known;
  // Of other elements it is not kept where they stood.
  if (!known && !is_plain(argument, scope)) return later();
  sensitivity_ = sensitivity_ || !known;
  return add(known ? PlanOp::Known : PlanOp::Sensitive, expr.type, {.a = attribute});
}

// Of a text that stands in the plan or the program: what is computed goes while its policy is read.
uint32_t PlanNodes::policy(PlanOp op, const ir::Expr& expr, const PlanScope& scope, uint32_t grant) {
  const uint32_t text = this->expr(*expr.children[0], scope);
  return is_kept(text) ? add(op, expr.type, {.a = text, .b = grant}) : later();
}

bool PlanNodes::is_kept(uint32_t node) const {
  const auto op = static_cast<PlanOp>(nodes_[node].op());
  if (op == PlanOp::Coalesce) return is_kept(nodes_[node].a()) && is_kept(nodes_[node].b());
  return op == PlanOp::Path || op == PlanOp::Constant;
}

uint32_t PlanNodes::changed(const ir::Expr& argument, const PlanScope& scope) {
  const auto fixed = [](const ir::Step& step) { return !step.index || step.index->op == ir::Op::Literal; };
  bool own = argument.op == ir::Op::Path && argument.variable == scope.resource;
  if (!own || !std::ranges::all_of(argument.steps, fixed)) return later();
  return with_steps(PlanOp::Changed, argument.type, {}, argument.steps, scope);
}

// Roughly in steps; operands that are shared count as if they were not.
uint64_t PlanNodes::cost_of(const fb::PlanNode& node) const {
  constexpr uint64_t kElements = 8, kRegex = 40, kPolicy = 400, kNever = 1 << 20;
  const auto op = static_cast<PlanOp>(node.op());
  const program::PlanOperands operands = program::kPlanOperands[node.op()];
  if (op == PlanOp::Later) return kNever;
  uint64_t sum = 1;
  if (operands.a == program::PlanOperand::Node) sum += cost(node.a());
  bool each = op == PlanOp::Any || op == PlanOp::All || op == PlanOp::Count;
  if (operands.b == program::PlanOperand::Node) sum += cost(node.b()) * (each ? kElements : 1);
  if (operands.a == program::PlanOperand::Steps) sum += 2 * node.b();
  if (operands.a == program::PlanOperand::Edges) {
    for (uint32_t i = 0; i < node.b(); ++i) sum += cost(edges_[node.a() + i]);
  }
  if (op == PlanOp::Matches || op == PlanOp::Tags || op == PlanOp::Grants) sum += kRegex;
  if (op == PlanOp::Statements) sum += kPolicy;
  return std::min(sum, kNever);
}

}  // namespace berm::emit
