// Plans changed in ways that must not matter, or that let them know more. All texts are Terraform plan JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

namespace berm::properties {

using Random = std::mt19937_64;

// One value that was known after apply is known. Only attributes that the configuration makes from no other resource,
// and that nobody else is made from. None: there is no such attribute.
std::optional<std::string> learn(const std::string& plan, Random& random);

// An `id` that was known after apply is known, and with it every attribute of the same module that is made from it
// alone.
std::optional<std::string> learn_id(const std::string& plan, Random& random);

// A resource that has nothing to do with the others.
std::string add_unrelated(const std::string& plan);

// The resources in another order.
std::string shuffle(const std::string& plan, Random& random);

// Everything in `module.moved`.
std::string move_into_module(const std::string& plan);

}  // namespace berm::properties
