#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/driver/driver.h"
#include "tests/agreement/stream/streamed.h"

namespace berm::agreement {
namespace {

namespace fs = std::filesystem;

// Every rule of the standard library.
const driver::Project& library() {
  static const auto project = [] {
    Diagnostics diagnostics;
    auto loaded = driver::load_project("", {.standard_library = true}, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
    return loaded;
  }();
  return *project;
}

void add_plans(const fs::path& folder, std::set<fs::path>& out) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    bool sealed = entry.path().string().find("sealed") != std::string::npos;
    if (!sealed && entry.is_regular_file() && entry.path().extension() == ".json") out.insert(entry.path());
  }
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// By every rule of the library.
class OfLibrary : public Streamed {
 public:
  OfLibrary()
      : Streamed({library().module, library().sources, *library().catalog, library().directory,
                  library().standard_library}) {}
  // Whether it is a plan.
  bool compare(const std::string& name, const std::string& text) {
    Outcome outcome = Streamed::compare(name, text);
    EXPECT_EQ(outcome.problem, "");
    return outcome.plan;
  }
};

size_t compare_all(OfLibrary& streamed, const std::set<fs::path>& paths) {
  size_t plans = 0;
  for (const fs::path& path : paths) plans += streamed.compare(path.string(), text_of(path)) ? 1 : 0;
  return plans;
}

TEST(Stream, AgreesOnOwnPlans) {
  std::set<fs::path> paths;
  for (const char* folder : {"tests", "examples", "stdlib", "docs"})
    add_plans(fs::path(BERM_SOURCE_DIR) / folder, paths);
  OfLibrary streamed;
  EXPECT_GT(compare_all(streamed, paths), 5u);
}

TEST(Stream, AgreesOnThePlansOfTests) {
  // Each is judged by all rules of the library, three times over: some of them are enough here.
  constexpr size_t kEach = 12;
  OfLibrary streamed;
  size_t plans = 0, steps = 0;
  for (const ir::Test& test : library().module.tests) {
    for (const ir::TestStep& step : test.steps) {
      if (step.plan_json.empty() || steps++ % kEach != 0) continue;
      plans += streamed.compare(test.title, step.plan_json) ? 1 : 0;
    }
  }
  EXPECT_GT(plans, 50u);
}

// References go by module, type and name, the report by address: which of the two counts must not depend on the reader.
TEST(Stream, AgreesWhereAddressesAreOfOthers) {
  auto plan = [](std::string_view type, std::string_view module) {
    std::string flow_logs = R"(
      {"address": "module.n.aws_flow_log.a", "module_address": "module.n", "mode": "managed", "type": "aws_flow_log",
       "name": "a", "change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {"vpc_id": true}}})";
    return R"({"format_version": "1.2", "resource_changes": [
      {"address": "module.n.aws_vpc.main", )" +
           std::string(module) + R"( "mode": "managed", "type": ")" + std::string(type) + R"(", "name": "main",
       "change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {"id": true}}},)" +
           flow_logs + R"(], "configuration": {"root_module": {"module_calls": {"n": {"module": {"resources": [
      {"address": "aws_vpc.main", "mode": "managed", "type": "aws_vpc", "name": "main", "expressions": {}},
      {"address": "aws_flow_log.a", "mode": "managed", "type": "aws_flow_log", "name": "a",
       "expressions": {"vpc_id": {"references": ["aws_vpc.main.id", "aws_vpc.main"]}}}]}}}}}})";
  };
  OfLibrary streamed;
  EXPECT_TRUE(streamed.compare("as it should be", plan("aws_vpc", R"("module_address": "module.n",)")));
  EXPECT_TRUE(streamed.compare("another type", plan("aws*_vpc", R"("module_address": "module.n",)")));
  EXPECT_TRUE(streamed.compare("no module", plan("aws_vpc", "")));
}

TEST(Stream, AgreesWhereChangesAreMissing) {
  OfLibrary streamed;
  auto plan = [](const std::string& values) {
    return R"({"format_version":"1.2","planned_values":)" + values + R"(,"prior_state":{},"configuration":{}})";
  };
  EXPECT_TRUE(streamed.compare("named", plan(R"({"root_module":{"resources":[{"address":"aws_vpc.a"}]}})")));
  EXPECT_TRUE(streamed.compare("none", plan(R"({"root_module":{}})")));
  EXPECT_FALSE(streamed.compare("no object", plan("1")));
}

TEST(Stream, AgreesOnFixtures) {
  const char* fixtures = std::getenv("BERM_FIXTURES");
  if (!fixtures) GTEST_SKIP() << "BERM_FIXTURES is not set";
  std::set<fs::path> paths;
  add_plans(fs::path(fixtures) / "plans", paths);
  add_plans(fs::path(fixtures) / "plans-from-hcl", paths);
  OfLibrary streamed;
  EXPECT_GT(compare_all(streamed, paths), 100u);
  streamed.assume = false;
  streamed.judge_all = true;
  streamed.account = "123456789012";
  std::set<fs::path> some;
  size_t i = 0;
  for (const fs::path& path : paths) {
    if (++i % 7 == 0) some.insert(path);
  }
  compare_all(streamed, some);
}

}  // namespace
}  // namespace berm::agreement
