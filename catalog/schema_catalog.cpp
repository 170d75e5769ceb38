#include "catalog/schema_catalog.h"

#include <algorithm>

#include "base/text.h"

namespace berm::catalog {

SchemaCatalog::SchemaCatalog(const Catalog& base, SchemaTypes types, std::set<std::string> prefixes)
    : base_(base), types_(std::move(types)), prefixes_(std::move(prefixes)) {}

bool SchemaCatalog::replaced(std::string_view name) const {
  return std::any_of(prefixes_.begin(), prefixes_.end(), [&](const auto& prefix) { return name.starts_with(prefix); });
}

const TerraformType* SchemaCatalog::terraform_type(std::string_view name) const {
  if (auto found = types_.find(name); found != types_.end()) return found->second.get();
  return replaced(name) ? nullptr : base_.terraform_type(name);
}

std::vector<std::string> SchemaCatalog::terraform_type_names() const {
  std::vector<std::string> names;
  for (std::string& name : base_.terraform_type_names()) {
    if (!replaced(name) && !types_.contains(name)) names.push_back(std::move(name));
  }
  for (const auto& [name, type] : types_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> SchemaCatalog::nearest_terraform_type(std::string_view name) const {
  NearestName nearest(name);
  for (const std::string& candidate : terraform_type_names()) nearest.offer(candidate);
  return nearest.best();
}

size_t SchemaCatalog::terraform_type_count() const { return terraform_type_names().size(); }

}  // namespace berm::catalog
