#include <algorithm>
#include <vector>

#include "ir/ir.h"
#include "program/plan_op.h"
#include "program/program.h"
#include "program/verify.h"

namespace berm::program {
namespace {

constexpr const char* kOutside = "its plan code names what is not there";
constexpr const char* kStrange = "its plan code has operations that there are none of";
constexpr const char* kDeep = "its plan code nests too deep";

bool lies_in(uint64_t begin, uint64_t count, uint64_t size) { return begin <= size && count <= size - begin; }

class Constants {
 public:
  explicit Constants(const fb::Program& program)
      : constants_(*program.plan_code()->constants()),
        items_(*program.plan_code()->items()),
        strings_(program.strings()->size()) {}

  std::string problem() {
    depths_.resize(constants_.size());
    for (uint32_t i = 0; i < constants_.size(); ++i) {
      if (!is_sound(i)) return kOutside;
      if (depths_[i] > kPlanDepth) return kDeep;
    }
    return "";
  }

 private:
  bool is_sound(uint32_t index) {
    const fb::PlanConstant& constant = *constants_.Get(index);
    switch (constant.kind()) {
      case fb::PlanConstantKind::Null:
      case fb::PlanConstantKind::False:
      case fb::PlanConstantKind::True: return true;
      case fb::PlanConstantKind::Number:
      case fb::PlanConstantKind::String: return constant.begin() < strings_;
      case fb::PlanConstantKind::List: return are_sound(index, constant, 1);
      case fb::PlanConstantKind::Map: return are_sound(index, constant, 2);
    }
    return false;
  }

  bool are_sound(uint32_t index, const fb::PlanConstant& constant, uint64_t each) {
    if (!lies_in(constant.begin(), constant.count() * each, items_.size())) return false;
    if ((visited_ += constant.count()) > kMostItems) return false;
    for (uint64_t i = 0; i < constant.count(); ++i) {
      const auto at = static_cast<uint32_t>(constant.begin() + i * each);
      if (each == 2 && items_.Get(at) >= strings_) return false;
      const uint32_t item = items_.Get(at + static_cast<uint32_t>(each) - 1);
      if (item >= index) return false;
      depths_[index] = std::max(depths_[index], depths_[item] + 1);
    }
    return true;
  }

  const flatbuffers::Vector<const fb::PlanConstant*>& constants_;
  const flatbuffers::Vector<uint32_t>& items_;
  // Lists may share their items.
  static constexpr uint64_t kMostItems = 1 << 22;
  uint64_t visited_ = 0;
  uint32_t strings_;
  std::vector<uint32_t> depths_;
};

// A number of nodes that nobody writes: shared parts count each time that they are reached.
constexpr uint64_t kMostWork = 1 << 24;

class Type {
 public:
  Type(const fb::Program& program, const fb::TypeCode& code)
      : code_(code),
        strings_(program.strings()->size()),
        constants_(program.plan_code()->constants()->size()),
        grants_(program.plan_code()->grants()->size()),
        rules_(program.rules()->rules()->size()) {}

  std::string problem() {
    if (code_.name() >= strings_ || !is_trie(*code_.before()) || !is_trie(*code_.after())) return kOutside;
    if (!std::all_of(code_.steps()->begin(), code_.steps()->end(),
                     [&](const fb::PlanStep* s) { return is_named(*s); })) {
      return kOutside;
    }
    depths_.resize(code_.nodes()->size());
    work_.resize(code_.nodes()->size());
    kept_.resize(code_.nodes()->size());
    reads_.resize(code_.nodes()->size());
    binds_.resize(code_.nodes()->size());
    for (uint32_t i = 0; i < code_.nodes()->size(); ++i) {
      if (std::string text = problem_of_node(i); !text.empty()) return text;
    }
    return std::all_of(code_.checks()->begin(), code_.checks()->end(), [&](const fb::Check* c) { return is_sound(*c); })
               ? ""
               : kOutside;
  }

 private:
  std::string problem_of_node(uint32_t index) {
    const fb::PlanNode& node = *code_.nodes()->Get(index);
    if (node.op() >= kPlanOps || node.type() > static_cast<uint8_t>(ir::Type::Account)) return kStrange;
    if (node.slot() >= kPlanSlots || !is_detail(node)) return kStrange;
    const PlanOperands operands = kPlanOperands[node.op()];
    if (!is_operand(index, operands.a, node.a(), node.b()) || !is_operand(index, operands.b, node.b(), 0)) {
      return kOutside;
    }
    kept_[index] = finds_kept(node);
    if (!fits(node)) return kStrange;
    if (is_quantifier(node)) {
      // An element that is bound twice at a time would take the place of the other.
      const uint64_t own = uint64_t{1} << node.slot();
      if ((binds_[node.b()] & own) != 0) return kStrange;
      binds_[index] |= own;
      reads_[index] = (reads_[node.b()] & ~own) | reads_[node.a()];
    }
    if (reads_element(node)) reads_[index] |= uint64_t{1} << node.slot();
    work_[index] += 1;
    if (depths_[index] > kPlanDepth || work_[index] > kMostWork) return kDeep;
    return "";
  }

  bool is_detail(const fb::PlanNode& node) const {
    const auto is_at_most = [&](auto last) { return node.detail() <= static_cast<uint8_t>(last); };
    switch (static_cast<PlanOp>(node.op())) {
      case PlanOp::Path: return is_at_most(PlanRoot::Element);
      case PlanOp::Tags: return is_at_most(PlanRoot::Before);
      case PlanOp::Flag: return is_at_most(PlanFlag::Deferred);
      case PlanOp::Text: return is_at_most(PlanText::Address);
      default: return true;
    }
  }

  static bool is_quantifier(const fb::PlanNode& node) {
    const auto op = static_cast<PlanOp>(node.op());
    return op == PlanOp::Any || op == PlanOp::All || op == PlanOp::Count;
  }
  static bool reads_element(const fb::PlanNode& node) {
    return static_cast<PlanOp>(node.op()) == PlanOp::Path && node.detail() == static_cast<uint8_t>(PlanRoot::Element);
  }

  // What some operations ask of their operands; those lie inside.
  bool fits(const fb::PlanNode& node) const {
    switch (static_cast<PlanOp>(node.op())) {
      case PlanOp::Known:
      case PlanOp::Sensitive: return op_of(node.a()) == PlanOp::Path;
      case PlanOp::Statements:
      case PlanOp::Grants: return is_kept(node.a());
      case PlanOp::Changed: {
        const auto fixed = [&](uint32_t i) { return code_.steps()->Get(i)->kind() != fb::PlanStepKind::Dynamic; };
        for (uint32_t i = 0; i < node.b(); ++i) {
          if (!fixed(node.a() + i)) return false;
        }
        return true;
      }
      default: return true;
    }
  }
  PlanOp op_of(uint32_t node) const { return static_cast<PlanOp>(code_.nodes()->Get(node)->op()); }
  // Its text is no computed one.
  bool is_kept(uint32_t node) const { return kept_[node]; }
  bool finds_kept(const fb::PlanNode& node) const {
    const auto op = static_cast<PlanOp>(node.op());
    if (op != PlanOp::Coalesce) return op == PlanOp::Path || op == PlanOp::Constant;
    return kept_[node.a()] && kept_[node.b()];
  }

  bool is_operand(uint32_t index, PlanOperand kind, uint32_t operand, uint32_t count) {
    switch (kind) {
      case PlanOperand::None:
      case PlanOperand::Count: return true;
      case PlanOperand::Node: return is_before(index, operand);
      case PlanOperand::Edges: return are_edges(index, operand, count);
      case PlanOperand::Steps: return are_steps(index, operand, count);
      case PlanOperand::Constant: return operand < constants_;
      case PlanOperand::String: return operand < strings_;
      case PlanOperand::Grant: return operand < grants_;
    }
    return false;
  }

  bool is_before(uint32_t index, uint32_t operand) {
    if (operand >= index) return false;
    depths_[index] = std::max(depths_[index], depths_[operand] + 1);
    work_[index] = std::min(work_[index] + work_[operand], kMostWork + 1);
    reads_[index] |= reads_[operand];
    binds_[index] |= binds_[operand];
    return true;
  }

  // Slices may overlap, so that their sum says how long verifying takes.
  bool is_little(uint32_t count) { return (edges_ += count) <= kMostWork; }

  bool are_edges(uint32_t index, uint32_t begin, uint32_t count) {
    if (!lies_in(begin, count, code_.edges()->size()) || !is_little(count)) return false;
    for (uint32_t i = 0; i < count; ++i) {
      if (!is_before(index, code_.edges()->Get(begin + i))) return false;
    }
    return true;
  }

  bool are_steps(uint32_t index, uint32_t begin, uint32_t count) {
    if (!lies_in(begin, count, code_.steps()->size()) || count > kPlanDepth) return false;
    for (uint32_t i = 0; i < count; ++i) {
      if (!is_step(index, *code_.steps()->Get(begin + i))) return false;
    }
    return true;
  }

  // Steps are read, also those that no path has.
  bool is_named(const fb::PlanStep& step) const {
    if (step.kind() == fb::PlanStepKind::Attribute) return step.operand() < strings_;
    return step.kind() != fb::PlanStepKind::Key || step.operand() < constants_;
  }

  bool is_step(uint32_t index, const fb::PlanStep& step) {
    switch (step.kind()) {
      case fb::PlanStepKind::Attribute: return step.operand() < strings_;
      case fb::PlanStepKind::Key: return step.operand() < constants_;
      case fb::PlanStepKind::Dynamic: return is_before(index, step.operand());
      case fb::PlanStepKind::Each: return true;
    }
    return false;
  }

  // What stands behind its parent can't go round in circles; each has one parent at most.
  bool is_trie(const flatbuffers::Vector<const fb::PathNode*>& trie) const {
    std::vector<uint32_t> depths(trie.size());
    const auto reach = [&](uint32_t node, uint32_t parent) {
      bool first = depths[node] == 0;
      depths[node] = depths[parent] + 1;
      return first && depths[node] <= kPlanDepth;
    };
    for (uint32_t i = 0; i < trie.size(); ++i) {
      const fb::PathNode& node = *trie.Get(i);
      const fb::Slice& children = node.children();
      bool inside = node.name() < strings_ && lies_in(children.begin(), children.count(), trie.size());
      bool behind = children.count() == 0 || children.begin() > i;
      bool elements = node.elements() == 0 || (node.elements() > i && node.elements() < trie.size());
      if (!inside || !behind || !elements) return false;
      for (uint32_t child = 0; child < children.count(); ++child) {
        if (!reach(children.begin() + child, i)) return false;
      }
      if (node.elements() != 0 && !reach(node.elements(), i)) return false;
    }
    return trie.size() > 0;
  }

  bool is_sound(const fb::Check& check) const {
    // What is asked of a resource can't depend on an element.
    const auto is_node = [&](uint32_t node) {
      return node == kNone || (node < code_.nodes()->size() && reads_[node] == 0);
    };
    return check.rule() < rules_ && check.kind() < kCheckKinds && is_node(check.violated()) && is_node(check.where());
  }

  const fb::TypeCode& code_;
  uint32_t strings_, constants_, grants_, rules_;
  uint64_t edges_ = 0;
  std::vector<uint32_t> depths_;
  std::vector<uint64_t> work_;
  std::vector<bool> kept_;
  std::vector<uint64_t> reads_, binds_;  // elements from outside, and inside, by slot
};

bool is_grant(const fb::Program& program, const fb::PlanGrant& grant) {
  const auto is_string = [&](uint32_t text) { return text < program.strings()->size(); };
  const auto is_action = [&](const fb::PlanAction* action) { return is_string(action->pattern()); };
  return grant.to() <= static_cast<uint8_t>(ir::Grant::To::Account) && is_string(grant.account()) &&
         std::all_of(grant.actions()->begin(), grant.actions()->end(), is_action) &&
         std::all_of(grant.resources()->begin(), grant.resources()->end(), is_string);
}

// Tables may share their vectors, of which readers make copies.
constexpr uint64_t kMostParts = 1 << 22;
bool is_small(const fb::PlanCode& code) {
  uint64_t parts = 0;
  for (const fb::TypeCode* type : *code.types()) {
    parts += uint64_t{1} + type->nodes()->size() + type->edges()->size() + type->steps()->size() +
             type->checks()->size() + type->before()->size() + type->after()->size();
  }
  for (const fb::PlanGrant* grant : *code.grants())
    parts += uint64_t{1} + grant->actions()->size() + grant->resources()->size();
  return parts <= kMostParts;
}

}  // namespace

std::string problem_of_plan_code(const fb::Program& program) {
  if (!is_small(*program.plan_code())) return kDeep;
  for (const fb::PlanGrant* grant : *program.plan_code()->grants()) {
    if (!is_grant(program, *grant)) return kOutside;
  }
  if (std::string text = Constants(program).problem(); !text.empty()) return text;
  for (const fb::TypeCode* type : *program.plan_code()->types()) {
    if (std::string text = Type(program, *type).problem(); !text.empty()) return text;
  }
  return "";
}

}  // namespace berm::program
