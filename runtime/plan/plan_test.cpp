#include "runtime/plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

using facts::Plan;
using facts::ResourceChange;

Plan read_own(const std::string& name) {
  Diagnostics diagnostics;
  auto plan = read_plan(std::string(BERM_SOURCE_DIR) + "/tests/plans/" + name, diagnostics);
  EXPECT_TRUE(plan) << name;
  return plan ? std::move(*plan) : Plan{};
}

const ResourceChange& at(const Plan& plan, std::string_view address) {
  static const ResourceChange kNone{};
  auto found = std::find_if(plan.changes.begin(), plan.changes.end(), [&](auto& c) { return c.address == address; });
  EXPECT_NE(found, plan.changes.end()) << address;
  return found == plan.changes.end() ? kNone : *found;
}

TEST(Plan, ReadsCreations) {
  Plan plan = read_own("create.json");
  EXPECT_EQ(plan.format_version, "1.2");
  EXPECT_EQ(plan.terraform_version, "1.11.4");
  EXPECT_EQ(plan.complete, true);
  EXPECT_FALSE(plan.errored);
  EXPECT_EQ(plan.changes.size(), 11u);
  const ResourceChange& keep = at(plan, "terraform_data.keep");
  EXPECT_EQ(keep.actions, facts::kCreate);
  EXPECT_EQ(keep.mode, "managed");
  EXPECT_EQ(keep.provider_name, "terraform.io/builtin/terraform");
  EXPECT_TRUE(keep.before.is_null());
  EXPECT_EQ(keep.after.find("input")->string(), "same");
  EXPECT_TRUE(keep.after.find("id")->is_unknown());
  EXPECT_TRUE(keep.after.find("triggers_replace")->is_null());
}

TEST(Plan, ReadsUnknownElementsAndLargeNumbers) {
  Plan plan = read_own("create.json");
  const facts::Value& input = *at(plan, "terraform_data.derived").after.find("input");
  ASSERT_EQ(input.list().size(), 3u);
  EXPECT_TRUE(input.list()[0].is_unknown());
  EXPECT_EQ(input.list()[1].string(), "known");
  EXPECT_EQ(input.list()[2].string(), "12345678901234567890123");
}

TEST(Plan, FlagsSensitiveLeaves) {
  Plan plan = read_own("create.json");
  const facts::Value& input = *at(plan, "terraform_data.secret").after.find("input");
  EXPECT_TRUE(input.find("password")->sensitive);
  EXPECT_FALSE(input.find("user")->sensitive);
}

TEST(Plan, ReadsUpdatesReplacementsDeletionsAndMoves) {
  Plan plan = read_own("change.json");
  EXPECT_EQ(at(plan, "terraform_data.change").actions, facts::kUpdate);
  EXPECT_TRUE(at(plan, "terraform_data.swap").replaces());
  const ResourceChange& gone = at(plan, "terraform_data.gone");
  EXPECT_EQ(gone.actions, facts::kDelete);
  EXPECT_EQ(gone.action_reason, "delete_because_no_resource_config");
  EXPECT_TRUE(gone.after.is_null());
  EXPECT_EQ(gone.before.find("input")->string(), "old");
  EXPECT_EQ(gone.config, nullptr);
  const ResourceChange& moved = at(plan, "terraform_data.new_name");
  EXPECT_TRUE(moved.unchanged());
  EXPECT_EQ(moved.previous_address, "terraform_data.old_name");
}

TEST(Plan, FindsTheBlockOfAResourceInsideModuleInstances) {
  Plan plan = read_own("create.json");
  const ResourceChange& inner = at(plan, R"(module.pair["b\"]"].terraform_data.inner[1])");
  EXPECT_EQ(inner.index, "1");
  ASSERT_NE(inner.config, nullptr);
  EXPECT_EQ(inner.config->module_address, "module.pair");
  EXPECT_EQ(inner.config->address, "terraform_data.inner");
  EXPECT_EQ(inner.config->written, std::vector<std::string_view>{"input"});
  const ResourceChange& swap = at(plan, "terraform_data.swap");
  ASSERT_NE(swap.config, nullptr);
  EXPECT_EQ(swap.config->written, (std::vector<std::string_view>{"input", "triggers_replace"}));
}

TEST(Plan, ACopyOutlivesThePlan) {
  auto plan = std::make_unique<Plan>(read_own("create.json"));
  Plan copy = *plan;
  plan.reset();
  EXPECT_EQ(at(copy, "terraform_data.swap").config->written,
            (std::vector<std::string_view>{"input", "triggers_replace"}));
}

TEST(Plan, SaysWhenTheSelectionWasTargeted) { EXPECT_EQ(read_own("targeted.json").complete, false); }

TEST(Plan, TakesVersionsFrom01To1x) {
  for (std::string version : {"0.1", "0.2", "1.0", "1.2", "1.99"}) {
    Plan plan = read_good(R"({"format_version":")" + version + R"(","resource_changes":[]})");
    EXPECT_EQ(plan.format_version, version);
  }
  for (std::string version : {"2.0", "0.0", "10.1", "1", "1.x", "", "1.2.3", "-1.0", "1.", ".1", "01.5", "00.1"}) {
    Diagnostic bad = read_bad(R"({"format_version":")" + version + R"(","resource_changes":[]})");
    EXPECT_EQ(bad.kind, DiagnosticKind::PlanFormatVersion) << version;
    EXPECT_EQ(bad.position->column, 19u) << version;
  }
  EXPECT_EQ(read_bad(R"({"format_version":1.2,"resource_changes":[]})").kind, DiagnosticKind::PlanFormatVersion);
  EXPECT_EQ(read_bad(R"({"resource_changes":[]})").kind, DiagnosticKind::PlanFormatVersion);
}

TEST(Plan, OpenTofuSaysNothingOfCompleteness) {
  Plan plan = read_good(R"({"format_version":"1.2","planned_values":{},"errored":true,"timestamp":"t"})");
  EXPECT_EQ(plan.complete, std::nullopt);
  EXPECT_EQ(plan.applyable, std::nullopt);
  EXPECT_TRUE(plan.errored);
  EXPECT_TRUE(plan.changes.empty());
}

// Terraform leaves an empty list out; what was cut off is not empty.
TEST(Plan, TellsWhereItsChangesAreMissing) {
  auto missing = [](const std::string& planned, const std::string& more = "") {
    return read_good(R"({"format_version":"1.2","planned_values":)" + planned + more + "}").changes_missing;
  };
  const std::string named = R"({"root_module":{"child_modules":[{},{"resources":[{"address":"a.b"}]}]}})";
  EXPECT_TRUE(missing(named));
  EXPECT_TRUE(missing(R"({"outputs":{},"root_module":{"resources":[{}]}})"));
  EXPECT_FALSE(missing(named, R"(,"resource_changes":[])"));
  for (const char* none : {"{}", R"({"root_module":{}})", R"({"root_module":{"resources":[],"child_modules":[{}]}})",
                           R"({"root_module":"x"})", R"({"root_module":{"resources":"x","child_modules":"y"}})"})
    EXPECT_FALSE(missing(none)) << none;
  EXPECT_EQ(read_bad(R"({"format_version":"1.2","planned_values":[]})").message, "`planned_values` is not an object");
}

TEST(Plan, CountsDeferredChangesAndKeepsDrift) {
  std::string deferred =
      R"({"reason":"instance_count_unknown","resource_change":)" + update(R"("after":{"n":1})") + "}";
  Plan plan = read_good(R"({"format_version":"1.2","complete":false,"applyable":true,"deferred_changes":[)" + deferred +
                        "," + deferred +
                        R"(],)"
                        R"("resource_drift":[)" +
                        update(R"("before":{},"after":{})") + "]}");
  EXPECT_EQ(plan.deferred_changes, 2u);
  ASSERT_EQ(plan.deferred.size(), 2u);
  EXPECT_TRUE(plan.deferred[1].deferred);
  EXPECT_EQ(plan.deferred[1].deferred_reason, "instance_count_unknown");
  EXPECT_EQ(plan.deferred[1].after.find("n")->string(), "1");
  EXPECT_FALSE(plan.drift[0].deferred);
  EXPECT_EQ(plan.complete, false);
  EXPECT_EQ(plan.applyable, true);
  EXPECT_EQ(plan.drift.size(), 1u);
  EXPECT_TRUE(plan.changes.empty());
}

TEST(Plan, CountsActionInvocations) {
  std::string action = R"({"address":"action.a.b"})", deferred = R"({"reason":"r","action_invocation":)" + action + "}";
  Plan plan = read_good(R"({"format_version":"1.2","resource_changes":[],"action_invocations":[)" + action +
                        R"(],"deferred_action_invocations":[)" + deferred + "," + deferred + "]}");
  EXPECT_EQ(plan.action_invocations, 3u);
}

TEST(Plan, PositionsCountLinesAndBytes) {
  Diagnostic bad = read_bad("{\"format_version\":\"1.2\",\n \"resource_changes\": [\n  7]}");
  EXPECT_EQ(bad.kind, DiagnosticKind::PlanMalformed);
  ASSERT_TRUE(bad.position);
  EXPECT_EQ(bad.position->path, "plan.json");
  EXPECT_EQ(bad.position->line, 3u);
  EXPECT_EQ(bad.position->column, 3u);
}

TEST(Plan, RootMembersHaveTheirTypes) {
  for (std::string member :
       {R"("resource_changes":null)",
        R"("resource_changes":{})",
        R"("resource_drift":"x")",
        R"("configuration":[])",
        R"("errored":"no")",
        R"("complete":0)",
        R"("deferred_changes":{})",
        R"("terraform_version":1)",
        R"("configuration":{"root_module":{"resources":{}}})",
        R"("configuration":{"root_module":{"module_calls":[]}})",
        R"("configuration":{"root_module":3})",
        R"("configuration":{"root_module":{"resources":[{"address":1}]}})",
        R"("configuration":{"root_module":{"resources":[{"address":"a","expressions":1}]}})",
        R"("configuration":{"provider_config":[]})",
        R"("configuration":{"provider_config":{"aws":{"name":7}}})",
        R"("configuration":{"root_module":{"outputs":7}})",
        R"("configuration":{"root_module":{"variables":[]}})",
        R"("configuration":{"root_module":{"module_calls":{"m":[]}}})",
        R"("configuration":{"root_module":{"module_calls":{"m":{"module":[]}}}})",
        R"("configuration":{"root_module":{"module_calls":{"m":{"count_expression":[]}}}})",
        R"("configuration":{"root_module":{"resources":[{"address":"a","for_each_expression":"x"}]}})",
        R"("configuration":{"root_module":{"resources":[{"address":"a","provider_config_key":{}}]}})",
        R"("prior_state":[])",
        R"("prior_state":{"values":[]})",
        R"("prior_state":{"values":{"root_module":[]}})",
        R"("prior_state":{"values":{"root_module":{"resources":[{"type":"x"}]}}})",
        R"("prior_state":{"values":{"root_module":{"resources":[{"address":"x.a","type":"x","index":true}]}}})",
        R"("prior_state":{"values":{"root_module":{"child_modules":[7]}}})",
        R"("prior_state":{"values":{"root_module":{"child_modules":[{"address":7}]}}})",
        R"("variables":[])",
        R"("variables":{"a":7})",
        R"("output_changes":[])",
        R"("output_changes":{"a":7})",
        R"("output_changes":{"a":{}})",
        R"("output_changes":{"a":{"actions":[1]}})",
        R"("checks":{})",
        R"("checks":[7])",
        R"("checks":[{}])",
        R"("checks":[{"address":{"kind":7}}])",
        R"("checks":[{"address":{"to_display":"a"},"instances":[{"address":{"to_display":7}}]}])",
        R"("checks":[{"address":{"to_display":"a"},"problems":[7]}])",
        R"("action_invocations":[{}])",
        R"("action_invocations":[{"address":"a","config_values":7}])",
        R"("deferred_action_invocations":[{}])",
        R"("deferred_changes":[{}])",
        R"("deferred_changes":[{"resource_change":{}}])",
        R"("deferred_changes":[{"reason":7,"resource_change":{"address":"x.a","type":"x","change":{"actions":[]}}}])",
        R"("resource_changes":[{"address":"x.a","type":"x","change":{"actions":["update"],"replace_paths":7}}])",
        R"("resource_changes":[{"address":"x.a","type":"x","change":{"actions":["update"],"replace_paths":[7]}}])"}) {
    Diagnostic bad = read_bad(R"({"format_version":"1.2","planned_values":{},)" + member + "}");
    EXPECT_EQ(bad.kind, DiagnosticKind::PlanMalformed) << member;
  }
}

TEST(Plan, ReadsPlannedValuesOnlyWhereChangesAreMissing) {
  const std::string twice = R"({"format_version":"1.2","planned_values":{"root_module":{"resources":[{"a":1,"a":2}]}})";
  EXPECT_TRUE(read_good(twice + R"(,"resource_changes":[]})").changes.empty());
  EXPECT_EQ(read_bad(twice + "}").kind, DiagnosticKind::PlanDuplicateKey);
}

TEST(Plan, MissingFileAndDirectoryAreNamed) {
  for (const char* path : {"/nonexistent/plan.json", "/tmp"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read_plan(path, diagnostics));
    ASSERT_EQ(diagnostics.items().size(), 1u);
    EXPECT_EQ(diagnostics.items()[0].kind, DiagnosticKind::FileNotReadable);
  }
}

}  // namespace
}  // namespace berm::plan
