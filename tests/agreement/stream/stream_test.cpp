#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>
#include <sstream>

#include "compiler/driver/driver.h"
#include "compiler/emit/emit.h"
#include "runtime/plan/plan.h"
#include "runtime/stream/program.h"
#include "runtime/stream/sift.h"
#include "tests/agreement/stream/keep_all.h"
#include "tests/agreement/stream/same.h"

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

std::vector<const ir::Rule*> rules_of(const ir::Module& module) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : module.rules) rules.push_back(&rule);
  return rules;
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

// Plans whose addresses are of other resources are left to runtime/plan: Terraform writes none.
bool names_agree(const facts::Plan& plan) {
  return std::ranges::all_of(plan.changes, stream::names_agree) && std::ranges::all_of(plan.drift, stream::names_agree);
}

class Streamed {
 public:
  explicit Streamed(const driver::Project& project)
      : project_(project),
        all_(rules_of(project.module)),
        rules_(all_, project.sources),
        sieves_(all_),
        program_(compiled(project)),
        loaded_(*program_, project.directory),
        judge_(*program_, loaded_, numbers(all_.size())) {}

  // Compares one plan; whether it is one. Each in another way.
  bool compare(const std::string& name, const std::string& text) {
    constexpr Way kWays[] = {{1, 64}, {2, 1000}, {1, 1 << 18}, {2, 64}};
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(text, name, diagnostics);
    reference::CheckOptions whole;
    whole.assume = assume;
    whole.all = judge_all;
    whole.account = account;
    std::optional<report::CheckResult> expected;
    if (plan) expected = reference::check(all_, *plan, project_.sources, whole);
    stream::Statistics statistics;
    Diagnostics found;
    auto result = check(name, text, kWays[compared_++ % std::size(kWays)], statistics, found);
    // What no rule reads is only looked at as far as brackets and strings go.
    bool unseen = result && !expected && diagnostics.items()[0].kind == DiagnosticKind::PlanDuplicateKey;
    if (unseen) return false;
    EXPECT_EQ(result.has_value(), expected.has_value()) << name;
    if (result && expected) {
      EXPECT_EQ(difference(*expected, *result), "") << name << ", " << compared_ - 1;
      EXPECT_EQ(statistics.whole, !names_agree(*plan)) << name;
      compare_program(name, text, *expected, statistics.whole);
    } else {
      expect_same_diagnostics(diagnostics, found, name);
    }
    return plan.has_value();
  }

  bool assume = true, judge_all = false;
  std::string account;

 private:
  struct Way {
    uint32_t threads;
    size_t window_bytes;
  };
  std::optional<report::CheckResult> check(const std::string& name, const std::string& text, const Way& way,
                                           stream::Statistics& statistics, Diagnostics& diagnostics) {
    return stream::check_text(rules_, sieves_, text, name, options_of(way, statistics), diagnostics);
  }

  stream::Options options_of(const Way& way, stream::Statistics& statistics) const {
    stream::Options options;
    options.all = judge_all;
    options.account = account;
    options.assume = assume;
    options.threads = way.threads;
    options.window_bytes = way.window_bytes;
    options.statistics = &statistics;
    return options;
  }

  static std::vector<uint32_t> numbers(size_t count) {
    std::vector<uint32_t> out(count);
    std::iota(out.begin(), out.end(), 0);
    return out;
  }
  static std::unique_ptr<const program::Program> compiled(const driver::Project& project) {
    Diagnostics diagnostics;
    auto program = program::Program::from_bytes(emit::emit({project.module,
                                                            project.sources,
                                                            *project.catalog,
                                                            {.rules = {"**"}},
                                                            project.directory,
                                                            project.standard_library,
                                                            "test"}),
                                                "program", diagnostics);
    EXPECT_TRUE(program);
    return program;
  }

  // By the program's filter, which clears what it can.
  void compare_program(const std::string& name, const std::string& text, const report::CheckResult& expected,
                       bool whole) {
    Way way = compared_ % 2 ? Way{1, 3000} : Way{2, 1 << 18};
    stream::Statistics statistics;
    Diagnostics found;
    auto result = judge_.check_text(text, name, options_of(way, statistics), found);
    ASSERT_TRUE(result) << name;
    EXPECT_EQ(difference(expected, *result), "") << name << ", by the program";
    EXPECT_EQ(statistics.whole, whole) << name;
  }

  static void expect_same_diagnostics(const Diagnostics& a, const Diagnostics& b, const std::string& name) {
    ASSERT_EQ(a.items().size(), b.items().size()) << name;
    for (size_t i = 0; i < a.items().size(); ++i) {
      const Diagnostic &x = a.items()[i], &y = b.items()[i];
      EXPECT_EQ(x.kind, y.kind) << name;
      EXPECT_EQ(x.message, y.message) << name;
      EXPECT_EQ(x.position.has_value(), y.position.has_value()) << name;
      if (!x.position || !y.position) continue;
      EXPECT_EQ(x.position->line, y.position->line) << name;
      EXPECT_EQ(x.position->column, y.position->column) << name;
    }
  }

  const driver::Project& project_;
  std::vector<const ir::Rule*> all_;
  ModuleRules rules_;
  KeepAll sieves_;
  std::unique_ptr<const program::Program> program_;
  load::Rules loaded_;
  stream::Judge judge_;
  size_t compared_ = 0;
};

size_t compare_all(Streamed& streamed, const std::set<fs::path>& paths) {
  size_t plans = 0;
  for (const fs::path& path : paths) plans += streamed.compare(path.string(), text_of(path)) ? 1 : 0;
  return plans;
}

TEST(Stream, AgreesOnOwnPlans) {
  std::set<fs::path> paths;
  for (const char* folder : {"tests", "examples", "stdlib", "docs"})
    add_plans(fs::path(BERM_SOURCE_DIR) / folder, paths);
  Streamed streamed(library());
  EXPECT_GT(compare_all(streamed, paths), 5u);
}

TEST(Stream, AgreesOnThePlansOfTests) {
  // Each is judged by all rules of the library, three times over: some of them are enough here.
  constexpr size_t kEach = 12;
  Streamed streamed(library());
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
  Streamed streamed(library());
  EXPECT_TRUE(streamed.compare("as it should be", plan("aws_vpc", R"("module_address": "module.n",)")));
  EXPECT_TRUE(streamed.compare("another type", plan("aws*_vpc", R"("module_address": "module.n",)")));
  EXPECT_TRUE(streamed.compare("no module", plan("aws_vpc", "")));
}

TEST(Stream, AgreesOnFixtures) {
  const char* fixtures = std::getenv("BERM_FIXTURES");
  if (!fixtures) GTEST_SKIP() << "BERM_FIXTURES is not set";
  std::set<fs::path> paths;
  add_plans(fs::path(fixtures) / "plans", paths);
  add_plans(fs::path(fixtures) / "plans-from-hcl", paths);
  Streamed streamed(library());
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
