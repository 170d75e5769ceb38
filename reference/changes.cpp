// Which changes a clause sees.
#include <algorithm>

#include "reference/judge.h"

namespace berm::reference {
namespace {

bool sees(ir::ChangeKind kind, uint8_t actions) {
  constexpr uint8_t kPlanned = facts::kCreate | facts::kUpdate | facts::kRead | facts::kNoOp;
  constexpr uint8_t kReplaced = facts::kCreate | facts::kDelete;
  switch (kind) {
    case ir::ChangeKind::Planned: return (actions & kPlanned) != 0;
    case ir::ChangeKind::Creates: return (actions & facts::kCreate) != 0;
    case ir::ChangeKind::Updates: return (actions & facts::kUpdate) != 0;
    case ir::ChangeKind::Deletes: return (actions & facts::kDelete) != 0;
    case ir::ChangeKind::Replaces: return (actions & kReplaced) == kReplaced;
    case ir::ChangeKind::Forgets: return (actions & facts::kForget) != 0;
    case ir::ChangeKind::Drifts: return false;
  }
  return true;
}

// What a plan holds beside resources: always there, but for outputs that go.
bool sees_entity(ir::ChangeKind kind, const facts::ResourceChange& entity) {
  constexpr uint8_t kChanges = facts::kCreate | facts::kUpdate | facts::kDelete;
  if (kind == ir::ChangeKind::Planned) return (entity.actions & kChanges) != facts::kDelete;
  return sees(kind, entity.actions);
}

}  // namespace

bool sees(ir::ChangeKind kind, const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (candidate.drift) return kind == ir::ChangeKind::Drifts && !change.unchanged();
  if (kind == ir::ChangeKind::Drifts) return false;
  if (change.actions & facts::kOther) return true;
  bool leaves = kind == ir::ChangeKind::Deletes || kind == ir::ChangeKind::Forgets;
  if (!change.deposed.empty() && !leaves) return false;
  return change.mode == "plan" ? sees_entity(kind, change) : sees(kind, change.actions);
}

bool reads_before(ir::ChangeKind kind) { return kind == ir::ChangeKind::Deletes || kind == ir::ChangeKind::Forgets; }

bool is_of(const std::vector<std::string>& types, const facts::ResourceChange& change) {
  return std::ranges::find(types, type_of(change)) != types.end();
}

std::string change_text(const Candidate& candidate) {
  const facts::ResourceChange& change = *candidate.change;
  if (candidate.drift) return "drift";
  if (candidate.read_early) return "read";
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
