// The filter never clears what the naive evaluator has something to say of, and counts what it clears as that does.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/agreement/plans/trial.h"
#include "tests/agreement/seed.h"

namespace berm::agreement {
namespace {

// A longer run, in rounds, by BERM_AGREEMENT_ROUNDS.
uint64_t rounds() {
  const char* text = std::getenv("BERM_AGREEMENT_ROUNDS");
  return text == nullptr ? 150 : std::strtoull(text, nullptr, 10);
}

TEST(PlanAgreement, OfRandomRulesOnRandomPlans) {
  PlanTrial all;
  for (uint64_t round = 0; round < rounds(); ++round) {
    Choices choices(first_seed() + round);
    PlanTrial trial = try_plan(choices, 40);
    ASSERT_EQ(trial.problem, "") << "seed " << first_seed() + round;
    all.pairs += trial.pairs;
    all.judged += trial.judged;
    all.clean += trial.clean;
    all.cleared += trial.cleared;
  }
  RecordProperty("pairs", std::to_string(all.pairs));
  RecordProperty("judged", std::to_string(all.judged));
  RecordProperty("clean", std::to_string(all.clean));
  RecordProperty("cleared", std::to_string(all.cleared));
  EXPECT_GT(all.judged, all.pairs / 8);
  // What is left needs relations, the configuration or policies.
  EXPECT_GT(all.cleared, all.clean * 9 / 10);
}

}  // namespace
}  // namespace berm::agreement
