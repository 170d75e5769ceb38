// One element of `resource_changes` or `resource_drift` → facts::ResourceChange.
#pragma once

#include <memory_resource>
#include <optional>
#include <string>

#include "runtime/facts/facts.h"
#include "runtime/plan/fields.h"

namespace berm::plan {

// Terraform 1.0 wrote drift without addresses.
enum class Address { Required, MadeWhereMissing };

// What is wrong with the element, in words; empty optional: nothing.
std::optional<std::string> read_change(const facts::Value& element, Address address, std::pmr::memory_resource& arena,
                                       facts::ResourceChange& change);

// One element of `deferred_changes`.
std::optional<std::string> read_deferred_change(const facts::Value& element, std::pmr::memory_resource& arena,
                                                facts::ResourceChange& change);

// `actions` of a change as Action bits.
uint8_t read_actions(Fields& change);

// Lays the masks of a change over its sides; `body` is the change's object.
void merge_sides(const facts::Value& body, uint8_t actions, std::pmr::memory_resource& arena, facts::Value& before,
                 facts::Value& after);

}  // namespace berm::plan
