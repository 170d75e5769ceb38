// A catalogue of a few names, for tests: what they say does not change with the real one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "catalog/catalog.h"

namespace berm::check {

class FakeType : public catalog::TerraformType {
 public:
  FakeType(std::string_view name, std::map<uint32_t, std::vector<catalog::Attribute>> attributes)
      : name_(name), attributes_(std::move(attributes)) {}

  std::string_view name() const override { return name_; }
  std::optional<catalog::Attribute> attribute(std::string_view name, uint32_t parent) const override {
    for (const catalog::Attribute& attribute : attributes_.at(parent)) {
      if (attribute.name == name) return attribute;
    }
    return std::nullopt;
  }
  std::vector<std::string_view> attribute_names(uint32_t parent) const override {
    std::vector<std::string_view> names;
    for (const catalog::Attribute& attribute : attributes_.at(parent)) names.push_back(attribute.name);
    return names;
  }
  uint16_t since() const override { return 4; }
  uint16_t until() const override { return 0; }

 private:
  std::string_view name_;
  std::map<uint32_t, std::vector<catalog::Attribute>> attributes_;
};

class FakeCatalog : public catalog::Catalog {
 public:
  FakeCatalog() {
    using catalog::AttributeType;
    catalog::Attribute tags{.name = "tags", .type = AttributeType::Map, .element = AttributeType::String};
    types_.emplace_back("aws_db_instance", std::map<uint32_t, std::vector<catalog::Attribute>>{
                                               {0,
                                                {{.name = "name", .type = AttributeType::String, .required = true},
                                                 {.name = "engine", .type = AttributeType::String},
                                                 {.name = "storage_encrypted", .type = AttributeType::Bool},
                                                 {.name = "enabled", .type = AttributeType::Bool, .required = true},
                                                 {.name = "backup_retention_period", .type = AttributeType::Number},
                                                 {.name = "port", .type = AttributeType::Number, .required = true},
                                                 {.name = "security_group_names",
                                                  .type = AttributeType::Set,
                                                  .element = AttributeType::String,
                                                  .until = 5},
                                                 tags}}});
    types_.emplace_back("aws_security_group",
                        std::map<uint32_t, std::vector<catalog::Attribute>>{
                            {0,
                             {{.name = "name", .type = AttributeType::String},
                              {.name = "ingress",
                               .type = AttributeType::Set,
                               .element = AttributeType::Object,
                               .block = true,
                               .nested = 1},
                              {.name = "timeouts", .type = AttributeType::Object, .block = true, .nested = 2},
                              {.name = "rules",
                               .type = AttributeType::List,
                               .element = AttributeType::Object,
                               .block = true,
                               .nested = 1},
                              tags}},
                            {1,
                             {{.name = "cidr_blocks", .type = AttributeType::List, .element = AttributeType::String},
                              {.name = "from_port", .type = AttributeType::Number, .required = true},
                              {.name = "description", .type = AttributeType::String}}},
                            {2, {{.name = "create", .type = AttributeType::String}}}});
    types_.emplace_back("aws_iam_policy",
                        std::map<uint32_t, std::vector<catalog::Attribute>>{
                            {0, {{.name = "name", .type = AttributeType::String, .required = true}}}});
  }

  bool has_service(std::string_view) const override { return false; }
  std::optional<catalog::Action> action(std::string_view) const override { return std::nullopt; }
  void for_each_action(std::string_view, const std::function<void(const catalog::Action&)>&) const override {}
  size_t action_count() const override { return 0; }
  std::optional<std::string> nearest_action(std::string_view) const override { return std::nullopt; }
  std::optional<std::string> nearest_service(std::string_view) const override { return std::nullopt; }

  std::optional<catalog::ConditionKey> condition_key(std::string_view name) const override {
    for (const catalog::ConditionKey& key : kKeys) {
      if (equals_ignore_case(key.name, name)) return key;
    }
    return std::nullopt;
  }
  std::optional<std::string> nearest_condition_key(std::string_view name) const override {
    NearestName nearest(name);
    for (const catalog::ConditionKey& key : kKeys) nearest.offer(key.name);
    return nearest.best();
  }
  catalog::Carried carries(const catalog::Action&, std::string_view) const override { return catalog::Carried::No; }
  bool leg_carries(const catalog::Action&, std::string_view, std::string_view) const override { return false; }
  std::optional<std::string_view> resource_type_of(const catalog::Action&, std::string_view) const override {
    return std::nullopt;
  }
  bool rcp_supports(std::string_view) const override { return false; }

  const catalog::TerraformType* terraform_type(std::string_view name) const override {
    for (const FakeType& type : types_) {
      if (type.name() == name) return &type;
    }
    return nullptr;
  }
  std::optional<std::string> nearest_terraform_type(std::string_view name) const override {
    NearestName nearest(name);
    for (const FakeType& type : types_) nearest.offer(type.name());
    return nearest.best();
  }
  size_t terraform_type_count() const override { return types_.size(); }
  std::optional<catalog::Quota> quota(std::string_view) const override { return std::nullopt; }
  std::vector<catalog::Source> sources() const override { return {}; }

 private:
  static constexpr catalog::ConditionKey kKeys[] = {
      {"aws:TagKeys", catalog::KeyType::String, true},
      {"aws:MultiFactorAuthAge", catalog::KeyType::Numeric},
      {"aws:SourceArn", catalog::KeyType::Arn},
      {"ec2:Encrypted", catalog::KeyType::Bool},
      {"lambda:FunctionUrlAuthType", catalog::KeyType::String},
      {"s3:prefix", catalog::KeyType::String},
  };
  std::vector<FakeType> types_;
};

}  // namespace berm::check
