#include "runtime/eval/code.h"

#include <algorithm>
#include <map>

#include "program/program.h"
#include "program/program_generated.h"
#include "reference/value.h"

namespace berm::eval {
namespace {

namespace fb = program::fb;
using facts::Value;
using facts::ValueKind;
using program::kNone;

static_assert(static_cast<uint8_t>(Op::Grants) + 1 == program::kPlanOps);

Value text_value(ValueKind kind, std::string_view text) {
  Value value{kind};
  value.text = text.data();
  value.size = static_cast<uint32_t>(text.size());
  return value;
}

// Makes a program's constants into values. Those that a list names stand before it.
class ConstantReader {
 public:
  ConstantReader(const program::Program& program, Code::Impl& out)
      : program_(program), code_(*program.root().plan_code()), out_(out) {}

  void read() {
    out_.constants.reserve(code_.constants()->size());
    for (const fb::PlanConstant* constant : *code_.constants()) out_.constants.push_back(value_of(*constant));
  }

 private:
  Value value_of(const fb::PlanConstant& constant) {
    switch (constant.kind()) {
      case fb::PlanConstantKind::Null: return {};
      case fb::PlanConstantKind::False:
      case fb::PlanConstantKind::True: {
        Value value{ValueKind::Bool};
        value.boolean = constant.kind() == fb::PlanConstantKind::True;
        return value;
      }
      case fb::PlanConstantKind::Number: return text_value(ValueKind::Number, program_.string(constant.begin()));
      case fb::PlanConstantKind::String: return text_value(ValueKind::String, program_.string(constant.begin()));
      case fb::PlanConstantKind::List: return list_of(constant);
      case fb::PlanConstantKind::Map: return map_of(constant);
    }
    return {};
  }

  Value list_of(const fb::PlanConstant& constant) {
    auto& list = out_.lists.emplace_back();
    for (uint32_t i = 0; i < constant.count(); ++i) list.push_back(item(constant.begin() + i));
    Value value{ValueKind::List};
    value.size = constant.count();
    value.elements = list.data();
    return value;
  }

  Value map_of(const fb::PlanConstant& constant) {
    auto& map = out_.maps.emplace_back();
    for (uint32_t i = 0; i < constant.count(); ++i) {
      uint32_t at = constant.begin() + 2 * i;
      map.push_back({program_.string(code_.items()->Get(at)), item(at + 1)});
    }
    Value value{ValueKind::Object};
    value.size = constant.count();
    value.members = map.data();
    return value;
  }

  const Value& item(uint32_t at) const { return out_.constants[code_.items()->Get(at)]; }

  const program::Program& program_;
  const fb::PlanCode& code_;
  Code::Impl& out_;
};

// Makes a type's operations ready, and picks better ones where an operand is constant.
class TypeReader {
 public:
  TypeReader(const program::Program& program, const fb::TypeCode& type, Code::Impl& all, TypeCode& out)
      : program_(program), type_(type), all_(all), out_(out) {}

  void read() {
    out_.reads_before = type_.reads_before();
    out_.reads_after = type_.reads_after();
    out_.edges.assign(type_.edges()->begin(), type_.edges()->end());
    for (const fb::PlanStep* step : *type_.steps()) out_.steps.push_back(step_of(*step));
    for (const fb::PlanNode* node : *type_.nodes()) add(*node);
  }

 private:
  Step step_of(const fb::PlanStep& step) const {
    switch (step.kind()) {
      case fb::PlanStepKind::Attribute: return {Step::Kind::Attribute, program_.string(step.operand())};
      case fb::PlanStepKind::Key: return {.kind = Step::Kind::Key, .key = &all_.constants[step.operand()]};
      case fb::PlanStepKind::Dynamic: return {.kind = Step::Kind::Dynamic, .node = step.operand()};
      case fb::PlanStepKind::Each: return {.kind = Step::Kind::Each};
    }
    return {};
  }

  void add(const fb::PlanNode& written) {
    Node node;
    node.op = static_cast<Op>(written.op());
    node.type = static_cast<ir::Type>(written.type());
    node.detail = written.detail();
    node.slot = written.slot();
    node.a = written.a();
    node.b = written.b();
    uint64_t slots = slots_of(node);
    node.closed = slots == 0;
    slots_.push_back(slots);
    prepare(node);
    node.condition = is_condition(node.op);
    out_.nodes.push_back(node);
  }

  // The elements that it reads from outside.
  uint64_t slots_of(const Node& node) const {
    const program::PlanOperands operands = program::kPlanOperands[static_cast<uint8_t>(node.op)];
    uint64_t slots = operands.b == program::PlanOperand::Node ? slots_[node.b] : 0;
    if (is_quantifier(node)) slots &= ~(uint64_t{1} << node.slot);
    if (operands.a == program::PlanOperand::Node) slots |= slots_[node.a];
    if (operands.a == program::PlanOperand::Edges) {
      for (uint32_t i = 0; i < node.b; ++i) slots |= slots_[out_.edges[node.a + i]];
    }
    if (operands.a == program::PlanOperand::Steps) {
      for (uint32_t i = 0; i < node.b; ++i) slots |= slots_of(out_.steps[node.a + i]);
    }
    bool element = node.op == Op::Path && node.detail == static_cast<uint8_t>(program::PlanRoot::Element);
    return element ? slots | uint64_t{1} << node.slot : slots;
  }
  uint64_t slots_of(const Step& step) const { return step.kind == Step::Kind::Dynamic ? slots_[step.node] : 0; }

  static bool is_quantifier(const Node& node) {
    return node.op == Op::Any || node.op == Op::All || node.op == Op::Count;
  }

  void prepare(Node& node) {
    switch (node.op) {
      case Op::Constant: node.constant = &all_.constants[node.a]; break;
      case Op::Path:
      case Op::Changed: node.sequence = goes_over_elements(node); break;
      case Op::Index: prepare_index(node); break;
      case Op::Equal: prepare_equal(node); break;
      case Op::Less:
      case Op::LessEqual: node.compared = reference::compared_as(type_of(node.a), type_of(node.b)); break;
      case Op::In: prepare_in(node); break;
      case Op::Like: prepare_like(node); break;
      case Op::Matches: node.regex = regex(node.b); break;
      case Op::Covers:
      case Op::Overlaps: prepare_networks(node); break;
      case Op::Grants: node.grant = &all_.grants[node.b]; [[fallthrough]];
      case Op::Statements: node.policy = policy_of(node.a); break;
      case Op::Count:
      case Op::Concat:
      case Op::Shielded:
      case Op::Text:
      case Op::Tags:
      case Op::Lower:
      case Op::Length: node.scratch = out_.scratches++; break;
      default: break;
    }
  }

  bool goes_over_elements(const Node& path) const {
    auto begin = out_.steps.begin() + path.a;
    return std::any_of(begin, begin + path.b, [](const Step& step) { return step.kind == Step::Kind::Each; });
  }

  void prepare_index(Node& node) {
    const Value* key = out_.nodes[node.b].constant;
    bool constant = out_.nodes[node.b].op == Op::Constant && is_text(key);
    if (out_.nodes[node.a].op != Op::Tags || !constant) return;
    node.op = Op::TagEntry;
    node.detail = out_.nodes[node.a].detail;
    node.constant = key;
  }

  void prepare_equal(Node& node) {
    node.compared = reference::compared_as(type_of(node.a), type_of(node.b));
    if (out_.nodes[node.a].op == Op::Constant) std::swap(node.a, node.b);
    const Value* right = out_.nodes[node.b].op == Op::Constant ? out_.nodes[node.b].constant : nullptr;
    if (is_text(right) && is_compared_as_text(node.compared)) {
      node.op = Op::EqualText;
      node.constant = right;
    } else if (right && right->kind == ValueKind::Bool && node.compared != ir::Type::Time) {
      node.op = Op::EqualFlag;
      node.constant = right;
    }
  }

  void prepare_in(Node& node) {
    node.compared = reference::compared_as(type_of(node.a), ir::Type::Any);
    const Node& collection = out_.nodes[node.b];
    if (collection.op != Op::Constant || collection.constant->kind != ValueKind::List) return;
    std::vector<std::string_view> texts;
    for (const Value& item : collection.constant->list()) {
      if (!is_text(&item)) return;
      texts.push_back(item.string());
    }
    if (texts.empty() || !is_compared_as_text(node.compared)) return;
    node.texts = &all_.texts.emplace_back(std::move(texts));
    node.op = Op::InTexts;
  }

  void prepare_like(Node& node) {
    const Node& pattern = out_.nodes[node.b];
    if (pattern.op != Op::Constant || !is_text(pattern.constant)) return;
    node.glob = &all_.globs.emplace_back(pattern.constant->string(), type_of(node.a) == ir::Type::Arn);
    node.op = Op::LikeGlob;
  }

  void prepare_networks(Node& node) {
    for (uint32_t operand : {node.a, node.b}) {
      Node& constant = out_.nodes[operand];
      if (constant.op != Op::Constant || !is_text(constant.constant) || constant.network) continue;
      auto network = access::parse_cidr(constant.constant->string());
      if (network) constant.network = &all_.networks.emplace_back(*network);
    }
  }

  // Each text is read once.
  uint32_t policy_of(uint32_t text) {
    auto [place, is_new] = policies_.try_emplace(text, out_.policies);
    if (is_new) ++out_.policies;
    return place->second;
  }

  const Regex* regex(uint32_t string) {
    return &all_.regexes.try_emplace(string, program_.string(string)).first->second;
  }

  static bool is_text(const Value* value) { return value && value->kind == ValueKind::String; }
  static bool is_compared_as_text(ir::Type type) { return type != ir::Type::Cidr && type != ir::Type::Time; }
  ir::Type type_of(uint32_t node) const { return out_.nodes[node].type; }

  const program::Program& program_;
  const fb::TypeCode& type_;
  Code::Impl& all_;
  TypeCode& out_;
  std::vector<uint64_t> slots_;
  std::map<uint32_t, uint32_t> policies_;
};

// The clauses of the rules that are judged. Neighbours ask the same.
class CheckReader {
 public:
  CheckReader(const fb::TypeCode& type, const std::vector<bool>& judged, TypeCode& out) : out_(out) {
    std::map<uint32_t, uint8_t> certainly;
    for (const fb::Check* check : *type.checks()) {
      if (!judged[check->rule()]) continue;
      checks_.push_back(check);
      uint8_t& kinds = certainly[check->rule()];
      if (check->where() == kNone) kinds = static_cast<uint8_t>(kinds | 1u << check->kind());
      out.kinds = static_cast<uint8_t>(out.kinds | 1u << check->kind());
    }
    for (const auto& [rule, kinds] : certainly) {
      numbers_[rule] = static_cast<uint32_t>(out.rules.size());
      out.rules.push_back({rule, kinds});
    }
  }

  void read() {
    const fb::Check* last = nullptr;
    for (const fb::Check* check : checks_) {
      auto& groups = out_.groups[check->kind()];
      const auto at = static_cast<uint32_t>(out_.members.size());
      bool same = last && last->kind() == check->kind() && last->violated() == check->violated() &&
                  last->where() == check->where();
      if (!same) groups.push_back({check->violated(), check->where(), at, at});
      out_.members.push_back(numbers_[check->rule()]);
      ++groups.back().end;
      last = check;
    }
  }

 private:
  TypeCode& out_;
  std::vector<const fb::Check*> checks_;
  std::map<uint32_t, uint32_t> numbers_;
};

void read_grants(const program::Program& program, Code::Impl& out) {
  for (const fb::PlanGrant* written : *program.root().plan_code()->grants()) {
    ir::Grant grant;
    for (const fb::PlanAction* action : *written->actions()) {
      grant.actions.items.push_back({action->plus(), std::string(program.string(action->pattern()))});
    }
    grant.every_action = written->every_action();
    for (uint32_t resource : *written->resources()) grant.resources.emplace_back(program.string(resource));
    grant.to = static_cast<ir::Grant::To>(written->to());
    grant.account = program.string(written->account());
    out.grants.emplace_back(std::move(grant));
  }
}

PathTrie trie_of(const program::Program& program, const flatbuffers::Vector<const fb::PathNode*>& written) {
  PathTrie trie;
  trie.nodes.clear();
  for (const fb::PathNode* node : written) {
    trie.nodes.push_back({program.string(node->name()), node->children().begin(), node->children().count(),
                          node->elements(), node->whole()});
  }
  for (PathTrie::Node& node : trie.nodes) {
    for (uint32_t i = 0; i < node.children; ++i)
      node.lengths |= PathTrie::Node::length_bit(trie.nodes[node.first_child + i].name);
  }
  return trie;
}

void read_type(const program::Program& program, const fb::TypeCode& type, const std::vector<bool>& judged,
               Code::Impl& out) {
  TypeCode& code = out.types.emplace_back();
  CheckReader checks(type, judged, code);
  bool asked = !code.rules.empty();
  if (!asked && !type.joined()) {
    out.types.pop_back();
    return;
  }
  if (asked) TypeReader(program, type, out, code).read();
  if (asked) checks.read();
  const auto number = static_cast<uint32_t>(out.plans.size());
  out.plans.push_back({program.string(type.name()), trie_of(program, *type.before()), trie_of(program, *type.after()),
                       type.joined(), type.sensitivity(), number});
}

}  // namespace

bool is_condition(Op op) {
  switch (op) {
    case Op::Later:
    case Op::Unknown:
    case Op::Constant:
    case Op::Path:
    case Op::Index:
    case Op::TagEntry:
    case Op::Coalesce:
    case Op::Count:
    case Op::List:
    case Op::Concat:
    case Op::Shielded:
    case Op::Text:
    case Op::Region:
    case Op::Tags:
    case Op::Lower:
    case Op::Length:
    case Op::Statements: return false;
    default: return true;
  }
}

const PathTrie::Node* PathTrie::find(const Node& parent, std::string_view name) const {
  auto begin = nodes.begin() + parent.first_child, end = begin + parent.children;
  auto found = std::lower_bound(begin, end, name, [](const Node& node, std::string_view n) { return node.name < n; });
  return found != end && found->name == name ? &*found : nullptr;
}

const PathTrie::Node* PathTrie::elements(const Node& parent) const {
  return parent.elements == kNone ? nullptr : &nodes[parent.elements];
}

Code::Code(const program::Program& program, const std::vector<bool>& judged) : impl_(std::make_unique<Impl>()) {
  impl_->rules = program.root().rules()->rules()->size();
  ConstantReader(program, *impl_).read();
  read_grants(program, *impl_);
  for (const fb::TypeCode* type : *program.root().plan_code()->types()) read_type(program, *type, judged, *impl_);
  for (const TypePlan& plan : impl_->plans) impl_->by_name[plan.name] = plan.number;
}

Code::~Code() = default;

const TypePlan* Code::type(std::string_view type_of) const {
  auto found = impl_->by_name.find(type_of);
  return found == impl_->by_name.end() ? nullptr : &impl_->plans[found->second];
}

std::span<const TypePlan> Code::types() const { return impl_->plans; }

Wanted Code::wanted(const TypePlan& type, const facts::ResourceChange& change, Place place) const {
  const TypeCode& code = impl_->types[type.number];
  const auto seen = static_cast<uint8_t>(kinds_that_see(change, place) & code.kinds);
  return {seen != 0, (seen & code.reads_before) != 0, (seen & code.reads_after) != 0};
}

}  // namespace berm::eval
