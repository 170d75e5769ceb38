// A catalogue whose Terraform types are partly replaced; everything else is the base's.
#pragma once

#include <set>

#include "catalog/schema_type.h"

namespace berm::catalog {

class SchemaCatalog : public Catalog {
 public:
  // `prefixes` ("aws_") name the providers whose types `types` replaces. `base` outlives this.
  SchemaCatalog(const Catalog& base, SchemaTypes types, std::set<std::string> prefixes);

  bool has_service(std::string_view prefix) const override { return base_.has_service(prefix); }
  std::optional<Action> action(std::string_view name) const override { return base_.action(name); }
  void for_each_action(std::string_view pattern, const std::function<void(const Action&)>& visit) const override {
    base_.for_each_action(pattern, visit);
  }
  size_t action_count() const override { return base_.action_count(); }
  std::optional<std::string> nearest_action(std::string_view name) const override { return base_.nearest_action(name); }
  std::optional<std::string> nearest_service(std::string_view name) const override {
    return base_.nearest_service(name);
  }
  std::optional<ConditionKey> condition_key(std::string_view name) const override { return base_.condition_key(name); }
  std::optional<std::string> nearest_condition_key(std::string_view name) const override {
    return base_.nearest_condition_key(name);
  }
  Carried carries(const Action& action, std::string_view key) const override { return base_.carries(action, key); }
  bool leg_carries(const Action& action, std::string_view type, std::string_view key) const override {
    return base_.leg_carries(action, type, key);
  }
  std::optional<std::string_view> resource_type_of(const Action& action, std::string_view arn) const override {
    return base_.resource_type_of(action, arn);
  }
  bool rcp_supports(std::string_view service) const override { return base_.rcp_supports(service); }
  std::optional<Quota> quota(std::string_view id) const override { return base_.quota(id); }
  std::vector<Source> sources() const override { return base_.sources(); }

  const TerraformType* terraform_type(std::string_view name) const override;
  std::optional<std::string> nearest_terraform_type(std::string_view name) const override;
  size_t terraform_type_count() const override;
  std::vector<std::string> terraform_type_names() const override;

 private:
  bool replaced(std::string_view name) const;

  const Catalog& base_;
  SchemaTypes types_;
  std::set<std::string> prefixes_;
};

}  // namespace berm::catalog
