#include "runtime/eval/machine.h"

namespace berm::eval {

// Read once a change, and again for the text of another element: no two of them are looked at at a time.
Machine::Policy& Machine::policy_of(const Node& node) {
  Policy& policy = policies_[node.policy];
  if (policy.epoch == epoch_ && code_.nodes[node.a].closed) return policy;
  const Value& value = *read(node.a).value;
  bool text = value.kind == ValueKind::String;
  if (policy.epoch == epoch_ && text && policy.text == value.text && policy.size == value.size) return policy;
  policy.epoch = epoch_;
  policy.text = text ? value.text : nullptr;
  policy.size = text ? value.size : 0;
  // A data source may make it while applying.
  if (value.is_unknown()) {
    policy.readable = Truth::Later;
  } else if (value.is_null()) {
    policy.readable = truth(policy.reader.read(""));
  } else if (value.kind != ValueKind::String) {
    policy.readable = Truth::False;
  } else {
    policy.readable = truth(policy.reader.read(value.string()));
  }
  return policy;
}

Truth Machine::grants(const Node& node) {
  Policy& policy = policy_of(node);
  if (policy.readable != Truth::True) return policy.readable == Truth::Later ? Truth::Later : Truth::Unknown;
  return policy.reader.grants(*node.grant);
}

Machine::View Machine::statements(const Node& node) {
  Policy& policy = policy_of(node);
  if (policy.readable != Truth::True) return {policy.readable == Truth::Later ? &kLater : &facts::kUnknown};
  return {&policy.reader.statements()};
}

}  // namespace berm::eval
