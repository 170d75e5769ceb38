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
class Actions {
 public:
  void add(std::string_view name);
  uint8_t bits() const;

 private:
  uint8_t actions_ = 0;
  uint32_t count_ = 0;
};
uint8_t read_actions(Fields& change);

// What stands beside the sides of a change.
struct Masks {
  facts::Value after_unknown, before_sensitive, after_sensitive;
  bool has_after = false;  // `after` is there, if only as null
};
Masks masks_of(const facts::Value& body);  // of the change's object

// Lays the masks of a change over its sides.
void merge_sides(const Masks& masks, uint8_t actions, std::pmr::memory_resource& arena, facts::Value& before,
                 facts::Value& after);

}  // namespace berm::plan
