// Resources of some types, found by texts that identify them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/relations/existing.h"

namespace berm::relations {

class Targets {
 public:
  Targets(const Existing& existing, const std::vector<std::string>& types);

  bool has_type_of(const facts::ResourceChange& resource) const;
  // That there is no other type.
  bool only_type_of(const facts::ResourceChange& resource) const { return types_.size() == 1 && has_type_of(resource); }
  using OnResource = std::function<void(const facts::ResourceChange&)>;
  // Those of which this is, or holds, what identifies them, or is something that the provider computed; perhaps others.
  // Linear in the text, for each length that such texts have.
  void named_in(std::string_view text, const OnResource& found) const;

 private:
  void add(std::string_view text, const facts::ResourceChange& resource);

  std::vector<std::string> types_;
  // Length of a text → its hash → resources.
  std::unordered_map<size_t, std::unordered_map<uint64_t, std::vector<const facts::ResourceChange*>>> parts_;
  std::unordered_map<std::string_view, std::vector<const facts::ResourceChange*>> computed_;
};

}  // namespace berm::relations
