// The same plan in other shapes: in a module, with `for_each`, replaced, deleted. What a hazard says of a plan has to
// be the same for each of them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace berm::stdlib_tests {

// A plan as JSON, and where the resources of the first one are in it.
struct Variant {
  std::string json;
  std::map<std::string, std::string> moved;  // old address → new address
};

// Everything in `module.m["k"]`, the configuration too.
Variant in_module(const std::string& plan);

// Each resource that has no instances gets one, `["k"]`; references name the instance.
Variant with_for_each(const std::string& plan);

// What happens to resources of these types is a replacement: of what was there before, or of the same.
// Nothing where the plan leaves one of them as it is.
std::optional<Variant> replaced(const std::string& plan, const std::vector<std::string>& types);

// Resources of these types are deleted instead.
std::optional<Variant> deleted(const std::string& plan, const std::vector<std::string>& types);

}  // namespace berm::stdlib_tests
