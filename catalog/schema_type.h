// A Terraform type that owns its attributes, for schemas read at run time.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace berm::catalog {

class SchemaType : public TerraformType {
 public:
  explicit SchemaType(std::string name) : name_(std::move(name)), groups_(1) {}
  SchemaType(const SchemaType&) = delete;
  SchemaType& operator=(const SchemaType&) = delete;

  std::string_view name() const override { return name_; }
  std::optional<Attribute> attribute(std::string_view name, uint32_t parent) const override;
  std::vector<std::string_view> attribute_names(uint32_t parent) const override;
  uint16_t since() const override { return 0; }
  uint16_t until() const override { return 0; }

  // A new empty group of attributes, for Attribute::nested; group 0 is the resource's own.
  uint32_t add_group();
  // `attribute.name` may be anything: it comes to view the stored name.
  void add(uint32_t group, const std::string& name, Attribute attribute);

 private:
  using Group = std::map<std::string, Attribute, std::less<>>;

  std::string name_;
  std::vector<Group> groups_;
};

using SchemaTypes = std::map<std::string, std::unique_ptr<SchemaType>, std::less<>>;

}  // namespace berm::catalog
