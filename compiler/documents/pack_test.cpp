#include "compiler/documents/pack.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "compiler/documents/limits.h"

namespace berm::documents {
namespace {

access::Statement statement(const std::string& sid, size_t actions) {
  access::Statement made;
  made.sid = sid;
  for (size_t i = 0; i < actions; ++i) made.actions.push_back("s3:Action" + std::to_string(i) + sid);
  made.resources = {"*"};
  return made;
}

// Rules of one statement each, with so many actions.
Written whole(const std::vector<std::pair<std::string, size_t>>& rules, int64_t quota) {
  Written made;
  made.spec.name = made.part_of = "org";
  made.quota = quota;
  for (const auto& [sid, actions] : rules) {
    made.document.statements.push_back(statement(sid, actions));
    made.origins.push_back({"a." + sid});
  }
  write_json(made);
  return made;
}

std::vector<std::string> sids(const Written& part) {
  std::vector<std::string> all;
  for (const access::Statement& one : part.document.statements) all.push_back(one.sid);
  return all;
}

std::vector<Standing> standing(const std::vector<Written>& parts) {
  std::vector<Standing> all;
  for (const Written& part : parts) all.push_back({part.spec.name, part.json});
  return all;
}

using Sids = std::vector<std::string>;

TEST(Pack, WhatFitsStaysOne) {
  const Written small = whole({{"A", 2}, {"B", 2}}, 1000);
  const auto parts = pack(small, {}, {});
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].json, small.json);
}

TEST(Pack, EachPartFitsAndNothingIsLost) {
  const Written large = whole({{"A", 8}, {"B", 12}, {"C", 3}, {"D", 15}, {"E", 9}, {"F", 1}}, 420);
  const auto parts = pack(large, {}, {});
  ASSERT_GT(parts.size(), 1u);
  std::vector<access::Statement> all;
  for (const Written& part : parts) {
    EXPECT_LE(part.size, 420u) << part.spec.name;
    EXPECT_EQ(part.size, counted_size(Kind::Scp, part.json));
    EXPECT_EQ(part.origins.size(), part.document.statements.size());
    all.insert(all.end(), part.document.statements.begin(), part.document.statements.end());
  }
  EXPECT_TRUE(
      std::is_permutation(all.begin(), all.end(), large.document.statements.begin(), large.document.statements.end()));
}

TEST(Pack, FillsADocumentToItsLastCharacter) {
  const Written two = whole({{"A", 4}, {"B", 4}}, 10000);
  Written exact = two, over = two;
  exact.quota = static_cast<int64_t>(two.size);
  over.quota = exact.quota - 1;
  EXPECT_EQ(pack(exact, {}, {}).size(), 1u);
  EXPECT_EQ(pack(over, {}, {}).size(), 2u);
  // Packed beside a third, the two still share one.
  Written three = whole({{"A", 4}, {"B", 4}, {"C", 4}}, static_cast<int64_t>(two.size));
  EXPECT_EQ(pack(three, {}, {}).size(), 2u);
}

TEST(Pack, NamesSkipThoseTaken) {
  const Written large = whole({{"A", 9}, {"B", 9}, {"C", 9}}, 300);
  const auto parts = pack(large, {}, {"org", "org-2"});
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].spec.name, "org");
  EXPECT_EQ(parts[1].spec.name, "org-3");
  EXPECT_EQ(parts[2].spec.name, "org-4");
}

TEST(Pack, StatementsOfARuleStayTogether) {
  Written large = whole({{"A", 4}, {"B", 4}, {"C", 4}, {"D", 4}}, 330);
  large.origins = {{"a.one"}, {"a.two"}, {"a.two"}, {"a.one"}};
  for (const Written& part : pack(large, {}, {})) {
    const Sids own = sids(part);
    EXPECT_EQ(std::count(own.begin(), own.end(), "B"), std::count(own.begin(), own.end(), "C"));
  }
}

TEST(Pack, AStatementTooLargeForAnyLeavesOne) {
  const Written large = whole({{"A", 2}, {"B", 40}}, 300);
  EXPECT_EQ(pack(large, {}, {}).size(), 1u);
}

TEST(Pack, WhatAllowsIsNotSplit) {
  Written large = whole({{"A", 9}, {"B", 9}}, 300);
  large.document.statements[0].effect = access::Effect::Allow;
  EXPECT_EQ(pack(large, {}, {}).size(), 1u);
}

TEST(Pack, WhatStandsStays) {
  const auto before = pack(whole({{"A", 9}, {"B", 9}, {"C", 5}, {"D", 4}}, 400), {}, {});
  ASSERT_GT(before.size(), 1u);
  // B grows a little less than D was long, and E comes: packed afresh, other rules would share.
  const Written changed = whole({{"B", 8}, {"A", 9}, {"C", 5}, {"D", 4}, {"E", 1}}, 400);
  const auto after = pack(changed, standing(before), {});
  ASSERT_EQ(after.size(), before.size());
  for (const Written& part : after) {
    for (const std::string& sid : sids(part)) {
      if (sid == "E") continue;
      const auto home = std::find_if(before.begin(), before.end(), [&](const Written& old) {
        const Sids own = sids(old);
        return std::find(own.begin(), own.end(), sid) != own.end();
      });
      ASSERT_NE(home, before.end());
      EXPECT_EQ(home->spec.name, part.spec.name) << sid;
    }
  }
}

TEST(Pack, WhatStandsGoesWhereFewerDocumentsDo) {
  const Written rules = whole({{"A", 4}, {"B", 4}, {"C", 4}, {"D", 4}}, 330);
  std::vector<Standing> scattered;
  for (size_t i = 0; i < 4; ++i) {
    Written one = rules;
    one.document.statements = {rules.document.statements[i]};
    write_json(one);
    scattered.push_back({i == 0 ? "org" : "org-" + std::to_string(i + 1), one.json});
  }
  EXPECT_EQ(pack(rules, scattered, {}).size(), pack(rules, {}, {}).size());
}

TEST(Pack, TheSameAgainChangesNothing) {
  const Written large = whole({{"A", 8}, {"B", 12}, {"C", 3}, {"D", 15}, {"E", 9}, {"F", 1}}, 420);
  const auto first = pack(large, {}, {}), again = pack(large, standing(first), {});
  ASSERT_EQ(first.size(), again.size());
  for (size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].json, again[i].json);
}

}  // namespace
}  // namespace berm::documents
