// Attributes of resources and blocks, as types.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/types.h"

namespace berm::check {

// The attribute that every shape of the object has; any where the object's attributes are not known.
// Where the shapes disagree on its type, any.
std::optional<Type> find_attribute(const Type& object, std::string_view name);

// The first shape of the object that lacks the attribute, as a user would name it; empty for a nested block.
std::string lacking_resource(const Type& object, std::string_view name);

// The nearest attribute that all shapes have.
std::optional<std::string> nearest_attribute(const Type& object, std::string_view name);

}  // namespace berm::check
