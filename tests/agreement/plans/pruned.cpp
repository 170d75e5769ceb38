#include "tests/agreement/plans/pruned.h"

namespace berm::agreement {
namespace {

using facts::Value;
using facts::ValueKind;
using Node = eval::PathTrie::Node;

// `node` null: nothing of it is read.
Value prune(const Value& value, const eval::PathTrie& trie, const Node* node, reference::Arena& arena) {
  if (node && node->whole) return value;
  Value out = value;
  if (value.kind == ValueKind::Object) {
    std::vector<facts::Member> members;
    for (const facts::Member& member : value.object()) {
      const Node* child = node ? trie.find(*node, member.key) : nullptr;
      if (child) members.push_back({member.key, prune(member.value, trie, child, arena)});
    }
    out = arena.object(std::move(members));
  } else if (value.kind == ValueKind::List) {
    std::vector<Value> elements;
    const Node* each = node ? trie.elements(*node) : nullptr;
    for (const Value& element : value.list()) elements.push_back(prune(element, trie, each, arena));
    out = arena.list(std::move(elements));
  }
  out.sensitive = value.sensitive;
  return out;
}

}  // namespace

facts::ResourceChange pruned(const facts::ResourceChange& change, const eval::TypePlan& type, eval::Wanted wanted,
                             reference::Arena& arena) {
  facts::ResourceChange out = change;
  out.before = wanted.before ? prune(change.before, type.before, &type.before.root(), arena) : Value{};
  out.after = wanted.after ? prune(change.after, type.after, &type.after.root(), arena) : Value{};
  out.replace_paths = {};
  out.config = nullptr;
  return out;
}

}  // namespace berm::agreement
