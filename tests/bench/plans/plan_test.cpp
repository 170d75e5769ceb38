#include "tests/bench/plans/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "catalog/catalog.h"
#include "runtime/plan/plan.h"
#include "tests/bench/plans/stacks.h"

namespace berm::bench {
namespace {

std::string text(const PlanOptions& options) {
  std::string out;
  PlanSize size = write_plan(options, [&](std::string_view piece) { out += piece; });
  EXPECT_EQ(size.bytes, out.size());
  return out;
}

facts::Plan read(const std::string& plan) {
  Diagnostics diagnostics;
  auto out = plan::read_plan_text(plan, "made up", diagnostics);
  EXPECT_TRUE(out) << diagnostics.items().at(0).message;
  return out ? *out : facts::Plan{};
}

TEST(MadeUpPlan, IsTheSameForTheSameSeed) {
  EXPECT_EQ(text({.bytes = 300'000}), text({.bytes = 300'000}));
  EXPECT_NE(text({.bytes = 300'000}), text({.bytes = 300'000, .seed = 2}));
}

TEST(MadeUpPlan, IsAboutAsLargeAsAskedFor) {
  for (uint64_t bytes : {10'000, 1'000'000, 20'000'000}) {
    uint64_t made = text({.bytes = bytes}).size();
    EXPECT_GT(made, bytes / 2);
    EXPECT_LT(made, bytes + bytes / 20);
  }
  EXPECT_NEAR(static_cast<double>(read(text({.resources = 5000})).changes.size()), 5000, 100);
}

TEST(MadeUpPlan, HasWhatRealPlansHave) {
  facts::Plan plan = read(text({.bytes = 8'000'000}));
  std::set<std::string_view> types;
  std::map<int, size_t> actions;
  size_t in_modules = 0, indexed = 0, without_configuration = 0;
  for (const facts::ResourceChange& change : plan.changes) {
    types.insert(change.type);
    ++actions[change.actions];
    in_modules += !change.module_address.empty();
    indexed += !change.index.empty();
    without_configuration += !change.config;
  }
  EXPECT_GE(types.size(), 45u);
  for (int action : {int{facts::kNoOp}, int{facts::kCreate}, int{facts::kUpdate}, int{facts::kDelete},
                     facts::kCreate | facts::kDelete})
    EXPECT_GT(actions[action], plan.changes.size() / 100) << action;
  EXPECT_GT(in_modules, plan.changes.size() / 4);
  EXPECT_GT(indexed, plan.changes.size() / 10);
  EXPECT_EQ(without_configuration, 0u);
  EXPECT_FALSE(plan.drift.empty());
  EXPECT_GT(plan.prior_state.size(), plan.changes.size() / 2);
  EXPECT_EQ(plan.complete, true);
}

TEST(MadeUpPlan, SaysTheSamePretty) {
  facts::Plan line = read(text({.resources = 400})), pretty = read(text({.resources = 400, .pretty = true}));
  ASSERT_EQ(line.changes.size(), pretty.changes.size());
  for (size_t i = 0; i < line.changes.size(); ++i) {
    EXPECT_EQ(line.changes[i].address, pretty.changes[i].address);
    EXPECT_EQ(line.changes[i].actions, pretty.changes[i].actions);
    EXPECT_EQ(line.changes[i].after.size, pretty.changes[i].after.size);
  }
}

TEST(MadeUpPlan, HasAttributesThatTheProviderHas) {
  const catalog::Catalog& catalog = catalog::Catalog::builtin();
  for (const Stack& stack : stacks()) {
    for (const Resource& resource : stack.resources) {
      const catalog::TerraformType* type =
          catalog.terraform_type((resource.mode == "data" ? "data." : "") + resource.type);
      ASSERT_TRUE(type) << resource.type;
      nlohmann::json all = resource.written;
      all.update(resource.defaults);
      all.update(resource.provider);
      for (const nlohmann::json& broken : resource.broken) all.update(broken);
      for (auto& [name, value] : all.items()) EXPECT_TRUE(type->attribute(name)) << resource.type << "." << name;
    }
  }
}

}  // namespace
}  // namespace berm::bench
