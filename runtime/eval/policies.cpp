#include "runtime/eval/machine.h"

namespace berm::eval {

// Read once a change, and again for another text of an element: no two of them are looked at at a time.
Machine::Policy& Machine::policy_of(const Node& node) {
  Policy& policy = policies_[node.policy];
  const bool closed = code_.nodes[node.a].closed, asked = policy.epoch == epoch_;
  if (closed && asked) return policy;
  const Value& value = *read(node.a).value;
  const bool text = value.kind == ValueKind::String;
  // What an element is computed from may be written over.
  if (!closed && text && asked && policy.of_text && policy.text == value.string()) return policy;
  policy.of_text = text;
  if (!closed) policy.text = text ? value.string() : std::string_view();
  policy.epoch = epoch_;
  // A data source may make it while applying.
  if (value.is_unknown()) {
    policy.readable = Truth::Later;
  } else if (value.is_null()) {
    policy.readable = truth(policy.reader.read(""));
  } else if (!text) {
    policy.readable = Truth::False;
  } else {
    policy.readable = truth(policy.reader.read(closed ? value.string() : std::string_view(policy.text)));
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
