// Documents that AWS takes, and those it refuses.
#include <gtest/gtest.h>

#include <iostream>

#include "access/policy.h"
#include "cases.h"

namespace berm::conformance {
namespace {

// Documents that AWS takes are read. Of those it refuses, many are well formed and wrong in what they name.
TEST(IamEval, DocumentsThatAwsTakesAreRead) {
  auto cases = read_cases("moto-policy-validity.jsonl");
  if (!cases) GTEST_SKIP() << "skipped: fixtures not present";
  size_t taken = 0, refused = 0;
  for (const Json& one : *cases) {
    auto read =
        access::read_policy(one["document"].is_string() ? one["document"].get<std::string>() : one["document"].dump());
    if (one["expected"].get<std::string>() == "valid") {
      ++taken;
      EXPECT_TRUE(read.document) << one["id"] << ": " << read.error;
    } else if (one.value("error", "") == "Syntax errors in policy.") {
      ++refused;
      EXPECT_FALSE(read.document) << one["id"];
    }
  }
  std::cout << "moto-policy-validity.jsonl: " << taken << " documents read, " << refused
            << " with syntax errors refused\n";
}

}  // namespace
}  // namespace berm::conformance
