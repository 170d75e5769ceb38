// Verdicts don't depend on what has nothing to do with them, and never turn round when more is known. Judged are all
// rules of the standard library, on the plans of its tests. BERM_PROPERTIES_SEED tries others, BERM_PROPERTIES_SECONDS
// longer.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>

#include "compiler/driver/driver.h"
#include "reference/plan_context.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "tests/properties/rewrite.h"

namespace berm::properties {
namespace {

using report::Verdict;
// Of each rule that judged anything, on each resource: its worst verdict.
using Verdicts = std::map<std::pair<std::string, std::string>, Verdict>;

uint64_t setting(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Properties : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    Diagnostics diagnostics;
    project_ = driver::load_project("", {.standard_library = true}, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
    for (const ir::Test& test : project_->module.tests) {
      for (const ir::TestStep& step : test.steps) {
        if (!step.call && !step.plan_file) plans_.push_back(step.plan_json);
      }
    }
  }
  static void TearDownTestSuite() { project_.reset(); }

  static Verdicts judged(const std::string& json, bool every_pair = false, const std::string& address_prefix = "",
                         const reference::JudgeOptions& options = {}) {
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(json, "plan", diagnostics);
    if (!plan) {
      ADD_FAILURE() << (diagnostics.empty() ? "" : diagnostics.items()[0].message) << "\n" << json;
      return {};
    }
    reference::PlanContext context(*plan);
    if (every_pair) context.judge_every_pair();
    Verdicts out;
    for (const ir::Rule& rule : project_->module.rules) {
      report::RuleResult result = reference::judge(rule, project_->module, context, project_->sources, options);
      if (result.verdict == Verdict::NotJudgedHere) continue;
      out[{rule.name, ""}] = result.verdict;
      for (const report::Finding& finding : result.findings) {
        std::string address =
            finding.address.substr(finding.address.starts_with(address_prefix) ? address_prefix.size() : 0);
        Verdict& worst = out.try_emplace({rule.name, address}, finding.verdict).first->second;
        worst = std::min(worst, finding.verdict);
      }
    }
    return out;
  }

  // No rule may turn from violated to satisfied or back by what is learned. Without assumptions: what is learned may be
  // something else than what was assumed.
  static void expect_not_turned(const std::string& plan, const std::string& more) {
    reference::JudgeOptions certain{.assume = false};
    Verdicts before = judged(plan, false, "", certain), after = judged(more, false, "", certain);
    for (const auto& [key, verdict] : before) {
      if (!key.second.empty() || !after.contains(key)) continue;
      bool turned = (verdict == Verdict::Violated && after[key] == Verdict::Satisfied) ||
                    (verdict == Verdict::Satisfied && after[key] == Verdict::Violated);
      EXPECT_FALSE(turned) << key.first << ": " << report::name(verdict) << " → " << report::name(after[key]) << "\n"
                           << plan << "\n"
                           << more;
    }
  }

  // What differs, in words.
  static std::string difference(const Verdicts& a, const Verdicts& b) {
    std::string out;
    for (const auto& [key, verdict] : a) {
      auto other = b.find(key);
      std::string_view then = other == b.end() ? "none" : report::name(other->second);
      if (other == b.end() || other->second != verdict) {
        out += fmt::format("{} {}: {} → {}\n", key.first, key.second, report::name(verdict), then);
      }
    }
    if (out.empty() && a.size() != b.size()) out = "more findings\n";
    return out;
  }

  // A random plan after the other until the time is over.
  template <class Check>
  void each_plan(Check check) {
    using Clock = std::chrono::steady_clock;
    uint64_t seed = setting("BERM_PROPERTIES_SEED", 20261122);
    auto end = Clock::now() + std::chrono::milliseconds(setting("BERM_PROPERTIES_SECONDS", 20) * 1000 / 5);
    Random random(seed);
    size_t number = 0;
    ASSERT_FALSE(plans_.empty());
    while (Clock::now() < end && !HasFailure()) {
      const std::string& plan = plans_[std::uniform_int_distribution<size_t>(0, plans_.size() - 1)(random)];
      number += check(plan, random) ? 1 : 0;
    }
    fmt::print("seed {}: {} plans\n", seed, number);
    EXPECT_GT(number, 0u);
  }

  static inline std::unique_ptr<driver::Project> project_;
  static inline std::vector<std::string> plans_;
};

TEST_F(Properties, UnrelatedResourcesChangeNothing) {
  each_plan([](const std::string& plan, Random&) {
    std::string differs = difference(judged(plan), judged(add_unrelated(plan)));
    EXPECT_EQ(differs, "") << plan;
    return true;
  });
}

TEST_F(Properties, TheOrderOfResourcesChangesNothing) {
  each_plan([](const std::string& plan, Random& random) {
    std::string differs = difference(judged(plan), judged(shuffle(plan, random)));
    EXPECT_EQ(differs, "") << plan;
    return true;
  });
}

TEST_F(Properties, AModuleChangesNothing) {
  each_plan([](const std::string& plan, Random&) {
    std::string other = move_into_module(plan);
    EXPECT_EQ(difference(judged(plan), judged(other, false, "module.moved.")), "") << plan << "\n" << other;
    return true;
  });
}

TEST_F(Properties, IndexesLeaveOutNothing) {
  each_plan([](const std::string& plan, Random&) {
    EXPECT_EQ(difference(judged(plan), judged(plan, true)), "") << plan;
    return true;
  });
}

TEST_F(Properties, LearningTurnsNothingRound) {
  each_plan([](const std::string& plan, Random& random) {
    auto more = learn(plan, random);
    if (more) expect_not_turned(plan, *more);
    return more.has_value();
  });
}

TEST_F(Properties, LearningAnIdTurnsNothingRound) {
  each_plan([](const std::string& plan, Random& random) {
    auto more = learn_id(plan, random);
    if (more) expect_not_turned(plan, *more);
    return more.has_value();
  });
}

}  // namespace
}  // namespace berm::properties
