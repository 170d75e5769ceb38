// What stands in a plan for one resource, with holes for the instance.
#pragma once

#include "tests/bench/plans/said.h"

namespace berm::bench {

enum class State : uint8_t { NoOp, Create, Update, Replace, Delete };

// In `resource_changes`.
Json change_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken, State state);
// In `resource_drift`.
Json drift_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken);
// In `planned_values`; not for State::Delete.
Json planned_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken, State state);
// In `prior_state`; not for State::Create.
Json prior_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken);
// The module of a stack in `configuration`: its resources, as the root has them or a module of its own.
Json module_configuration(const Stack& stack);
// The call of that module.
Json module_call(const Stack& stack);
// Whether an update changes it.
bool can_update(const Resource& resource);

}  // namespace berm::bench
