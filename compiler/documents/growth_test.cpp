#include "compiler/documents/growth.h"

#include <gtest/gtest.h>

#include "compiler/documents/limits.h"

namespace berm::documents {
namespace {

Written written(const std::vector<std::pair<std::string, size_t>>& rules) {
  Written made;
  for (const auto& [rule, actions] : rules) {
    access::Statement statement;
    for (size_t i = 0; i < actions; ++i) statement.actions.push_back("s3:Action" + std::to_string(i));
    made.document.statements.push_back(std::move(statement));
    made.origins.push_back({rule});
  }
  write_json(made);
  return made;
}

TEST(Growth, TheLargestRulesComeFirst) {
  const auto largest = largest_rules(written({{"a.small", 1}, {"a.large", 9}, {"a.middle", 4}, {"a.large", 1}}));
  ASSERT_EQ(largest.size(), 3u);
  EXPECT_EQ(largest[0].first, "a.large");
  EXPECT_EQ(largest[1].first, "a.middle");
  EXPECT_GT(largest[0].second, largest[1].second);
}

TEST(Growth, WhatToDoDependsOnWhatIsLarge) {
  Written made = written({{"a.small", 1}, {"a.large", 9}});
  EXPECT_TRUE(how_to_fit(made).starts_with("name fewer rules")) << how_to_fit(made);
  made.growth["a.large"] = made.size - 10;
  EXPECT_TRUE(how_to_fit(made).starts_with("name whom its rules except by fewer patterns")) << how_to_fit(made);
  EXPECT_NE(how_to_fit(made).find("for whom it excepts)"), std::string::npos);
}

}  // namespace
}  // namespace berm::documents
