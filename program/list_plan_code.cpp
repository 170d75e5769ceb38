// The code that judges planned changes, a type after the other: what is read of it, operations in the order of their
// numbers, and who asks them.
#include <fmt/format.h>

#include "ir/ir.h"
#include "program/listing.h"
#include "program/plan_op.h"
#include "program/program_generated.h"

namespace berm::program {
namespace {

class Lister {
 public:
  Lister(const Program& program, const fb::TypeCode& type) : program_(program), type_(type) {}

  std::string list() {
    out_ = fmt::format("plan {}{}\n", program_.string(type_.name()), type_.joined() ? ", joined" : "");
    list_paths("before", *type_.before());
    list_paths("after", *type_.after());
    for (uint32_t i = 0; i < type_.nodes()->size(); ++i) list_node(i, *type_.nodes()->Get(i));
    for (const fb::Check* check : *type_.checks()) list_check(*check);
    return std::move(out_);
  }

 private:
  using Trie = flatbuffers::Vector<const fb::PathNode*>;

  void list_paths(const char* when, const Trie& trie) {
    std::string paths;
    add_paths(trie, 0, "", paths);
    if (!paths.empty()) out_ += fmt::format("  reads {}{}\n", when, paths);
  }

  // As deep as the verifier lets a trie be.
  void add_paths(const Trie& trie, uint32_t at, const std::string& path, std::string& paths) const {
    const fb::PathNode& node = *trie.Get(at);
    if (node.whole()) paths += path.empty() ? " everything" : " " + path;
    for (uint32_t i = 0; i < node.children().count(); ++i) {
      const uint32_t child = node.children().begin() + i;
      std::string name(program_.string(trie.Get(child)->name()));
      add_paths(trie, child, path.empty() ? name : path + "." + name, paths);
    }
    if (node.elements() != 0) add_paths(trie, node.elements(), path + "[*]", paths);
  }

  void list_node(uint32_t number, const fb::PlanNode& node) {
    const PlanOperands operands = kPlanOperands[node.op()];
    out_ += fmt::format("  {} {}{}{}{}\n", number, kPlanOpNames[node.op()], detail(node),
                        operand(operands.a, node.a(), node.b()), operand(operands.b, node.b(), 0));
  }

  static std::string detail(const fb::PlanNode& node) {
    constexpr const char* kRoots[] = {" after", " before", ""};
    switch (static_cast<PlanOp>(node.op())) {
      case PlanOp::Path:
        if (node.detail() < 2) return kRoots[node.detail()];
        return fmt::format(" element {}", node.slot());
      case PlanOp::Tags: return kRoots[node.detail()];
      case PlanOp::Any:
      case PlanOp::All:
      case PlanOp::Count: return fmt::format(" element {} of", node.slot());
      case PlanOp::Acts:
      case PlanOp::Flag:
      case PlanOp::Text: return fmt::format(" {}", node.detail());
      default: return "";
    }
  }

  std::string operand(PlanOperand kind, uint32_t operand, uint32_t count) const {
    switch (kind) {
      case PlanOperand::None:
      case PlanOperand::Count: return "";
      case PlanOperand::Node: return fmt::format(" {}", operand);
      case PlanOperand::Edges: return edges(operand, count);
      case PlanOperand::Steps: return steps(operand, count);
      case PlanOperand::Constant: return " " + constant(operand);
      case PlanOperand::String: return fmt::format(" \"{}\"", program_.string(operand));
      case PlanOperand::Grant: return fmt::format(" grant {}", operand);
    }
    return "";
  }

  std::string edges(uint32_t begin, uint32_t count) const {
    std::string out;
    for (uint32_t i = 0; i < count; ++i) out += fmt::format(" {}", type_.edges()->Get(begin + i));
    return out;
  }

  std::string steps(uint32_t begin, uint32_t count) const {
    std::string out;
    for (uint32_t i = 0; i < count; ++i) {
      const fb::PlanStep& step = *type_.steps()->Get(begin + i);
      switch (step.kind()) {
        case fb::PlanStepKind::Attribute: out += fmt::format(" .{}", program_.string(step.operand())); break;
        case fb::PlanStepKind::Key: out += fmt::format(" [{}]", constant(step.operand())); break;
        case fb::PlanStepKind::Dynamic: out += fmt::format(" [node {}]", step.operand()); break;
        case fb::PlanStepKind::Each: out += " [*]"; break;
      }
    }
    return out;
  }

  std::string constant(uint32_t index) const {
    const fb::PlanCode& code = *program_.root().plan_code();
    const fb::PlanConstant& constant = *code.constants()->Get(index);
    switch (constant.kind()) {
      case fb::PlanConstantKind::Null: return "null";
      case fb::PlanConstantKind::False: return "false";
      case fb::PlanConstantKind::True: return "true";
      case fb::PlanConstantKind::Number: return std::string(program_.string(constant.begin()));
      case fb::PlanConstantKind::String: return fmt::format("\"{}\"", program_.string(constant.begin()));
      case fb::PlanConstantKind::List: return fmt::format("list {} of {}", index, constant.count());
      case fb::PlanConstantKind::Map: return fmt::format("map {} of {}", index, constant.count());
    }
    return "";
  }

  void list_check(const fb::Check& check) {
    std::string kind = check.kind() == kDeletesForGood
                           ? "deletes for good"
                           : std::string(ir::name(static_cast<ir::ChangeKind>(check.kind())));
    out_ += fmt::format("  {} {}: violated", kind,
                        program_.root().rules()->rules()->Get(check.rule())->name()->string_view());
    out_ += check.violated() == kNone ? " always" : fmt::format(" where {}", check.violated());
    out_ += check.where() == kNone ? "\n" : fmt::format(", of those where {}\n", check.where());
  }

  const Program& program_;
  const fb::TypeCode& type_;
  std::string out_;
};

}  // namespace

std::string list_plan_code(const Program& program) {
  std::string out;
  for (const fb::TypeCode* type : *program.root().plan_code()->types()) out += Lister(program, *type).list();
  return out;
}

}  // namespace berm::program
