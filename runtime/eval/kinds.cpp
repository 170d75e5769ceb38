// Which clauses see a change.
#include "runtime/eval/code.h"

namespace berm::eval {
namespace {

constexpr uint8_t bit(ir::ChangeKind kind) { return static_cast<uint8_t>(1u << static_cast<uint8_t>(kind)); }
constexpr uint8_t kDeletesForGood = 1u << program::kDeletesForGood;
constexpr uint8_t kDrifts = bit(ir::ChangeKind::Drifts);
constexpr uint8_t kDeletes = bit(ir::ChangeKind::Deletes) | kDeletesForGood;

uint8_t planned(const facts::ResourceChange& change) {
  constexpr uint8_t kStays = facts::kCreate | facts::kUpdate | facts::kRead | facts::kNoOp;
  constexpr uint8_t kChanges = facts::kCreate | facts::kUpdate | facts::kDelete;
  uint8_t kinds = 0;
  const auto add = [&](bool sees, uint8_t bits) { kinds = static_cast<uint8_t>(kinds | (sees ? bits : 0)); };
  // What a plan holds beside resources is always there, but for outputs that go.
  bool there = change.mode == "plan" ? (change.actions & kChanges) != facts::kDelete : (change.actions & kStays) != 0;
  add(there, bit(ir::ChangeKind::Planned));
  add(change.creates(), bit(ir::ChangeKind::Creates));
  add(change.updates(), bit(ir::ChangeKind::Updates));
  add(change.deletes(), kDeletes);
  add(change.replaces(), bit(ir::ChangeKind::Replaces));
  add((change.actions & facts::kForget) != 0, bit(ir::ChangeKind::Forgets));
  return kinds;
}

}  // namespace

uint8_t kinds_that_see(const facts::ResourceChange& change, Place place) {
  if (place == Place::Drift) return change.unchanged() ? 0 : kDrifts;
  const auto all = static_cast<uint8_t>(~kDrifts);
  uint8_t kinds = (change.actions & facts::kOther) != 0 ? all : planned(change);
  // A deposed object is only ever on its way out.
  constexpr uint8_t kLeaves = kDeletes | bit(ir::ChangeKind::Forgets);
  bool other = (change.actions & facts::kOther) != 0;
  if (!other && !change.deposed.empty()) kinds &= kLeaves;
  if (change.replaces()) kinds = static_cast<uint8_t>(kinds & ~kDeletesForGood);
  return kinds;
}

}  // namespace berm::eval
