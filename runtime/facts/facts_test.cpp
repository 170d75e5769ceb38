#include "runtime/facts/facts.h"

#include <gtest/gtest.h>

namespace berm::facts {
namespace {

Value text(std::string_view chars) {
  Value value{ValueKind::String};
  value.size = static_cast<uint32_t>(chars.size());
  value.text = chars.data();
  return value;
}

TEST(Facts, FindsMembersByName) {
  const Member members[] = {{"a", text("1")}, {"b", text("2")}, {"c", text("3")}};
  Value object{ValueKind::Object};
  object.size = 3;
  object.members = members;
  EXPECT_EQ(object.find("a")->string(), "1");
  EXPECT_EQ(object.find("c")->string(), "3");
  EXPECT_EQ(object.find("bb"), &kNull);
  EXPECT_EQ(object.find(""), &kNull);
}

TEST(Facts, FindsUnknownInUnknownAndNothingElsewhere) {
  EXPECT_EQ(kUnknown.find("a"), &kUnknown);
  EXPECT_TRUE(kUnknown.is_unknown());
  EXPECT_EQ(kNull.find("a"), &kNull);
  EXPECT_TRUE(kNull.is_null());
  EXPECT_EQ(text("a").find("a"), &kNull);
  EXPECT_EQ(Value{ValueKind::Object}.find("a"), &kNull);
}

TEST(Facts, ActionsCombine) {
  ResourceChange change;
  change.actions = kCreate | kDelete;
  EXPECT_TRUE(change.creates() && change.deletes() && change.replaces());
  EXPECT_FALSE(change.updates() || change.unchanged());
  change.actions = kNoOp;
  EXPECT_TRUE(change.unchanged());
}

}  // namespace
}  // namespace berm::facts
