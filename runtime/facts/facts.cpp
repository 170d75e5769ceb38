#include "runtime/facts/facts.h"

#include <algorithm>

#include "base/text_order.h"

namespace berm::facts {

const Value kNull{};
const Value kUnknown{ValueKind::Unknown};

const Value* Value::find(std::string_view key) const {
  if (kind == ValueKind::Unknown) return &kUnknown;
  if (kind != ValueKind::Object) return &kNull;
  const uint64_t prefix = prefix_of(key);
  auto is_less = [&](std::string_view name) {
    uint64_t other = prefix_of(name);
    return other == prefix ? name < key : other < prefix;
  };
  const Member* at = object().data();
  for (size_t count = object().size(); count > 0;) {
    size_t half = count / 2;
    bool less = is_less(at[half].key);
    at += less ? half + 1 : 0;
    count = less ? count - half - 1 : half;
  }
  return at != object().data() + object().size() && at->key == key ? &at->value : &kNull;
}

std::string type_of(std::string_view mode, std::string_view type) {
  return (mode == "data" ? "data." : "") + std::string(type);
}

}  // namespace berm::facts
