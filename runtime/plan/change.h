// One element of `resource_changes` or `resource_drift` → facts::ResourceChange.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>

#include "runtime/facts/facts.h"

namespace berm::plan {

// Terraform 1.0 wrote drift without addresses.
enum class Address { Required, MadeWhereMissing };

// What is wrong with the element, in words; empty optional: nothing.
std::optional<std::string> read_change(const facts::Value& element, Address address, std::pmr::memory_resource& arena,
                                       facts::ResourceChange& change);

}  // namespace berm::plan
