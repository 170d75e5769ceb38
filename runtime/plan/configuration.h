// `configuration` → facts::ConfigResource, and the way from a planned change to its block.
#pragma once

#include <deque>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::plan {

// All resources of a `configuration` object, through nested module calls. What is wrong with it in words; empty:
// nothing. Texts go to `arena`; nothing keeps a view into `configuration`.
std::optional<std::string> read_configuration(const facts::Value& configuration, std::pmr::memory_resource& arena,
                                              std::deque<facts::ConfigResource>& resources);

// Points every change at its block, found by un-indexed addresses.
void link_configuration(const std::deque<facts::ConfigResource>& resources,
                        std::vector<facts::ResourceChange>& changes);

// `module.a["x"].module.b[0]` → `module.a.module.b`
std::string without_indexes(std::string_view module_address);

}  // namespace berm::plan
