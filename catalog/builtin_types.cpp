// Terraform types and their attributes.
#include "base/text.h"
#include "catalog/builtin.h"

namespace berm::catalog {

using namespace format;

namespace {

class PackedType : public TerraformType {
 public:
  PackedType(ImageView image, const TerraformTypeRow& row) : image_(image), row_(row) {}

  std::string_view name() const override { return image_.text(row_.name); }
  uint16_t since() const override { return row_.since; }
  uint16_t until() const override { return row_.until; }

  std::optional<Attribute> attribute(std::string_view name, uint32_t parent) const override {
    const AttributeRow* row = find_sorted(
        attributes(parent), [&](const AttributeRow& attribute) { return image_.text(attribute.name).compare(name); });
    return row == nullptr ? std::nullopt : std::optional(read(*row));
  }

  std::vector<std::string_view> attribute_names(uint32_t parent) const override {
    std::vector<std::string_view> names;
    for (const AttributeRow& row : attributes(parent)) names.push_back(image_.text(row.name));
    return names;
  }

 private:
  std::span<const AttributeRow> attributes(uint32_t parent) const {
    const GroupRow& group = image_.rows<GroupRow>(kGroups)[parent == 0 ? row_.group : parent];
    return image_.rows<AttributeRow>(kAttributes).subspan(group.first, group.count);
  }

  Attribute read(const AttributeRow& row) const {
    Attribute attribute;
    attribute.name = image_.text(row.name);
    attribute.type = static_cast<AttributeType>(row.type);
    attribute.element = static_cast<AttributeType>(row.element);
    attribute.block = (row.flags & kBlock) != 0;
    attribute.required = (row.flags & kRequired) != 0;
    attribute.computed_only = (row.flags & kComputedOnly) != 0;
    attribute.since = row.since;
    attribute.until = row.until;
    attribute.nested = row.nested;
    return attribute;
  }

  ImageView image_;
  const TerraformTypeRow& row_;
};

}  // namespace

std::unique_ptr<const TerraformType> make_terraform_type(ImageView image, size_t row) {
  return std::make_unique<PackedType>(image, image.rows<TerraformTypeRow>(kTerraformTypes)[row]);
}

const TerraformType* BuiltinCatalog::terraform_type(std::string_view name) const {
  auto all = rows<TerraformTypeRow>(kTerraformTypes);
  const TerraformTypeRow* row =
      find_sorted(all, [&](const TerraformTypeRow& type) { return image_.text(type.name).compare(name); });
  if (row == nullptr) return nullptr;
  auto index = static_cast<size_t>(row - all.data());
  std::lock_guard lock(types_mutex_);
  std::unique_ptr<const TerraformType>& type = types_[index];
  if (!type) type = make_terraform_type(image_, index);
  return type.get();
}

size_t BuiltinCatalog::terraform_types_built() const {
  std::lock_guard lock(types_mutex_);
  return types_.size();
}

std::optional<std::string> BuiltinCatalog::nearest_terraform_type(std::string_view name) const {
  NearestName nearest(name);
  for (const TerraformTypeRow& row : rows<TerraformTypeRow>(kTerraformTypes)) nearest.offer(image_.text(row.name));
  return nearest.best();
}

size_t BuiltinCatalog::terraform_type_count() const { return rows<TerraformTypeRow>(kTerraformTypes).size(); }

std::vector<std::string> BuiltinCatalog::terraform_type_names() const {
  std::vector<std::string> names;
  for (const TerraformTypeRow& row : rows<TerraformTypeRow>(kTerraformTypes)) names.emplace_back(image_.text(row.name));
  return names;
}

}  // namespace berm::catalog
