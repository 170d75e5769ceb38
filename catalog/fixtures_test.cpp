// Real plans, read in place: every attribute that Terraform wrote is in the catalogue.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "catalog/catalog.h"

namespace berm::catalog {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

fs::path fixtures() {
  const char* given = std::getenv("BERM_FIXTURES");
  return given != nullptr ? fs::path(given) : fs::path(BERM_SOURCE_DIR) / "../shared/fixtures";
}

// Plans made with versions of the provider older than those the catalogue has read.
const std::set<std::string> kOlderThanTheCatalogue = {"aws_instance.network_interface_id",
                                                      "aws_iam_instance_profile.roles"};

class Coverage {
 public:
  void plan(const Json& plan) {
    if (!plan.is_object() || !plan.contains("resource_changes") || !plan["resource_changes"].is_array()) return;
    for (const Json& change : plan["resource_changes"]) resource(change);
  }

  size_t known = 0;
  std::set<std::string> unknown;

 private:
  void resource(const Json& change) {
    if (!change.is_object() || change.value("mode", "") != "managed") return;
    std::string type = change.value("type", "");
    if (!type.starts_with("aws_")) return;
    const TerraformType* known_type = Catalog::builtin().terraform_type(type);
    if (known_type == nullptr) {
      unknown.insert(type);
      return;
    }
    for (const char* part : {"before", "after", "after_unknown"}) {
      Json value = change.value("change", Json::object()).value(part, Json());
      if (value.is_object()) object(*known_type, 0, value, type);
    }
  }

  void object(const TerraformType& type, uint32_t group, const Json& value, const std::string& path) {
    for (const auto& [name, inner] : value.items()) {
      std::optional<Attribute> attribute = type.attribute(name, group);
      std::string inner_path = path + "." + name;
      if (!attribute) {
        unknown.insert(inner_path);
        continue;
      }
      ++known;
      if (attribute->nested != 0) nested(type, attribute->nested, inner, inner_path);
    }
  }

  void nested(const TerraformType& type, uint32_t group, const Json& value, const std::string& path) {
    if (value.is_object()) return object(type, group, value, path);
    if (!value.is_array()) return;
    for (const Json& element : value) nested(type, group, element, path);
  }
};

TEST(Fixtures, AttributesOfRealPlansAreKnown) {
  fs::path plans = fixtures() / "plans/open-source";
  if (!fs::is_directory(plans)) GTEST_SKIP() << "skipped: fixtures not present";
  Coverage coverage;
  for (const auto& entry : fs::recursive_directory_iterator(plans)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream stream(entry.path());
    coverage.plan(Json::parse(stream, nullptr, /*allow_exceptions=*/false));
  }
  EXPECT_GT(coverage.known, 10000u);
  EXPECT_EQ(coverage.unknown, kOlderThanTheCatalogue);
}

}  // namespace
}  // namespace berm::catalog
