#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/catalog.h"

namespace berm::catalog {
namespace {

using ::testing::IsSupersetOf;
using ::testing::HasSubstr;

constexpr const char* kSchema = R"({"format_version": "1.0", "provider_schemas": {
  "registry.terraform.io/hashicorp/aws": {"resource_schemas": {"aws_thing": {"version": 0, "block": {
    "attributes": {
      "arn": {"type": "string", "computed": true},
      "name": {"type": "string", "required": true},
      "size": {"type": "number", "optional": true, "computed": true},
      "public": {"type": "bool", "optional": true},
      "zones": {"type": ["set", "string"], "optional": true},
      "grid": {"type": ["list", ["list", "number"]], "optional": true},
      "ingress": {"type": ["set", ["object", {"port": "number", "cidrs": ["list", "string"]}]], "optional": true},
      "settings": {"nested_type": {"nesting_mode": "single", "attributes": {"on": {"type": "bool"}}}},
      "free": {"type": "dynamic", "optional": true}},
    "block_types": {
      "rule": {"nesting_mode": "list", "min_items": 1, "block": {"attributes": {"port": {"type": "number"}}}},
      "timeouts": {"nesting_mode": "single", "block": {"attributes": {"create": {"type": "string"}}}}}}}}},
  "registry.opentofu.org/acme/corp": {"resource_schemas": {"corp_box": {"block": {}}},
    "data_source_schemas": {"corp_box": {"block": {"attributes": {"owner": {"type": "string"}}}}}}}})";

struct Loaded {
  explicit Loaded(std::string_view json) {
    catalog = with_provider_schema(Catalog::builtin(), json, "schema.json", diagnostics);
  }
  const TerraformType& thing() const { return *catalog->terraform_type("aws_thing"); }
  Attribute at(std::string_view name, uint32_t parent = 0) const {
    return thing().attribute(name, parent).value_or(Attribute{});
  }

  Diagnostics diagnostics;
  std::unique_ptr<Catalog> catalog;
};

TEST(ProviderSchema, ReplacesTheTypesOfItsProviders) {
  Loaded loaded(kSchema);
  ASSERT_NE(loaded.catalog, nullptr);
  EXPECT_TRUE(loaded.diagnostics.empty());
  EXPECT_NE(loaded.catalog->terraform_type("aws_thing"), nullptr);
  EXPECT_EQ(loaded.catalog->terraform_type("aws_s3_bucket"), nullptr);
  EXPECT_NE(loaded.catalog->terraform_type("corp_box"), nullptr);
  EXPECT_THAT(loaded.catalog->terraform_type_names(), IsSupersetOf({"aws_thing", "corp_box", "data.corp_box"}));
  EXPECT_TRUE(loaded.catalog->terraform_type("data.corp_box")->attribute("owner"));
  EXPECT_FALSE(loaded.catalog->terraform_type("corp_box")->attribute("owner"));
  EXPECT_NE(loaded.catalog->terraform_type("data.aws_ami"), nullptr);
  EXPECT_EQ(loaded.catalog->nearest_terraform_type("aws_thin"), "aws_thing");
}

TEST(ProviderSchema, LeavesOtherProvidersAndTheRest) {
  Loaded loaded(R"({"provider_schemas": {"registry.terraform.io/acme/corp": {"resource_schemas": {"corp_box": {}}}}})");
  ASSERT_NE(loaded.catalog, nullptr);
  EXPECT_NE(loaded.catalog->terraform_type("aws_s3_bucket"), nullptr);
  EXPECT_EQ(loaded.catalog->terraform_type_count(), Catalog::builtin().terraform_type_count() + 1);
  EXPECT_TRUE(loaded.catalog->action("s3:GetObject"));
  EXPECT_EQ(loaded.catalog->quota("aws.scp.size")->value, 10240);
}

TEST(ProviderSchema, ReadsAttributes) {
  Loaded loaded(kSchema);
  ASSERT_NE(loaded.catalog, nullptr);
  EXPECT_TRUE(loaded.at("arn").computed_only);
  EXPECT_TRUE(loaded.at("name").required);
  EXPECT_EQ(loaded.at("size").type, AttributeType::Number);
  EXPECT_FALSE(loaded.at("size").computed_only);
  EXPECT_EQ(loaded.at("public").type, AttributeType::Bool);
  EXPECT_EQ(loaded.at("zones").type, AttributeType::Set);
  EXPECT_EQ(loaded.at("zones").element, AttributeType::String);
  EXPECT_EQ(loaded.at("grid").element, AttributeType::Any);
  EXPECT_EQ(loaded.at("free").type, AttributeType::Any);
  EXPECT_FALSE(loaded.thing().attribute("nothing"));
}

TEST(ProviderSchema, ReadsNesting) {
  Loaded loaded(kSchema);
  ASSERT_NE(loaded.catalog, nullptr);
  Attribute rule = loaded.at("rule"), ingress = loaded.at("ingress"), settings = loaded.at("settings");
  EXPECT_EQ(rule.type, AttributeType::List);
  EXPECT_TRUE(rule.required);
  EXPECT_TRUE(rule.block);
  EXPECT_EQ(loaded.at("port", rule.nested).type, AttributeType::Number);
  EXPECT_EQ(ingress.type, AttributeType::Set);
  EXPECT_EQ(ingress.element, AttributeType::Object);
  EXPECT_EQ(loaded.at("cidrs", ingress.nested).type, AttributeType::List);
  EXPECT_EQ(settings.type, AttributeType::Object);
  EXPECT_EQ(loaded.at("on", settings.nested).type, AttributeType::Bool);
  EXPECT_EQ(loaded.at("timeouts").type, AttributeType::Object);
}

void expect_refused(std::string_view json, const char* words, uint64_t line) {
  Loaded loaded(json);
  EXPECT_EQ(loaded.catalog, nullptr) << json;
  ASSERT_EQ(loaded.diagnostics.items().size(), 1u);
  const Diagnostic& diagnostic = loaded.diagnostics.items()[0];
  EXPECT_EQ(diagnostic.kind, DiagnosticKind::SchemaNotReadable);
  EXPECT_THAT(diagnostic.message, HasSubstr(words));
  ASSERT_TRUE(diagnostic.position);
  EXPECT_EQ(diagnostic.position->path, "schema.json");
  EXPECT_EQ(diagnostic.position->line, line);
  EXPECT_THAT(diagnostic.hint, HasSubstr("terraform providers schema -json"));
}

TEST(ProviderSchema, BadInputIsOneDiagnostic) {
  expect_refused("", "not JSON", 1);
  expect_refused("{\n  \"a\": tru\n}", "not JSON", 2);
  expect_refused("[]", "provider_schemas", 0);
  expect_refused("{}", "provider_schemas", 0);
  expect_refused(R"({"provider_schemas": {}})", "provider_schemas", 0);
  expect_refused(std::string("{\"\xff\": 1}"), "not JSON", 1);
  expect_refused(std::string(100000, '['), "not JSON", 1);
}

std::string schema_of(const std::string& attributes) {
  return R"({"provider_schemas": {"x/y/aws": {"resource_schemas": {"aws_a": {"block": {"attributes": )" + attributes +
         "}}}}}}";
}

TEST(ProviderSchema, BadTypesAreNamed) {
  expect_refused(schema_of(R"({"b": {"type": "strin"}})"), "`strin`", 0);
  expect_refused(schema_of(R"({"b": {"type": 7}})"), "`b`", 0);
  expect_refused(schema_of(R"({"b": {"type": ["bag", "string"]}})"), "`bag`", 0);
  expect_refused(schema_of(R"({"b": {"type": []}})"), "`b`", 0);
}

TEST(ProviderSchema, NestingIsBounded) {
  std::string type = "\"string\"";
  for (int i = 0; i < 100; ++i) type = R"(["object", {"a": )" + type + "}]";
  expect_refused(schema_of("{\"b\": {\"type\": " + type + "}}"), "too deep", 0);
}

}  // namespace
}  // namespace berm::catalog
