// Builtins about the change, and about attributes as such.
#include <algorithm>

#include "reference/value.h"
#include "runtime/eval/walk.h"

namespace berm::eval {
namespace {

using facts::Member;
using facts::Value;
using facts::ValueKind;

bool is_readable(const Value& tags) { return tags.is_null() || tags.kind == ValueKind::Object; }
bool is_there(const Value& value) { return !value.is_unknown() && !value.is_null(); }

// What the plan says of a resource's tags.
struct TagParts {
  const Value *own, *all;
  const Value* blocks;  // `tag { key = … value = … }`; looked at where there is no `tags_all`

  // Default tags of the provider may be among them.
  bool later() const { return !is_readable(*all) && is_readable(*own); }
};

const Value* attribute_of(const Value& root, std::string_view name) {
  return root.is_null() ? &facts::kNull : root.kind == ValueKind::Object ? root.find(name) : &facts::kUnknown;
}

TagParts tag_parts(const Value& root) {
  return {attribute_of(root, "tags"), attribute_of(root, "tags_all"), root.find("tag")};
}

const Value& key_of(const Value& block) { return block.kind == ValueKind::Object ? *block.find("key") : block; }
const Value& value_of(const Value& block) {
  return block.kind == ValueKind::Object ? *block.find("value") : facts::kNull;
}

// False: there may be more.
bool are_all(const Value& blocks) {
  if (blocks.kind != ValueKind::List) return !blocks.is_unknown();
  return std::ranges::none_of(blocks.list(), [](const Value& block) { return key_of(block).is_unknown(); });
}

bool is_open(const TagParts& parts) {
  bool in_blocks = !parts.all->is_null() || are_all(*parts.blocks);
  return !is_readable(*parts.all) || (!is_readable(*parts.own) && parts.all->is_null()) || !in_blocks;
}

// Null: there is none.
const Value* member_of(const Value& object, std::string_view key) {
  const Value* found = object.kind == ValueKind::Object ? object.find(key) : &facts::kNull;
  return found == &facts::kNull ? nullptr : found;
}

const Value* block_of(const Value& blocks, std::string_view key) {
  if (blocks.kind != ValueKind::List) return nullptr;
  for (const Value& block : blocks.list()) {
    if (key_of(block).kind == ValueKind::String && key_of(block).string() == key) return &value_of(block);
  }
  return nullptr;
}

void add_blocks(const Value& blocks, std::vector<Member>& members) {
  if (blocks.kind != ValueKind::List) return;
  for (const Value& block : blocks.list()) {
    if (key_of(block).kind == ValueKind::String) members.push_back({key_of(block).string(), value_of(block)});
  }
  std::ranges::stable_sort(members, {}, &Member::key);
  auto again = std::ranges::unique(members, {}, &Member::key);
  members.erase(again.begin(), again.end());
}

// Those of the resource itself win where they are known.
void add_own(const Value& own, std::vector<Member>& members) {
  if (own.kind != ValueKind::Object) return;
  auto middle = static_cast<std::ptrdiff_t>(members.size());
  for (const Member& member : own.object()) {
    auto end = members.begin() + middle;
    auto found = std::lower_bound(members.begin(), end, member.key,
                                  [](const Member& m, std::string_view key) { return m.key < key; });
    if (found == end || found->key != member.key) {
      members.push_back(member);
    } else if (is_there(member.value)) {
      found->value = member.value;
    }
  }
  std::inplace_merge(members.begin(), members.begin() + middle, members.end(),
                     [](const Member& a, const Member& b) { return a.key < b.key; });
}

template <class Relation>
Truth relate_texts(const Value& a, const Value& b, Relation relation) {
  if (is_later(a) || is_later(b)) return Truth::Later;
  if (a.is_unknown() || b.is_unknown()) return Truth::Unknown;
  if (a.is_null() || b.is_null()) return Truth::False;
  if (a.kind != ValueKind::String || b.kind != ValueKind::String) return Truth::Unknown;
  return relation(a.string(), b.string());
}

}  // namespace

// An action that is not known here might be any.
Truth Machine::acts(uint8_t all_of) const {
  if (change_->actions & facts::kOther) return Truth::Unknown;
  return truth((change_->actions & all_of) == all_of);
}

Truth Machine::flag(const Node& node) const {
  switch (static_cast<program::PlanFlag>(node.detail)) {
    case program::PlanFlag::Importing: return truth(change_->importing);
    case program::PlanFlag::Deposed: return truth(!change_->deposed.empty());
    case program::PlanFlag::Deferred: return truth(change_->deferred);
  }
  return Truth::Later;
}

// What the steps lead to from a value; several as a list.
const Value* Machine::gather(const Value& root, const Node& node, std::vector<Value>& out) {
  const Step *begin = code_.steps.data() + node.a, *end = begin + node.b;
  Slot at{&root, false};
  if (!node.sequence) {
    for (const Step* step = begin; step != end; ++step) at.value = take(at.value, *step, at.sensitive);
    return at.value;
  }
  out.clear();
  out.emplace_back();  // the list itself
  Truth rest = Truth::False;
  const auto visit = [&](const Slot& element) {
    out.push_back(*element.value);
    return !is_later(*element.value);
  };
  tour(at, begin, end, visit, rest);
  if (rest == Truth::Later || is_later(out.back())) return &kLater;
  if (rest == Truth::Unknown) out.push_back(facts::kUnknown);
  Value list{ValueKind::List};
  list.size = static_cast<uint32_t>(out.size() - 1);
  list.elements = out.data() + 1;
  out[0] = list;
  return out.data();
}

Truth Machine::changed(const Node& node) {
  const Value *before = gather(change_->before, node, before_), *after = gather(change_->after, node, after_);
  return negate(eval::equal(*before, *after, node.sequence ? ir::Type::Any : node.type));
}

// Deep: a list with one unknown element is not known.
Truth Machine::known(const Node& node) {
  Truth answer = Truth::True, rest = Truth::False;
  const auto look = [&](const Slot& part) {
    answer = is_later(*part.value) ? Truth::Later : truth(reference::is_whole(*part.value));
    return answer == Truth::True;
  };
  const Node& path = code_.nodes[node.a];
  const Step* begin = code_.steps.data() + path.a;
  tour(start_of(path), begin, begin + path.b, look, rest);
  if (answer != Truth::True) return answer;
  return rest == Truth::Later ? rest : truth(rest == Truth::False);
}

Truth Machine::sensitive(const Node& node) {
  Truth answer = Truth::False, rest = Truth::False;
  const auto look = [&](const Slot& part) {
    bool is = part.sensitive || reference::has_sensitive_part(*part.value);
    answer = is_later(*part.value) ? Truth::Later : truth(is);
    return answer == Truth::False;
  };
  const Node& path = code_.nodes[node.a];
  const Step* begin = code_.steps.data() + path.a;
  tour(start_of(path), begin, begin + path.b, look, rest);
  return answer == Truth::False && rest == Truth::Later ? rest : answer;
}

Truth Machine::relate(const Node& node) {
  using Text = std::string_view;
  View a = read(node.a), b = read(node.b);
  if (a.sequence || b.sequence) return is_later(*a.value) || is_later(*b.value) ? Truth::Later : Truth::Unknown;
  return relate_texts(*a.value, *b.value, [&](Text text, Text part) {
    if (node.op == Op::StartsWith) return truth(text.starts_with(part));
    return truth(node.op == Op::EndsWith ? text.ends_with(part) : text.find(part) != Text::npos);
  });
}

Truth Machine::relate_networks(const Node& node) {
  View a = read(node.a), b = read(node.b);
  const auto network = [&](uint32_t operand, std::string_view text) {
    const access::Cidr* prepared = code_.nodes[operand].network;
    return prepared ? *prepared : parse_network(text);
  };
  if (a.sequence || b.sequence) return is_later(*a.value) || is_later(*b.value) ? Truth::Later : Truth::Unknown;
  return relate_texts(*a.value, *b.value, [&](std::string_view one, std::string_view other) {
    auto x = network(node.a, one), y = network(node.b, other);
    if (!x || !y) return Truth::Unknown;
    return truth(node.op == Op::Covers ? access::covers(*x, *y) : access::overlaps(*x, *y));
  });
}

Machine::View Machine::tags(const Node& node) {
  bool before = node.detail == static_cast<uint8_t>(program::PlanRoot::Before);
  TagParts parts = tag_parts(before ? change_->before : change_->after);
  if (parts.later()) return {&kLater};
  Scratch& scratch = scratches_[node.scratch];
  scratch.members.clear();
  if (parts.all->is_null()) add_blocks(*parts.blocks, scratch.members);
  if (parts.all->kind == ValueKind::Object) {
    scratch.members.assign(parts.all->object().begin(), parts.all->object().end());
  }
  add_own(*parts.own, scratch.members);
  scratch.value.kind = ValueKind::Object;
  scratch.value.size = static_cast<uint32_t>(scratch.members.size());
  scratch.value.members = scratch.members.data();
  return {.value = &scratch.value, .open = is_open(parts)};
}

Machine::View Machine::tag_entry(const Node& node) {
  bool before = node.detail == static_cast<uint8_t>(program::PlanRoot::Before);
  TagParts parts = tag_parts(before ? change_->before : change_->after);
  std::string_view key = node.constant->string();
  const Value* own = member_of(*parts.own, key);
  if (own && is_there(*own)) return {own};
  if (parts.later()) return {&kLater};
  const Value* base = parts.all->is_null() ? block_of(*parts.blocks, key) : member_of(*parts.all, key);
  const Value* entry = base ? base : own ? own : &facts::kNull;
  return {entry->is_null() && is_open(parts) ? &facts::kUnknown : entry};
}

}  // namespace berm::eval
