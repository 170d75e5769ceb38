#include "tests/agreement/stream/trial.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/agreement/seed.h"
#include "tests/agreement/stream/streamed.h"

namespace berm::agreement {
namespace {

// A longer run, in rounds, by BERM_AGREEMENT_ROUNDS.
uint64_t rounds() {
  const char* text = std::getenv("BERM_AGREEMENT_ROUNDS");
  return text == nullptr ? 400 : std::strtoull(text, nullptr, 10);
}

TEST(StreamAgreement, OfRandomRulesOnTheTextsOfRandomPlans) {
  TextTrial all;
  for (uint64_t round = 0; round < rounds(); ++round) {
    Choices choices(first_seed() + round);
    // Few rules leave much of the plan unread.
    TextTrial trial = try_text(choices, round % 2 == 0 ? 12 : 1);
    ASSERT_EQ(trial.problem, "") << "seed " << first_seed() + round;
    all.findings += trial.findings;
    all.violations += trial.violations;
  }
  RecordProperty("findings", std::to_string(all.findings));
  RecordProperty("violations", std::to_string(all.violations));
  EXPECT_GT(all.violations, rounds());
  EXPECT_GT(all.findings, all.violations);
}

// A deposed object is none of those that an address names.
TEST(StreamAgreement, WhatIsDeposedAndDeferredCoversNothing) {
  ir::Module module;
  ir::RequireClause clause{.types = {"data.d"}, .variable = module.make_variable()};
  ir::Expr* nothing = module.make(ir::Op::Path, ir::Type::Any, {});
  nothing->variable = clause.variable;
  nothing->steps = {{ir::Step::Kind::Attribute, "a"}};
  clause.condition = nothing;
  ir::Rule& rule = module.rules.emplace_back();
  rule.name = "r";
  rule.requires_ = {clause};
  SourceSet sources;
  Streamed streamed({module, sources, catalog::Catalog::builtin()});
  auto findings = [&](const std::string& deposed) {
    Streamed::Outcome outcome = streamed.compare("plan", R"({"format_version": "1.2", "resource_changes": [],
      "deferred_changes": [{"reason": "unknown", "resource_change": {"address": "v.n", "previous_address": "data.d.n",
        "mode": "managed", "type": "v", "name": "n",)" + deposed +
                                                             R"( "change": {"actions": ["delete"],
        "before": {}, "after": null}}}],
      "prior_state": {"values": {"root_module": {"resources": [
        {"address": "data.d.n", "mode": "data", "type": "d", "name": "n", "values": {"a": false}}]}}}})");
    EXPECT_EQ(outcome.problem, "");
    return outcome.findings;
  };
  EXPECT_EQ(findings(R"("deposed": "00000001",)"), 1u);
  EXPECT_EQ(findings(""), 0u);
}

}  // namespace
}  // namespace berm::agreement
