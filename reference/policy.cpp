#include "reference/policy.h"

#include <algorithm>

#include "base/text.h"

namespace berm::reference {
namespace {

constexpr size_t kAccountSegment = 4, kSegments = 6;

// The account of "111122223333" or of an ARN; null where it has none.
Value account_in(const Value& principal, Arena& arena) {
  if (principal.kind != ValueKind::String) return principal;
  if (is_account_id(principal.string())) return principal;
  std::vector<std::string_view> segments = split(principal.string(), ':');
  bool in_arn = segments.size() >= kSegments && segments[0] == "arn" && is_account_id(segments[kAccountSegment]);
  return in_arn ? arena.text(std::string(segments[kAccountSegment])) : facts::kNull;
}

}  // namespace

Value make_statement(const StatementParts& parts, Arena& arena) {
  return arena.object({{"actions", parts.actions},
                       {"conditions", parts.conditions},
                       {"effect", parts.effect},
                       {"not_actions", parts.not_actions},
                       {"not_principals", parts.not_principals},
                       {"not_resources", parts.not_resources},
                       {"principals", parts.principals},
                       {"resources", parts.resources},
                       {"sid", parts.sid}});
}

Value make_principal(Value type, Value value, Arena& arena) {
  bool is_any = type.kind == ValueKind::String && type.string() == "*";
  if (is_any) type = arena.text("AWS");
  Value account = facts::kNull;
  if (type.is_unknown() || type.string() == "AWS") account = account_in(value, arena);
  return arena.object({{"account", account}, {"type", type}, {"value", value}});
}

Value make_condition(Value op, Value key, Value values, Arena& arena) {
  if (key.kind == ValueKind::String) key = arena.text(to_lower(key.string()));
  return arena.object({{"key", key}, {"operator", op}, {"values", values}});
}

}  // namespace berm::reference
