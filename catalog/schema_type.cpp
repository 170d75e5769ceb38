#include "catalog/schema_type.h"

namespace berm::catalog {

std::optional<Attribute> SchemaType::attribute(std::string_view name, uint32_t parent) const {
  auto found = groups_.at(parent).find(name);
  return found == groups_[parent].end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string_view> SchemaType::attribute_names(uint32_t parent) const {
  std::vector<std::string_view> names;
  for (const auto& [name, attribute] : groups_.at(parent)) names.push_back(name);
  return names;
}

uint32_t SchemaType::add_group() {
  groups_.emplace_back();
  return static_cast<uint32_t>(groups_.size() - 1);
}

void SchemaType::add(uint32_t group, const std::string& name, Attribute attribute) {
  auto place = groups_.at(group).insert_or_assign(name, attribute).first;
  place->second.name = place->first;
}

}  // namespace berm::catalog
