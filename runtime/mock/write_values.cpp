// Values and their masks.
#include "runtime/mock/writer.h"

namespace berm::mock {

using facts::Member;
using facts::Value;
using facts::ValueKind;

// Nesting is bounded by the reader of plans.
void Writer::value(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
    case ValueKind::Unknown: return json_.raw("null");
    case ValueKind::Bool: return json_.raw(value.boolean && !value.sensitive ? "true" : "false");
    case ValueKind::Number: return json_.raw(value.sensitive ? "0" : redactor_.number(value.string()));
    case ValueKind::String: return json_.text(value.sensitive ? "REDACTED" : redactor_.text(value.string()));
    case ValueKind::List:
      json_.open('[');
      for (const Value& element : value.list()) this->value(element);
      return json_.close(']');
    case ValueKind::Object:
      json_.open('{');
      for (const Member& member : value.object()) {
        if (member.value.is_unknown()) continue;
        json_.key(redactor_.text(member.key));
        this->value(member.value);
      }
      return json_.close('}');
  }
}

namespace {

bool is_marked(const Value& value, bool unknown) { return unknown ? value.is_unknown() : value.sensitive; }

// Sensitive parts of what is known; what is unknown may be sensitive as well.
bool has_mark(const Value& value, bool unknown) {
  if (is_marked(value, unknown)) return true;
  if (value.kind == ValueKind::List) {
    for (const Value& element : value.list()) {
      if (has_mark(element, unknown)) return true;
    }
  }
  if (value.kind == ValueKind::Object) {
    for (const Member& member : value.object()) {
      if (has_mark(member.value, unknown)) return true;
    }
  }
  return false;
}

}  // namespace

void Writer::mask(const Value& value, Mask mask) {
  bool unknown = mask == Mask::Unknown;
  if (is_marked(value, unknown)) return json_.raw("true");
  if (!has_mark(value, unknown)) return json_.raw(value.kind == ValueKind::Object ? "{}" : "false");
  if (value.kind == ValueKind::List) {
    json_.open('[');
    for (const Value& element : value.list()) this->mask(element, mask);
    return json_.close(']');
  }
  json_.open('{');
  for (const Member& member : value.object()) {
    if (!has_mark(member.value, unknown)) continue;
    json_.key(redactor_.text(member.key));
    this->mask(member.value, mask);
  }
  json_.close('}');
}

void Writer::sides(const Value& before, const Value& after) {
  json_.key("before");
  value(before);
  if (!after.is_unknown()) {
    json_.key("after");
    value(after);
  }
  json_.key("after_unknown");
  mask(after, Mask::Unknown);
  json_.key("before_sensitive");
  mask(before, Mask::Sensitive);
  json_.key("after_sensitive");
  mask(after, Mask::Sensitive);
}

Value Writer::filtered(const std::string& type, const Value& object, std::vector<Member>& kept) const {
  if (object.kind != ValueKind::Object) return object;
  for (const Member& member : object.object()) {
    if (reach_.has(type, member.key)) kept.push_back(member);
  }
  Value out = object;
  out.members = kept.data();
  out.size = static_cast<uint32_t>(kept.size());
  return out;
}

}  // namespace berm::mock
