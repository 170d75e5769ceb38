// `prior_state` → facts::StateResource.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::plan {

// All resources of a `prior_state` object, modules before those within them. What is wrong with it in words; empty:
// nothing. Keeps views into `state`.
std::optional<std::string> read_state(const facts::Value& state, std::pmr::memory_resource& arena,
                                      std::vector<facts::StateResource>& resources);

}  // namespace berm::plan
