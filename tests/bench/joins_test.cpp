#include "tests/bench/joins.h"

#include <gtest/gtest.h>

namespace berm::bench {
namespace {

// Each parent has its one child, and the indexes offer little else.
TEST(Joins, FindEachPairOnce) {
  for (State state : {State::New, State::Unchanged}) {
    for (const Measured& measured : measure_joins(400, state)) {
      EXPECT_EQ(measured.yes, 100u) << measured.name;
      EXPECT_LE(measured.candidates, 100u) << measured.name;
    }
  }
}

}  // namespace
}  // namespace berm::bench
