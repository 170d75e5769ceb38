#include <array>

#include "ir/ir.h"

namespace berm::ir {
namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 15> kTypes = {"any",      "bool", "int", "float",  "string",
                                                     "list",     "set",  "map", "object", "time",
                                                     "duration", "cidr", "arn", "region", "account"};
constexpr std::string_view kOps[] = {
#define BERM_OP(op_name) #op_name,
#include "ir/op.def"
};
constexpr std::string_view kBuiltins[] = {
#define BERM_BUILTIN(builtin_name, text, arguments) text,
#include "ir/builtin.def"
};
static_assert(static_cast<size_t>(Type::Account) + 1 == kTypes.size());

}  // namespace

std::string_view name(Op op) { return kOps[static_cast<size_t>(op)]; }

std::string_view spelling(Builtin builtin) { return kBuiltins[static_cast<size_t>(builtin)]; }

std::string_view name(Type type) { return kTypes[static_cast<size_t>(type)]; }

std::string_view name(Severity severity) { return kSeverities[static_cast<size_t>(severity)]; }

std::optional<Severity> parse_severity(std::string_view text) {
  for (size_t i = 0; i < kSeverities.size(); ++i) {
    if (kSeverities[i] == text) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

std::string_view name(Verb verb) {
  switch (verb) {
    case Verb::Forbid: return "forbid";
    case Verb::Require: return "require";
    case Verb::Cap: return "cap";
    case Verb::Confine: return "confine";
    case Verb::Trust: return "trust";
    case Verb::Grant: return "grant";
  }
  return "";
}

std::string_view name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Planned: return "planned";
    case ChangeKind::Creates: return "creates";
    case ChangeKind::Updates: return "updates";
    case ChangeKind::Deletes: return "deletes";
    case ChangeKind::Replaces: return "replaces";
    case ChangeKind::Forgets: return "forgets";
    case ChangeKind::Drifts: return "drifts";
  }
  return "";
}

}  // namespace berm::ir
