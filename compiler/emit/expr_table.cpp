#include "compiler/emit/expr_table.h"

#include <bit>

#include "program/program.h"

namespace berm::emit {
namespace {

fb::Slice slice(size_t begin, size_t count) {
  return count == 0 ? fb::Slice(0, 0) : fb::Slice(static_cast<uint32_t>(begin), static_cast<uint32_t>(count));
}

// What `add` made stands behind what was there.
template <class T>
fb::Slice append(std::vector<T>& all, const std::vector<T>& more) {
  const size_t begin = all.size();
  all.insert(all.end(), more.begin(), more.end());
  return slice(begin, more.size());
}

}  // namespace

// Expressions nest at most as deep as the parser lets source be.
uint32_t ExprTable::expr(const ir::Expr* expr) {
  if (expr == nullptr) return program::kNone;
  if (auto known = known_.find(expr); known != known_.end()) return known->second;
  const uint32_t held = operand(*expr);
  const fb::Slice listed = list(*expr), below = children(*expr);
  const auto index = static_cast<uint32_t>(exprs_.size());
  exprs_.emplace_back(static_cast<uint8_t>(expr->op), static_cast<uint8_t>(expr->type),
                      static_cast<uint8_t>(expr->builtin), expr->multivalued, expr->variable,
                      sources_.place(expr->span), held, listed, below);
  known_.emplace(expr, index);
  return index;
}

uint32_t ExprTable::operand(const ir::Expr& expr) {
  switch (expr.op) {
    case ir::Op::Literal:
    case ir::Op::Matches: return constant(expr.value);
    case ir::Op::RequestKey: return string(expr.key);
    case ir::Op::Grants: return grant(*expr.grant);
    default: return 0;
  }
}

fb::Slice ExprTable::list(const ir::Expr& expr) {
  switch (expr.op) {
    case ir::Op::Path:
    case ir::Op::Before: return steps(expr);
    case ir::Op::Exists:
    case ir::Op::CountOf: return names(expr.types);
    default: return slice(0, 0);
  }
}

fb::Slice ExprTable::steps(const ir::Expr& expr) {
  std::vector<fb::Step> out;
  for (const ir::Step& step : expr.steps) {
    switch (step.kind) {
      case ir::Step::Kind::Attribute: out.emplace_back(fb::StepKind::Attribute, string(step.attribute)); break;
      case ir::Step::Kind::Index: out.emplace_back(fb::StepKind::Index, this->expr(step.index)); break;
      case ir::Step::Kind::Each: out.emplace_back(fb::StepKind::Each, 0); break;
    }
  }
  return append(steps_, out);
}

fb::Slice ExprTable::children(const ir::Expr& expr) {
  std::vector<uint32_t> out;
  for (const ir::Expr* child : expr.children) out.push_back(this->expr(child));
  return append(children_, out);
}

fb::Slice ExprTable::names(const std::vector<std::string>& texts) {
  std::vector<uint32_t> out;
  for (const std::string& text : texts) out.push_back(string(text));
  auto known = known_names_.find(out);
  if (known == known_names_.end()) known = known_names_.emplace(out, append(names_, out)).first;
  return known->second;
}

fb::Slice ExprTable::actions(const ir::ActionSet& set) {
  std::vector<fb::ActionItem> out;
  for (const ir::ActionItem& item : set.items) {
    out.emplace_back(string(item.pattern), item.plus, item.unchecked, sources_.place(item.span));
  }
  return append(action_items_, out);
}

fb::Slice ExprTable::assumptions(const std::vector<ir::Assumption>& assumptions) {
  std::vector<fb::Assumption> out;
  for (const ir::Assumption& assumption : assumptions) {
    out.emplace_back(expr(assumption.path), constant(assumption.value));
  }
  return append(assumptions_, out);
}

uint32_t ExprTable::grant(const ir::Grant& grant) {
  if (auto known = known_grants_.find(&grant); known != known_grants_.end()) return known->second;
  const fb::Slice granted = actions(grant.actions), resources = names(grant.resources);
  auto& builder = writer_.builder;
  auto account = builder.CreateString(grant.account);
  const auto index = static_cast<uint32_t>(grants_.size());
  grants_.push_back(
      fb::CreateGrant(builder, &granted, grant.every_action, &resources, static_cast<uint8_t>(grant.to), account));
  known_grants_.emplace(&grant, index);
  return index;
}

uint32_t ExprTable::constant(const ir::Value& value) {
  struct {
    ExprTable& table;
    uint32_t operator()(std::monostate) const { return table.add_constant(fb::ValueKind::Null, 0, 0); }
    uint32_t operator()(bool b) const { return table.add_constant(fb::ValueKind::Bool, 0, b); }
    uint32_t operator()(int64_t i) const {
      return table.add_constant(fb::ValueKind::Int, 0, std::bit_cast<uint64_t>(i));
    }
    uint32_t operator()(double d) const {
      return table.add_constant(fb::ValueKind::Float, 0, std::bit_cast<uint64_t>(d));
    }
    uint32_t operator()(const std::string& text) const {
      return table.add_constant(fb::ValueKind::String, 0, table.string(text));
    }
    uint32_t operator()(const ir::ValueList& list) const {
      std::vector<uint32_t> items;
      for (const ir::Value& item : list) items.push_back(table.constant(item));
      return table.add_items(fb::ValueKind::List, static_cast<uint32_t>(list.size()), items);
    }
    uint32_t operator()(const ir::ValueMap& map) const {
      std::vector<uint32_t> items;
      for (const auto& [key, item] : map) {
        items.push_back(table.string(key));
        items.push_back(table.constant(item));
      }
      return table.add_items(fb::ValueKind::Map, static_cast<uint32_t>(map.size()), items);
    }
  } visitor{*this};
  return std::visit(visitor, value.data);
}

// Of scalars one is enough.
uint32_t ExprTable::add_constant(fb::ValueKind kind, uint32_t count, uint64_t bits) {
  auto [known, is_new] = known_scalars_.try_emplace({kind, bits}, static_cast<uint32_t>(constants_.size()));
  if (is_new) constants_.emplace_back(kind, count, bits);
  return known->second;
}

uint32_t ExprTable::add_items(fb::ValueKind kind, uint32_t count, std::span<const uint32_t> items) {
  constants_.emplace_back(kind, count, items_.size());
  items_.insert(items_.end(), items.begin(), items.end());
  return static_cast<uint32_t>(constants_.size() - 1);
}

void ExprTable::finish() {
  auto& builder = writer_.builder;
  written_.exprs = builder.CreateVectorOfStructs(exprs_);
  written_.children = builder.CreateVector(children_);
  written_.steps = builder.CreateVectorOfStructs(steps_);
  written_.names = builder.CreateVector(names_);
  written_.constants = builder.CreateVectorOfStructs(constants_);
  written_.items = builder.CreateVector(items_);
  written_.action_items = builder.CreateVectorOfStructs(action_items_);
  written_.assumptions = builder.CreateVectorOfStructs(assumptions_);
  written_.grants = builder.CreateVector(grants_);
}

void ExprTable::write(fb::RulesBuilder& out) const {
  out.add_exprs(written_.exprs);
  out.add_children(written_.children);
  out.add_steps(written_.steps);
  out.add_names(written_.names);
  out.add_constants(written_.constants);
  out.add_items(written_.items);
  out.add_action_items(written_.action_items);
  out.add_assumptions(written_.assumptions);
  out.add_grants(written_.grants);
}

}  // namespace berm::emit
