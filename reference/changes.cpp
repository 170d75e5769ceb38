// Which changes a clause sees.
#include <algorithm>

#include "reference/judge.h"

namespace berm::reference {

bool sees(ir::ChangeKind kind, const facts::ResourceChange& change) {
  if (change.actions & facts::kOther) return true;
  if (!change.deposed.empty()) return kind == ir::ChangeKind::Deletes && change.deletes();
  constexpr uint8_t kPlanned = facts::kCreate | facts::kUpdate | facts::kRead | facts::kNoOp;
  switch (kind) {
    case ir::ChangeKind::Planned: return (change.actions & kPlanned) != 0;
    case ir::ChangeKind::Creates: return change.creates();
    case ir::ChangeKind::Updates: return change.updates();
    case ir::ChangeKind::Deletes: return change.deletes();
    case ir::ChangeKind::Replaces: return change.replaces();
    case ir::ChangeKind::Forgets: return (change.actions & facts::kForget) != 0;
    case ir::ChangeKind::Drifts: return false;
  }
  return true;
}

bool is_of(const std::vector<std::string>& types, const facts::ResourceChange& change) {
  std::string type(change.type);
  if (change.mode == "data") type = "data." + type;
  return std::ranges::find(types, type) != types.end();
}

std::string change_text(const facts::ResourceChange& change) {
  if (change.actions & facts::kOther) return "unknown action";
  if (change.replaces()) return "replace";
  if (change.creates()) return "create";
  if (change.deletes()) return "delete";
  if (change.updates()) return "update";
  if (change.importing) return "import";
  if (change.actions & facts::kRead) return "read";
  if (change.actions & facts::kForget) return "forget";
  return "no-op";
}

}  // namespace berm::reference
