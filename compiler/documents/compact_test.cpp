#include "compiler/documents/compact.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace berm::documents {
namespace {

const catalog::Catalog& catalog() { return catalog::Catalog::builtin(); }

std::vector<std::string> actions_of(const std::string& pattern) {
  std::vector<std::string> names;
  catalog().for_each_action(pattern, [&](const catalog::Action& action) { names.push_back(action.full_name()); });
  return names;
}

access::Statement deny(std::vector<std::string> actions) {
  access::Statement made;
  made.actions = std::move(actions);
  made.resources = {"*"};
  return made;
}

std::set<std::string> today(const access::Statement& statement) {
  std::set<std::string> names;
  for (const std::string& pattern : statement.actions) {
    for (const std::string& name : actions_of(pattern)) names.insert(name);
  }
  return names;
}

TEST(Compact, AllOfAPrefixBecomeAPattern) {
  access::Statement statement = deny(actions_of("s3:PutBucket*"));
  statement.actions.push_back("s3:GetObject");
  const size_t before = statement.actions.size();
  const auto meant = today(statement);
  const auto added = compact_actions(statement, catalog());
  ASSERT_EQ(added.size(), 1u);
  EXPECT_EQ(added[0].pattern, "s3:PutBucket*");
  EXPECT_EQ(added[0].covers.size(), before - 1);
  EXPECT_EQ(statement.actions, (std::vector<std::string>{"s3:GetObject", "s3:PutBucket*"}));
  EXPECT_EQ(today(statement), meant);
}

TEST(Compact, AnActionLeftOutStaysOut) {
  for (const char* service : {"s3:*", "kms:*", "iam:*", "cloudtrail:*"}) {
    const auto all = actions_of(service);
    for (size_t out = 0; out < all.size(); out += 7) {
      access::Statement statement = deny(all);
      statement.actions.erase(statement.actions.begin() + static_cast<std::ptrdiff_t>(out));
      const auto meant = today(statement);
      compact_actions(statement, catalog());
      EXPECT_EQ(today(statement), meant) << all[out];
      EXPECT_LT(statement.actions.size(), all.size());
    }
  }
}

TEST(Compact, TheWholeServiceBecomesOne) {
  access::Statement statement = deny(actions_of("cloudtrail:*"));
  compact_actions(statement, catalog());
  EXPECT_EQ(statement.actions, std::vector<std::string>{"cloudtrail:*"});
}

TEST(Compact, WhatAllowsAndWhatExceptsStays) {
  for (const bool allows : {true, false}) {
    access::Statement statement = deny(actions_of("s3:PutBucket*"));
    statement.effect = allows ? access::Effect::Allow : access::Effect::Deny;
    statement.not_action = !allows;
    const access::Statement before = statement;
    EXPECT_TRUE(compact_actions(statement, catalog()).empty());
    EXPECT_EQ(statement, before);
  }
}

TEST(Compact, PatternsOfTheSourceStay) {
  access::Statement statement = deny({"s3:Put*", "s3:GetObject"});
  EXPECT_TRUE(compact_actions(statement, catalog()).empty());
  EXPECT_EQ(statement.actions, (std::vector<std::string>{"s3:Put*", "s3:GetObject"}));
}

}  // namespace
}  // namespace berm::documents
