// Random Terraform configurations out of the builtin `terraform_data`: modules in modules, `count`, `for_each`, and
// every way to refer from one resource to another.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace berm::relations_test {

// Path → text. A resource is named for the kind of expression in its `input`: `splat_3`. The variable `rev` of the root
// is 1, then 2.
using Files = std::map<std::string, std::string>;

Files random_configuration(uint64_t seed);

// `module.m["a"].terraform_data.splat_3[0]` → `splat`
std::string kind_of(const std::string& address);

}  // namespace berm::relations_test
