// The operations of plan code; shared by what writes, verifies, lists and runs it.
#pragma once

#include <cstdint>
#include <string_view>

namespace berm::program {

enum class PlanOp : uint8_t {
#define BERM_PLAN_OP(name, a, b) name,
#include "program/plan_op.def"
};
constexpr std::string_view kPlanOpNames[] = {
#define BERM_PLAN_OP(name, a, b) #name,
#include "program/plan_op.def"
};
constexpr uint8_t kPlanOps = sizeof kPlanOpNames / sizeof *kPlanOpNames;

enum class PlanOperand : uint8_t { None, Node, Edges, Steps, Count, Constant, String, Grant };
struct PlanOperands {
  PlanOperand a, b;
};
constexpr PlanOperands kPlanOperands[] = {
#define BERM_PLAN_OP(name, a, b) {PlanOperand::a, PlanOperand::b},
#include "program/plan_op.def"
};

// What a path begins at.
enum class PlanRoot : uint8_t { After, Before, Element };
enum class PlanFlag : uint8_t { Importing, Deposed, Deferred };
// The first two are null where they are empty.
enum class PlanText : uint8_t { MovedFrom, ActionReason, Module, Address };

// Kinds of checks: those of ir::ChangeKind, and one more.
constexpr uint32_t kDeletesForGood = 7, kCheckKinds = 8;

// How many elements can be bound at a time, and how deep operations nest: somewhat deeper than the expressions that
// they are made of (verify_exprs.cpp).
constexpr uint8_t kPlanSlots = 32;
constexpr uint32_t kPlanDepth = 1300;

}  // namespace berm::program
