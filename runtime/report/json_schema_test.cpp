// docs/report.schema.json describes what the JSON report holds: no more, no less.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/report/report.h"
#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

using Json = nlohmann::json;

// As much of JSON Schema as that file uses; what it does not know, it refuses.
class Validator {
 public:
  explicit Validator(Json schema) : root_(std::move(schema)) {}

  std::string problem(const Json& value) const { return problem(value, root_, "$"); }

 private:
  static bool is_type(const Json& value, const std::string& type) {
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "integer" && value.is_number_integer()) ||
           (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
  }

  static bool fits_type(const Json& value, const Json& types) {
    if (types.is_string()) return is_type(value, types);
    return std::any_of(types.begin(), types.end(), [&](const Json& type) { return is_type(value, type); });
  }

  std::string problem(const Json& value, const Json& schema, const std::string& at) const {
    for (const auto& [keyword, argument] : schema.items()) {
      std::string found = keyword_problem(value, schema, keyword, argument, at);
      if (!found.empty()) return found;
    }
    return {};
  }

  std::string keyword_problem(const Json& value, const Json& schema, const std::string& keyword, const Json& argument,
                              const std::string& at) const {
    if (keyword == "$ref") {
      return problem(value, root_.at(Json::json_pointer(argument.get<std::string>().substr(1))), at);
    }
    if (keyword == "type") return fits_type(value, argument) ? "" : at + " is of another type";
    if (keyword == "const") return value == argument ? "" : at + " is another value";
    if (keyword == "enum") {
      return std::count(argument.begin(), argument.end(), value) > 0 ? "" : at + " is none of the values";
    }
    if (keyword == "minimum") return !value.is_number() || value >= argument ? "" : at + " is too small";
    if (keyword == "items") return items_problem(value, argument, at);
    if (keyword == "properties") return members_problem(value, argument, at);
    if (keyword == "required") return required_problem(value, argument, at);
    bool silent = keyword == "description" || keyword == "title" || keyword == "$schema" || keyword == "$defs";
    return silent ? "" : "the schema has an unknown keyword " + keyword + " in " + schema.dump().substr(0, 60);
  }

  std::string items_problem(const Json& value, const Json& schema, const std::string& at) const {
    for (size_t i = 0; value.is_array() && i < value.size(); ++i) {
      std::string found = problem(value[i], schema, at + "[" + std::to_string(i) + "]");
      if (!found.empty()) return found;
    }
    return {};
  }

  std::string members_problem(const Json& value, const Json& properties, const std::string& at) const {
    if (!value.is_object()) return {};
    for (const auto& [name, member] : value.items()) {
      if (!properties.contains(name)) return at + "." + name + " is not described";
      std::string found = problem(member, properties[name], at + "." + name);
      if (!found.empty()) return found;
    }
    return {};
  }

  static std::string required_problem(const Json& value, const Json& names, const std::string& at) {
    for (const Json& name : names) {
      if (value.is_object() && !value.contains(name.get<std::string>()))
        return at + " has no " + name.get<std::string>();
    }
    return {};
  }

  Json root_;
};

Validator schema() {
  std::ifstream in(BERM_SOURCE_DIR "/docs/report.schema.json");
  EXPECT_TRUE(in);
  return Validator(Json::parse(in));
}

Json report_json(const CheckReport& report) { return Json::parse(render(report, Format::Json, {})); }

TEST(ReportSchema, DescribesEveryReport) {
  CheckReport matched_nothing = run_of(everything());
  matched_nothing.unmatched = {2};
  CheckReport related = several();
  related.plans[0].rules[0].assumptions = {{"a.b", "vpc_id", "aws_vpc.v", "each refers to the one of its key"}};
  for (const CheckReport& report : {run_of(everything()), several(), matched_nothing, related}) {
    EXPECT_EQ(schema().problem(report_json(report)), "");
  }
}

TEST(ReportSchema, NoticesWhatDoesNotFit) {
  Json good = report_json(several());
  auto with = [&](const char* pointer, const Json& value) {
    Json changed = good;
    changed[Json::json_pointer(pointer)] = value;
    return schema().problem(changed);
  };
  EXPECT_EQ(with("/schema_version", 1), "$.schema_version is another value");
  EXPECT_EQ(with("/plans/0/rules/0/verdict", "fine"), "$.plans[0].rules[0].verdict is none of the values");
  EXPECT_EQ(with("/plans/0/rules/0/judged", -1), "$.plans[0].rules[0].judged is too small");
  EXPECT_EQ(with("/waivers/1/problems/0/place", "x"), "$.waivers[1].problems[0].place is of another type");
  EXPECT_EQ(with("/extra", 1), "$.extra is not described");
  good.erase("summary");
  EXPECT_EQ(schema().problem(good), "$ has no summary");
}

}  // namespace
}  // namespace berm::report
