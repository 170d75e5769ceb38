// What a plan says of one resource: values, which of them are unknown or sensitive, and how the configuration writes
// them.
#pragma once

#include <nlohmann/json.hpp>

#include "tests/bench/plans/stacks.h"

namespace berm::bench {

using Json = nlohmann::ordered_json;

// `after`, `after_unknown` and `after_sensitive`, shaped as Terraform shapes them. `unknown` is an empty object where
// all is known.
struct Said {
  Json values, unknown, sensitive;
};

// `fresh`: the resource and its stack are yet to be made. `broken` replaces attributes.
Said say(const Resource& resource, const nlohmann::json& broken, bool fresh);

// `expressions` of the resource's block.
Json expressions(const Stack& stack, const Resource& resource);

// Names of the variables that a module's resources are written from.
std::vector<std::string> variables(const Stack& stack);

}  // namespace berm::bench
