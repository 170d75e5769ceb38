#include "runtime/eval/machine.h"

namespace berm::eval {

// Read once a change, but for a text that depends on an element.
Machine::Policy& Machine::policy_of(const Node& node) {
  Policy& policy = policies_[node.policy];
  bool closed = code_.nodes[node.a].closed;
  if (closed && policy.epoch == epoch_) return policy;
  policy.epoch = epoch_;
  View text = read(node.a);
  const Value& value = *text.value;
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
