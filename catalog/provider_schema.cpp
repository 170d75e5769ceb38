// Reads `terraform providers schema -json`; the only file here that knows the JSON library.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "catalog/schema_catalog.h"

namespace berm::catalog {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;  // of nested blocks; providers stay far below

const Json& member(const Json& object, const char* name) {
  static const Json null;
  if (!object.is_object()) return null;
  auto found = object.find(name);
  return found == object.end() ? null : *found;
}

bool flag(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_boolean() && value.get<bool>();
}

// What is wrong with a file that is JSON; it never leaves this file.
struct BadSchema {
  std::string what;
};

AttributeType collection(const std::string& name) {
  if (name == "list") return AttributeType::List;
  if (name == "set") return AttributeType::Set;
  if (name == "map") return AttributeType::Map;
  if (name == "single" || name == "group") return AttributeType::Object;
  throw BadSchema{fmt::format("`{}` is no nesting mode", name)};
}

AttributeType simple(const std::string& name) {
  if (name == "string") return AttributeType::String;
  if (name == "number") return AttributeType::Number;
  if (name == "bool") return AttributeType::Bool;
  if (name == "dynamic") return AttributeType::Any;
  throw BadSchema{fmt::format("`{}` is no attribute type", name)};
}

class TypeReader {
 public:
  explicit TypeReader(SchemaType& type) : type_(type) {}

  void block(const Json& block, uint32_t group, int depth) {
    if (depth > kMaxDepth) throw BadSchema{fmt::format("`{}` is nested too deep", type_.name())};
    attributes(member(block, "attributes"), group, depth);
    const Json& blocks = member(block, "block_types");
    if (!blocks.is_object()) return;
    for (const auto& [name, nested] : blocks.items()) nested_block(name, nested, group, depth);
  }

 private:
  void nested_block(const std::string& name, const Json& nested, uint32_t group, int depth) {
    Attribute attribute;
    set_collection(attribute, text(member(nested, "nesting_mode"), name));
    const Json& least = member(nested, "min_items");
    attribute.required = least.is_number_unsigned() && least.get<uint64_t>() > 0;
    set_nested(attribute);
    block(member(nested, "block"), attribute.nested, depth + 1);
    type_.add(group, name, attribute);
  }

  void attributes(const Json& all, uint32_t group, int depth) {
    if (!all.is_object()) return;
    for (const auto& [name, given] : all.items()) {
      Attribute attribute;
      attribute.required = flag(given, "required");
      attribute.computed_only = flag(given, "computed") && !flag(given, "optional") && !attribute.required;
      if (const Json& nested = member(given, "nested_type"); nested.is_object()) {
        set_collection(attribute, text(member(nested, "nesting_mode"), name));
        set_nested(attribute);
        block(nested, attribute.nested, depth + 1);
      } else {
        set_type(attribute, member(given, "type"), name, depth);
      }
      type_.add(group, name, attribute);
    }
  }

  // "string", ["list", "string"], ["set", ["object", {…}]]
  void set_type(Attribute& attribute, const Json& type, const std::string& name, int depth) {
    if (type.is_string()) {
      attribute.type = simple(type.get<std::string>());
      return;
    }
    if (!type.is_array() || type.size() < 2) throw BadSchema{fmt::format("`{}` has no type", name)};
    std::string kind = text(type[0], name);
    if (kind == "object") return set_object(attribute, type[1], name, depth);
    if (kind == "tuple") {
      attribute.type = AttributeType::List;
      return;
    }
    set_collection(attribute, kind);
    set_element(attribute, type[1], name, depth);
  }

  void set_element(Attribute& attribute, const Json& type, const std::string& name, int depth) {
    if (type.is_string()) {
      attribute.element = simple(type.get<std::string>());
    } else if (type.is_array() && type.size() == 2 && type[0] == "object") {
      Attribute object;
      set_object(object, type[1], name, depth);
      attribute.element = AttributeType::Object;
      attribute.block = object.block;
      attribute.nested = object.nested;
    } else {
      attribute.element = AttributeType::Any;  // a collection of collections
    }
  }

  void set_object(Attribute& attribute, const Json& fields, const std::string& name, int depth) {
    if (depth > kMaxDepth) throw BadSchema{fmt::format("`{}` is nested too deep", name)};
    attribute.type = AttributeType::Object;
    set_nested(attribute);
    if (!fields.is_object()) return;
    for (const auto& [field, type] : fields.items()) {
      Attribute nested;
      set_type(nested, type, field, depth + 1);
      type_.add(attribute.nested, field, nested);
    }
  }

  static void set_collection(Attribute& attribute, const std::string& mode) {
    attribute.type = collection(mode);
    attribute.element = attribute.type == AttributeType::Object ? AttributeType::Any : AttributeType::Object;
  }

  void set_nested(Attribute& attribute) {
    attribute.block = true;
    attribute.nested = type_.add_group();
  }

  static std::string text(const Json& value, const std::string& of) {
    if (!value.is_string()) throw BadSchema{fmt::format("`{}` has no type", of)};
    return value.get<std::string>();
  }

  SchemaType& type_;
};

// registry.terraform.io/hashicorp/aws → aws_
std::string prefix_of(const std::string& provider) { return provider.substr(provider.rfind('/') + 1) + "_"; }

// `prefix` makes names of the names in the file: data sources are called as in addresses, `data.aws_ami`.
void read_types(const Json& schemas, const std::string& prefix, SchemaTypes& types) {
  if (!schemas.is_object()) return;
  for (const auto& [name, schema] : schemas.items()) {
    auto type = std::make_unique<SchemaType>(prefix + name);
    TypeReader(*type).block(member(schema, "block"), 0, 0);
    types[prefix + name] = std::move(type);
  }
}

InputPosition position_of(std::string_view json, size_t byte, const std::string& path) {
  std::string_view before = json.substr(0, std::min(byte > 0 ? byte - 1 : 0, json.size()));
  size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  auto line = static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  return {path, line, before.size() - line_start + 1};
}

std::unique_ptr<Catalog> read_schema(const Catalog& base, const Json& document) {
  const Json& providers = member(document, "provider_schemas");
  if (!providers.is_object() || providers.empty())
    throw BadSchema{"found no `provider_schemas` in the provider schema"};
  SchemaTypes types;
  std::set<std::string> prefixes;
  for (const auto& [name, provider] : providers.items()) {
    const Json& data_sources = member(provider, "data_source_schemas");
    prefixes.insert(prefix_of(name));
    if (data_sources.is_object()) prefixes.insert("data." + prefix_of(name));
    read_types(member(provider, "resource_schemas"), "", types);
    read_types(data_sources, "data.", types);
  }
  return std::make_unique<SchemaCatalog>(base, std::move(types), std::move(prefixes));
}

}  // namespace

std::unique_ptr<Catalog> with_provider_schema(const Catalog& base, std::string_view json, const std::string& path,
                                              Diagnostics& diagnostics) {
  const std::string hint = "write the file with `terraform providers schema -json`";
  try {
    return read_schema(base, Json::parse(json));
  } catch (const BadSchema& bad) {
    diagnostics.add(DiagnosticKind::SchemaNotReadable, bad.what).at(InputPosition{path}).help(hint);
  } catch (const Json::parse_error& error) {
    diagnostics.add(DiagnosticKind::SchemaNotReadable, "the provider schema is not JSON here")
        .at(position_of(json, error.byte, path))
        .help(hint);
  } catch (const Json::exception&) {
    diagnostics.add(DiagnosticKind::SchemaNotReadable, "the provider schema has a value of the wrong type")
        .at(InputPosition{path})
        .help(hint);
  }
  return nullptr;
}

}  // namespace berm::catalog
