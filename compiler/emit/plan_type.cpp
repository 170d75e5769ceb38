#include "compiler/emit/plan_type.h"

#include <algorithm>
#include <tuple>

#include "program/program.h"

namespace berm::emit {
namespace {

bool reads_before(ir::ChangeKind kind) { return kind == ir::ChangeKind::Deletes || kind == ir::ChangeKind::Forgets; }

uint32_t kind_of(const ir::PlanClause& clause) {
  bool for_good = clause.change == ir::ChangeKind::Deletes && clause.except_replacing;
  return for_good ? program::kDeletesForGood : static_cast<uint32_t>(clause.change);
}

std::vector<ir::Step> attribute(const char* name) { return {{ir::Step::Kind::Attribute, name}}; }

}  // namespace

void PlanType::add(uint32_t rule, const ir::PlanClause& clause) {
  const PlanScope scope{clause.variable, reads_before(clause.change)};
  const uint32_t condition = clause.condition ? nodes_.expr(*clause.condition, scope) : program::kNone;
  bool apart = clause.except_replacing && kind_of(clause) != program::kDeletesForGood;
  const uint32_t where = apart ? nodes_.not_replacing() : program::kNone;
  checks_.emplace_back(rule, kind_of(clause), apart ? nodes_.both(where, condition) : condition, where);
}

void PlanType::add(uint32_t rule, const ir::RequireClause& clause) {
  const PlanScope scope{clause.variable};
  const uint32_t where = clause.where ? nodes_.expr(*clause.where, scope) : program::kNone;
  const uint32_t violated = nodes_.refused(clause.where, clause.condition, scope);
  checks_.emplace_back(rule, static_cast<uint32_t>(ir::ChangeKind::Planned), violated, where);
}

// What an operation reads of the resource, asked by clauses of a kind. Expressions nest at most as deep as source does.
void PlanType::read(uint32_t number, uint8_t kind) {
  if (number == program::kNone || (read_[number] & kind) != 0) return;
  read_[number] = static_cast<uint8_t>(read_[number] | kind);
  const fb::PlanNode& node = nodes_.nodes()[number];
  const auto root = static_cast<program::PlanRoot>(node.detail());
  switch (static_cast<program::PlanOp>(node.op())) {
    case program::PlanOp::Path: read_attribute(root, *nodes_.steps_of(number), kind); break;
    case program::PlanOp::Changed: read_both(*nodes_.steps_of(number), kind); break;
    case program::PlanOp::Region: read_both(attribute("region"), kind); break;
    case program::PlanOp::Tags:
      for (const char* name : {"tags", "tags_all", "tag"}) read_attribute(root, attribute(name), kind);
      break;
    default: break;
  }
  read_operands(node, kind);
}

void PlanType::read_operands(const fb::PlanNode& node, uint8_t kind) {
  using program::PlanOperand;
  const program::PlanOperands operands = program::kPlanOperands[node.op()];
  if (operands.a == PlanOperand::Node) read(node.a(), kind);
  if (operands.b == PlanOperand::Node) read(node.b(), kind);
  if (operands.a == PlanOperand::Edges) {
    for (uint32_t i = 0; i < node.b(); ++i) read(nodes_.edges()[node.a() + i], kind);
  }
  if (operands.a != PlanOperand::Steps) return;
  for (uint32_t i = 0; i < node.b(); ++i) {
    const fb::PlanStep& step = nodes_.steps()[node.a() + i];
    if (step.kind() == fb::PlanStepKind::Dynamic) read(step.operand(), kind);
  }
}

// Of an element, the collection is read whole.
void PlanType::read_attribute(program::PlanRoot root, const std::vector<ir::Step>& steps, uint8_t kind) {
  if (root == program::PlanRoot::Before) {
    before_.add(steps);
    reads_before_ = static_cast<uint8_t>(reads_before_ | kind);
  } else if (root == program::PlanRoot::After) {
    after_.add(steps);
    reads_after_ = static_cast<uint8_t>(reads_after_ | kind);
  }
}

void PlanType::read_both(const std::vector<ir::Step>& steps, uint8_t kind) {
  read_attribute(program::PlanRoot::Before, steps, kind);
  read_attribute(program::PlanRoot::After, steps, kind);
}

flatbuffers::Offset<fb::TypeCode> PlanType::write(flatbuffers::FlatBufferBuilder& builder, const std::string& name) {
  read_.resize(nodes_.nodes().size());
  for (const fb::Check& check : checks_) {
    read(check.violated(), static_cast<uint8_t>(1u << check.kind()));
    read(check.where(), static_cast<uint8_t>(1u << check.kind()));
  }
  std::ranges::sort(checks_, {}, [](const fb::Check& check) {
    return std::tuple(check.kind(), check.violated(), check.where(), check.rule());
  });
  auto before = builder.CreateVectorOfStructs(before_.write(strings_));
  auto after = builder.CreateVectorOfStructs(after_.write(strings_));
  auto nodes = builder.CreateVectorOfStructs(nodes_.nodes());
  auto edges = builder.CreateVector(nodes_.edges());
  auto steps = builder.CreateVectorOfStructs(nodes_.steps());
  auto checks = builder.CreateVectorOfStructs(checks_);
  return fb::CreateTypeCode(builder, strings_.index(name), joined_, nodes_.asks_what_is_sensitive(), reads_before_,
                            reads_after_, before, after, nodes, edges, steps, checks);
}

}  // namespace berm::emit
