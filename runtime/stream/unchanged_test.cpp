#include "runtime/stream/unchanged.h"

#include <gtest/gtest.h>

namespace berm::stream {
namespace {

// Empty: it is left as it is.
std::string without_before(std::string element) {
  size_t size = element.size();
  element.append(64, ' ');
  std::string out;
  return add_unchanged(std::string_view(element).substr(0, size), out) ? out : std::string();
}

std::string no_op(const std::string& sides) {
  return R"({"address":"aws_x.y","change":{"actions":["no-op"],)" + sides + "}}";
}

TEST(Unchanged, WhatIsTheSameIsWrittenOnce) {
  EXPECT_EQ(
      without_before(no_op(R"("before":{"a":["}",{"after":1}]},"after":{"a":["}",{"after":1}]},"after_unknown":{},)"
                           R"("before_sensitive":{"a":[true]},"after_sensitive":{"a":[true]})")),
      no_op(R"("after":{"a":["}",{"after":1}]},"after_unknown":{},"after_sensitive":{"a":[true]})"));
}

TEST(Unchanged, AnythingElseIsLeftAsItIs) {
  const std::string rest = R"(,"after_unknown":{},"before_sensitive":{},"after_sensitive":{})";
  EXPECT_NE(without_before(no_op(R"("before":{"a":1},"after":{"a":1})" + rest)), "");
  for (const std::string& sides :
       {R"("before":{"a":1},"after":{"a":2})" + rest, R"("before":{"a":1},"after":{"a":1,"b":1})" + rest,
        R"("before":null,"after":null)" + rest, R"("before":{"a":1},"b":{},"after":{"a":1},"b":{})" + rest,
        R"("before":{"a":1},"after":{"a":1})" + rest + R"(,"before":{})",
        R"("before":{"a":1]},"after":{"a":1]})" + rest + "}",
        std::string(R"("before":{"a":1},"after":{"a":1},"after_unknown":{"a":true},"before_sensitive":{},)"
                    R"("after_sensitive":{})"),
        std::string(R"("before":{"a":1},"after":{"a":1},"after_unknown":{},"before_sensitive":{},)"
                    R"("after_sensitive":{"a":true})"),
        std::string(R"("before":{"x":{"a":1,"after":{"x":{"a":1,"after_unknown":{},"before_sensitive":{"q":1}}},)"
                    R"("after_sensitive":{"q":1}}})")}) {
    EXPECT_EQ(without_before(no_op(sides)), "") << sides;
  }
}

// Only what the element itself says counts.
TEST(Unchanged, ChangesWithinOtherMembersAreNotLookedAt) {
  std::string inner = no_op(R"("before":{},"after":{},"after_unknown":{},"before_sensitive":{},"after_sensitive":{})");
  EXPECT_NE(without_before(inner), "");
  EXPECT_EQ(without_before(R"({"new":)" + inner), "");
}

}  // namespace
}  // namespace berm::stream
