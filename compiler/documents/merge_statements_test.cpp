#include <gtest/gtest.h>

#include "compiler/documents/statements.h"

namespace berm::documents {
namespace {

using access::Condition;
using access::Statement;

Statement deny(std::vector<std::string> actions, std::vector<Condition> conditions = {}) {
  Statement made;
  made.actions = std::move(actions);
  made.resources = {"*"};
  made.conditions = std::move(conditions);
  return made;
}

Condition in_region(std::string op, std::vector<std::string> regions) {
  return {std::move(op), "aws:RequestedRegion", std::move(regions)};
}

const Condition kMfa{"Bool", "aws:MultiFactorAuthPresent", {"false"}};

std::vector<Statement> merged(std::vector<Statement> statements) { return merge_statements(std::move(statements)); }

TEST(MergeStatements, AlternativesOfOneKeyBecomeOneList) {
  const auto one = merged({deny({"s3:*"}, {kMfa, in_region("StringEquals", {"eu-west-1", "eu-west-2"})}),
                           deny({"s3:*"}, {kMfa, in_region("StringEquals", {"eu-west-2", "us-east-1"})})});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].conditions[1].values, (std::vector<std::string>{"eu-west-1", "eu-west-2", "us-east-1"}));
}

TEST(MergeStatements, NegatedAndUniversalTestsStayApart) {
  for (const char* op : {"StringNotEquals", "ForAllValues:StringEquals", "NumericLessThan", "StringNotLikeIfExists"}) {
    EXPECT_EQ(merged({deny({"s3:*"}, {in_region(op, {"a"})}), deny({"s3:*"}, {in_region(op, {"b"})})}).size(), 2u)
        << op;
  }
}

TEST(MergeStatements, TwoDifferencesStayApart) {
  EXPECT_EQ(merged({deny({"s3:*"}, {{"StringEquals", "aws:PrincipalTag/a", {"1"}}, in_region("StringEquals", {"x"})}),
                    deny({"s3:*"}, {{"StringEquals", "aws:PrincipalTag/a", {"2"}}, in_region("StringEquals", {"y"})})})
                .size(),
            2u);
}

TEST(MergeStatements, WhatAnotherCoversGoes) {
  const Statement wide = deny({"s3:GetObject", "s3:PutObject"}, {kMfa});
  const Statement narrow = deny({"s3:GetObject"}, {in_region("StringEquals", {"eu-west-1"}), kMfa});
  EXPECT_EQ(merged({wide, narrow}), std::vector<Statement>{wide});
  EXPECT_EQ(merged({narrow, wide}), std::vector<Statement>{wide});
  Statement elsewhere = narrow;
  elsewhere.resources = {"arn:aws:s3:::a"};
  EXPECT_EQ(merged({wide, elsewhere}).size(), 2u);
}

TEST(MergeStatements, OthersOfAnotherPrincipalStayApart) {
  Statement a = deny({"s3:GetObject"}), b = deny({"s3:PutObject"});
  a.principals = {{"*", {"*"}}};
  b.principals = {{"AWS", {"111122223333"}}};
  EXPECT_EQ(merged({a, b}).size(), 2u);
  b.principals = a.principals;
  EXPECT_EQ(merged({a, b}).size(), 1u);
}

TEST(MergeStatements, TheRulesOfWhatBecomesOneAreKept) {
  const auto owned = merge_statements(std::vector<OwnedStatement>{
      {deny({"s3:GetObject"}), {"a.one"}}, {deny({"s3:PutObject"}), {"a.two"}}, {deny({"s3:GetObject"}), {"a.two"}}});
  ASSERT_EQ(owned.size(), 1u);
  EXPECT_EQ(owned[0].rules, (std::vector<std::string>{"a.one", "a.two"}));
}

}  // namespace
}  // namespace berm::documents
