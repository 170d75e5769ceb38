#include "compiler/check/schema.h"

#include "base/text.h"

namespace berm::check {
namespace {

ir::Type kind_of(catalog::AttributeType type) {
  switch (type) {
    case catalog::AttributeType::Bool: return ir::Type::Bool;
    case catalog::AttributeType::Number: return ir::Type::Float;
    case catalog::AttributeType::String: return ir::Type::String;
    case catalog::AttributeType::List: return ir::Type::List;
    case catalog::AttributeType::Set: return ir::Type::Set;
    case catalog::AttributeType::Map: return ir::Type::Map;
    case catalog::AttributeType::Object: return ir::Type::Object;
    case catalog::AttributeType::Any: return ir::Type::Any;
  }
  return ir::Type::Any;
}

Type type_of(const catalog::Attribute& attribute, const catalog::TerraformType& resource) {
  Type type = Type::of(kind_of(attribute.type));
  type.nullable = !attribute.required || type.is_any();
  Type inner = Type::of(attribute.nested != 0 ? ir::Type::Object : kind_of(attribute.element));
  if (attribute.nested != 0) inner.shapes.push_back({.terraform = &resource, .nested = attribute.nested});
  if (type.is(ir::Type::Object)) type.shapes = inner.shapes;
  bool collection = type.is_array() || type.is(ir::Type::Map);
  // The catalogue says nothing about what stands inside an element that is itself a collection.
  if (collection && !inner.is_any()) type.element = std::make_shared<const Type>(std::move(inner));
  return type;
}

std::optional<Type> find_in(const Shape& shape, std::string_view name) {
  if (shape.record != nullptr) {
    const Type* field = shape.record->find(name);
    return field == nullptr ? std::nullopt : std::optional<Type>(*field);
  }
  std::optional<catalog::Attribute> attribute = shape.terraform->attribute(name, shape.nested);
  return attribute ? std::optional<Type>(type_of(*attribute, *shape.terraform)) : std::nullopt;
}

// What is true of both.
Type merge(const Type& a, const Type& b) {
  Type merged = a.kind == b.kind ? a : Type();
  merged.nullable = a.nullable || b.nullable || merged.is_any();
  if (a.is(ir::Type::Object) && b.is(ir::Type::Object)) {
    merged.shapes.insert(merged.shapes.end(), b.shapes.begin(), b.shapes.end());
    if (a.shapes.empty() || b.shapes.empty()) merged.shapes.clear();
  }
  if (!a.element || !b.element) {
    merged.element = nullptr;
  } else if (merged.element) {
    merged.element = std::make_shared<const Type>(merge(*a.element, *b.element));
  }
  return merged;
}

}  // namespace

std::optional<Type> find_attribute(const Type& object, std::string_view name) {
  std::optional<Type> found;
  for (const Shape& shape : object.shapes) {
    std::optional<Type> type = find_in(shape, name);
    if (!type) return std::nullopt;
    found = found ? merge(*found, *type) : *type;
  }
  if (found) return found;
  Type any;
  any.nullable = true;
  return any;
}

std::string lacking_resource(const Type& object, std::string_view name) {
  for (const Shape& shape : object.shapes) {
    if (find_in(shape, name)) continue;
    if (shape.record != nullptr) return shape.record->name;
    return shape.nested == 0 ? std::string(shape.terraform->name()) : "";
  }
  return "";
}

std::optional<std::string> nearest_attribute(const Type& object, std::string_view name) {
  NearestName nearest(name);
  if (object.shapes.empty()) return std::nullopt;
  auto offer = [&](std::string_view candidate) {
    if (find_attribute(object, candidate)) nearest.offer(candidate);
  };
  const Shape& first = object.shapes.front();
  if (first.record != nullptr) {
    for (const Record::Field& field : first.record->fields) offer(field.name);
  } else {
    for (std::string_view candidate : first.terraform->attribute_names(first.nested)) offer(candidate);
  }
  return nearest.best();
}

}  // namespace berm::check
