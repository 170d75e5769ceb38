#include "runtime/load/exprs.h"

#include <bit>

namespace berm::load {
namespace {

ir::Step::Kind kind_of(fb::StepKind kind) {
  switch (kind) {
    case fb::StepKind::Attribute: return ir::Step::Kind::Attribute;
    case fb::StepKind::Index: return ir::Step::Kind::Index;
    case fb::StepKind::Each: return ir::Step::Kind::Each;
  }
  return ir::Step::Kind::Each;
}

}  // namespace

Exprs::Exprs(const program::Program& program, ir::Module& module)
    : program_(program), rules_(*program.root().rules()), module_(module), made_(rules_.exprs()->size()) {}

// The verifier bounds how deep they nest.
const ir::Expr* Exprs::expr(uint32_t index) {
  if (index == program::kNone) return nullptr;
  if (made_[index] != nullptr) return made_[index];
  const fb::Expr& from = *rules_.exprs()->Get(index);
  ir::Expr* made = module_.make(static_cast<ir::Op>(from.op()), static_cast<ir::Type>(from.type()), span(from.place()));
  made_[index] = made;
  made->builtin = static_cast<ir::Builtin>(from.builtin());
  made->variable = from.variable();
  made->multivalued = from.multivalued();
  set_operand(from, *made);
  for (uint32_t i = 0; i < from.children().count(); ++i) {
    made->children.push_back(expr(rules_.children()->Get(from.children().begin() + i)));
  }
  return made;
}

void Exprs::set_operand(const fb::Expr& from, ir::Expr& to) {
  switch (to.op) {
    case ir::Op::Literal:
    case ir::Op::Matches: to.value = constant(from.operand()); break;
    case ir::Op::RequestKey: to.key = string(from.operand()); break;
    case ir::Op::Grants: to.grant = grant(from.operand()); break;
    case ir::Op::Path:
    case ir::Op::Before: to.steps = steps(from.list()); break;
    case ir::Op::Exists:
    case ir::Op::CountOf: to.types = names(from.list()); break;
    default: break;
  }
}

std::vector<ir::Step> Exprs::steps(const fb::Slice& slice) {
  std::vector<ir::Step> out;
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const fb::Step& from = *rules_.steps()->Get(slice.begin() + i);
    ir::Step& step = out.emplace_back();
    step.kind = kind_of(from.kind());
    if (from.kind() == fb::StepKind::Attribute) step.attribute = string(from.operand());
    if (from.kind() == fb::StepKind::Index) step.index = expr(from.operand());
  }
  return out;
}

std::shared_ptr<const ir::Grant> Exprs::grant(uint32_t index) {
  std::shared_ptr<const ir::Grant>& known = grants_[index];
  if (known) return known;
  const fb::Grant& from = *rules_.grants()->Get(index);
  ir::Grant made;
  made.actions = actions(*from.actions());
  made.every_action = from.every_action();
  made.resources = names(*from.resources());
  made.to = static_cast<ir::Grant::To>(from.to());
  made.account = text_of(from.account());
  return known = std::make_shared<const ir::Grant>(std::move(made));
}

ir::Value Exprs::constant(uint32_t index) const {
  const fb::Constant& from = *rules_.constants()->Get(index);
  const auto item = [&](uint64_t i) { return rules_.items()->Get(static_cast<uint32_t>(from.bits() + i)); };
  ir::Value out;
  switch (from.kind()) {
    case fb::ValueKind::Null: break;
    case fb::ValueKind::Bool: out.data = from.bits() != 0; break;
    case fb::ValueKind::Int: out.data = std::bit_cast<int64_t>(from.bits()); break;
    case fb::ValueKind::Float: out.data = std::bit_cast<double>(from.bits()); break;
    case fb::ValueKind::String: out.data = string(static_cast<uint32_t>(from.bits())); break;
    case fb::ValueKind::List: {
      auto& list = out.data.emplace<ir::ValueList>();
      for (uint64_t i = 0; i < from.count(); ++i) list.push_back(constant(item(i)));
      break;
    }
    case fb::ValueKind::Map: {
      auto& map = out.data.emplace<ir::ValueMap>();
      for (uint64_t i = 0; i < from.count(); ++i) map[string(item(2 * i))] = constant(item(2 * i + 1));
      break;
    }
  }
  return out;
}

std::vector<std::string> Exprs::names(const fb::Slice& slice) const {
  std::vector<std::string> out;
  out.reserve(slice.count());
  for (uint32_t i = 0; i < slice.count(); ++i) out.push_back(string(rules_.names()->Get(slice.begin() + i)));
  return out;
}

ir::ActionSet Exprs::actions(const fb::Slice& slice) const {
  ir::ActionSet out;
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const fb::ActionItem& from = *rules_.action_items()->Get(slice.begin() + i);
    out.items.push_back({from.plus(), string(from.pattern()), from.unchecked(), span(from.place())});
  }
  return out;
}

std::vector<ir::Assumption> Exprs::assumptions(const fb::Slice& slice) {
  std::vector<ir::Assumption> out;
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const fb::Assumption& from = *rules_.assumptions()->Get(slice.begin() + i);
    out.push_back({expr(from.path()), constant(from.value())});
  }
  return out;
}

Span Exprs::span(const fb::Place& place) { return {{place.file()}, place.begin(), place.end()}; }

}  // namespace berm::load
