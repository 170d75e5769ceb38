// `configuration` → modules, resource blocks and providers, and the way from a resource to its block.
#pragma once

#include <deque>
#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::plan {

// All modules of a `configuration` object, callers before the called, and their resources. What is wrong with it in
// words; empty: nothing. Keeps views into `configuration`.
std::optional<std::string> read_configuration(const facts::Value& configuration, std::pmr::memory_resource& arena,
                                              std::deque<facts::ConfigModule>& modules,
                                              std::deque<facts::ConfigResource>& resources);

// One element of a module's `resources`. Keeps views into it, and the module's address.
std::optional<std::string> read_block(const facts::Value& resource, const facts::ConfigModule& module,
                                      facts::ConfigResource& out);

std::optional<std::string> read_providers(const facts::Value& configuration,
                                          std::vector<facts::ProviderConfig>& providers);

// Finds the block of a resource by un-indexed addresses.
class Blocks {
 public:
  explicit Blocks(const std::deque<facts::ConfigResource>& resources);
  // Null: the configuration has none.
  template <typename Resource>
  const facts::ConfigResource* find(const Resource& resource) const {
    return find(resource.module_address, resource.mode, resource.type, resource.name);
  }

 private:
  const facts::ConfigResource* find(std::string_view module, std::string_view mode, std::string_view type,
                                    std::string_view name) const;

  std::map<std::pair<std::string_view, std::string_view>, const facts::ConfigResource*> blocks_;
};

// `module.a["x"].module.b[0]` → `module.a.module.b`
std::string without_indexes(std::string_view module_address);

}  // namespace berm::plan
