// Conditions: what holds of a call. Nodes are in negation normal form, so that No, Maybe and Yes are in order.
#include <algorithm>

#include "program/program.h"
#include "runtime/calls/evaluator.h"
#include "runtime/calls/expression.h"

namespace berm::calls {
namespace {

using fb::CallOp;

bool flagged(const fb::CallNode& node, fb::CallFlag flag) { return (node.flags() & static_cast<uint8_t>(flag)) != 0; }

constexpr uint32_t kVerdictBits = 2;

}  // namespace

// What several conditions hold is decided once a call, or once a leg. Not where keys are untold: each has to note them.
Verdict Evaluator::holds(uint32_t index) {
  const fb::CallNode& node = code_.node(index);
  if (partial_ || !flagged(node, fb::CallFlag::Shared)) return decide(node);
  const uint32_t now = flagged(node, fb::CallFlag::OfLeg) ? leg_stamp_ : call_stamp_;
  if (stamps_[index] >> kVerdictBits == now) return static_cast<Verdict>(stamps_[index] & 3);
  const Verdict verdict = decide(node);
  stamps_[index] = (now << kVerdictBits) | static_cast<uint32_t>(verdict);
  return verdict;
}

Verdict Evaluator::decide(const fb::CallNode& node) {
  switch (node.op()) {
    case CallOp::Always: return Verdict::Yes;
    case CallOp::And: return all(code_.children(node.children()));
    case CallOp::Or: return any(code_.children(node.children()));
    case CallOp::Any: return quantifier(node, false);
    case CallOp::All: return quantifier(node, true);
    case CallOp::Test: return test(node);
    default: return Verdict::No;
  }
}

// Keys noted by a part that then did not matter are forgotten.
Verdict Evaluator::all(std::span<const uint32_t> nodes) {
  const size_t noted = noted_.size();
  Verdict verdict = Verdict::Yes;
  for (uint32_t node : nodes) {
    verdict = std::min(verdict, holds(node));
    if (verdict != Verdict::No) continue;
    noted_.resize(noted);
    break;
  }
  return verdict;
}

Verdict Evaluator::any(std::span<const uint32_t> nodes) {
  const size_t noted = noted_.size();
  Verdict verdict = Verdict::No;
  for (uint32_t node : nodes) {
    verdict = std::max(verdict, holds(node));
    if (verdict != Verdict::Yes) continue;
    noted_.resize(noted);
    break;
  }
  return verdict;
}

Verdict Evaluator::quantifier(const fb::CallNode& node, bool all) {
  if (const Verdict may = may_ask(node); may != Verdict::Yes) return may;
  const auto parts = code_.children(node.children());
  Verdict verdict = all ? Verdict::Yes : Verdict::No;
  const Verdict settled = all ? Verdict::No : Verdict::Yes;
  for_each_element(parts[0], [&](const Value& element) {
    elements_[node.operand()] = element;
    const Verdict one = holds(parts[1]);
    verdict = all ? std::min(verdict, one) : std::max(verdict, one);
    return verdict != settled;
  });
  return verdict;
}

Verdict Evaluator::test(const fb::CallNode& node) {
  if (partial_ || flagged(node, fb::CallFlag::OfLeg)) {
    if (const Verdict may = may_ask(node); may != Verdict::Yes) return may;
  }
  const bool held = answer(code_.children(node.children())[0]) == Tri::True;
  return held == flagged(node, fb::CallFlag::Positive) ? Verdict::Yes : Verdict::No;
}

Verdict Evaluator::may_ask(const fb::CallNode& node) {
  Verdict verdict = Verdict::Yes;
  const size_t noted = noted_.size();
  for (uint32_t key : code_.key_list(node.keys())) {
    const Carried leg = carried(key);
    if (leg == Carried::AnotherLeg) {
      noted_.resize(noted);
      return Verdict::No;
    }
    const bool open = leg == Carried::Unsure || (leg == Carried::ThisLeg && slots_[key].state == State::Untold);
    if (!open) continue;
    verdict = Verdict::Maybe;
    note(leg == Carried::Unsure ? 0 : key);
  }
  return verdict;
}

void Evaluator::note(uint32_t key) { noted_.push_back(key); }

Evaluator::Carried Evaluator::carried(uint32_t key) {
  const uint32_t bit = code_.key_leg(key);
  if (bit == program::kNone || !legs_) return Carried::ThisLeg;
  if (!leg_found_) find_leg();
  const auto in = [&](const uint64_t* mask) { return ((mask[bit / 64] >> (bit % 64)) & 1) != 0; };
  const bool some = in(code_.mask(legs_->any()));
  // Without a resource only what all legs say is sure.
  if (leg_unsure_)
    return !some ? Carried::NoLeg : in(code_.mask(legs_->untyped())) ? Carried::ThisLeg : Carried::Unsure;
  if (in(mask_)) return Carried::ThisLeg;
  return some ? Carried::AnotherLeg : Carried::NoLeg;
}

}  // namespace berm::calls
