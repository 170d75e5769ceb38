#include "tests/agreement/stream/trial.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/agreement/seed.h"

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
    TextTrial trial = try_text(choices, 12);
    ASSERT_EQ(trial.problem, "") << "seed " << first_seed() + round;
    all.findings += trial.findings;
    all.violations += trial.violations;
  }
  RecordProperty("findings", std::to_string(all.findings));
  RecordProperty("violations", std::to_string(all.violations));
  EXPECT_GT(all.violations, rounds() * 2);
  EXPECT_GT(all.findings, all.violations);
}

}  // namespace
}  // namespace berm::agreement
