#include "runtime/facts/facts.h"

#include <algorithm>

#include "base/text_order.h"

namespace berm::facts {

const Value kNull{};
const Value kUnknown{ValueKind::Unknown};

const Value* Value::find(std::string_view key) const {
  if (kind == ValueKind::Unknown) return &kUnknown;
  if (kind != ValueKind::Object) return &kNull;
  auto all = object();
  auto found = std::lower_bound(all.begin(), all.end(), key,
                                [](const Member& member, std::string_view wanted) { return is_before(member.key, wanted); });
  return found != all.end() && found->key == key ? &found->value : &kNull;
}

std::string type_of(std::string_view mode, std::string_view type) {
  return (mode == "data" ? "data." : "") + std::string(type);
}

}  // namespace berm::facts
