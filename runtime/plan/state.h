// `prior_state` → facts::StateResource.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::plan {

// All resources of a `prior_state` object, modules before those within them. What is wrong with it in words; empty:
// nothing. Keeps views into `state`.
std::optional<std::string> read_state(const facts::Value& state, std::pmr::memory_resource& arena,
                                      std::vector<facts::StateResource>& resources);

// One element of a module's `resources`.
std::optional<std::string> read_state_resource(const facts::Value& resource, std::string_view module,
                                               std::pmr::memory_resource& arena, facts::StateResource& out);

}  // namespace berm::plan
