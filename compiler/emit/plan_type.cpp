#include "compiler/emit/plan_type.h"

#include <algorithm>
#include <tuple>

#include "ir/variables.h"
#include "program/program.h"

namespace berm::emit {
namespace {

bool reads_before(ir::ChangeKind kind) { return kind == ir::ChangeKind::Deletes || kind == ir::ChangeKind::Forgets; }

uint32_t kind_of(const ir::PlanClause& clause) {
  bool for_good = clause.change == ir::ChangeKind::Deletes && clause.except_replacing;
  return for_good ? program::kDeletesForGood : static_cast<uint32_t>(clause.change);
}

// What relations answer may rest on any attribute of the resource.
bool is_related(const ir::Expr& expr) {
  return expr.op == ir::Op::Exists || expr.op == ir::Op::CountOf || expr.op == ir::Op::Refers;
}

std::vector<ir::Step> attribute(const char* name) { return {{ir::Step::Kind::Attribute, name}}; }

}  // namespace

// What a clause reads, for the bits of its kind.
struct PlanType::Reader {
  ir::Variable resource;
  bool before;  // its attributes are those before the change
  uint32_t kind;
};

void PlanType::add(uint32_t rule, const ir::PlanClause& clause) {
  const PlanScope scope{clause.variable, reads_before(clause.change)};
  const uint32_t condition = clause.condition ? nodes_.expr(*clause.condition, scope) : program::kNone;
  bool apart = clause.except_replacing && kind_of(clause) != program::kDeletesForGood;
  const uint32_t where = apart ? nodes_.not_replacing() : program::kNone;
  checks_.emplace_back(rule, kind_of(clause), apart ? nodes_.both(where, condition) : condition, where);
  const Reader reader{clause.variable, scope.reads_before, kind_of(clause)};
  read(reader, clause.condition);
  read(reader, clause.say);
  read(reader, clause);
}

void PlanType::add(uint32_t rule, const ir::RequireClause& clause) {
  const PlanScope scope{clause.variable};
  const uint32_t where = clause.where ? nodes_.expr(*clause.where, scope) : program::kNone;
  const uint32_t violated = nodes_.refused(clause.where, clause.condition, scope);
  checks_.emplace_back(rule, static_cast<uint32_t>(ir::ChangeKind::Planned), violated, where);
  const Reader reader{clause.variable, false, static_cast<uint32_t>(ir::ChangeKind::Planned)};
  read(reader, clause.where);
  read(reader, clause.condition);
}

// What stands beside its condition.
void PlanType::read(const Reader& reader, const ir::PlanClause& clause) {
  if (clause.subject) read_all();
  for (const ir::Assumption& assumption : clause.assumptions) {
    before_.add(assumption.path->steps);
    after_.add(assumption.path->steps);
    reads_before_ |= static_cast<uint8_t>(1u << reader.kind);
    reads_after_ |= static_cast<uint8_t>(1u << reader.kind);
  }
}

void PlanType::read(const Reader& reader, const ir::Expr* expr) {
  if (!expr) return;
  const auto bit = static_cast<uint8_t>(1u << reader.kind);
  bool own = expr->variable == reader.resource && !expr->steps.empty();
  if (is_related(*expr)) read_all();
  if (expr->op == ir::Op::Path && own) (reader.before ? before_ : after_).add(expr->steps);
  if (expr->op == ir::Op::Path && own) (reader.before ? reads_before_ : reads_after_) |= bit;
  if (expr->op == ir::Op::Before && own) before_.add(expr->steps);
  if (expr->op == ir::Op::Before && own) reads_before_ |= bit;
  if (expr->op == ir::Op::Call) read_call(reader, *expr);
  for (const ir::Step& step : expr->steps) read(reader, step.index);
  for (const ir::Expr* child : expr->children) read(reader, child);
}

void PlanType::read_call(const Reader& reader, const ir::Expr& expr) {
  const auto bit = static_cast<uint8_t>(1u << reader.kind);
  const std::vector<ir::Step>& steps = expr.children[0]->steps;
  bool own = expr.children[0]->variable == reader.resource;
  switch (expr.builtin) {
    case ir::Builtin::Changed:
      if (own) read_both(steps);
      break;
    case ir::Builtin::Configured:
      if (own && !steps.empty()) read_both({steps[0]});
      break;
    case ir::Builtin::RegionOf: read_both(attribute("region")); break;
    case ir::Builtin::Tags:
      for (const char* name : {"tags", "tags_all", "tag"}) read_both(attribute(name));
      break;
    default: return;
  }
  reads_before_ |= bit;
  reads_after_ |= bit;
}

void PlanType::read_both(const std::vector<ir::Step>& steps) {
  before_.add(steps);
  after_.add(steps);
}

void PlanType::read_all() {
  before_.add_all();
  after_.add_all();
  reads_before_ = reads_after_ = 0xff;
}

flatbuffers::Offset<fb::TypeCode> PlanType::write(flatbuffers::FlatBufferBuilder& builder, const std::string& name) {
  if (joined_) read_all();
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
