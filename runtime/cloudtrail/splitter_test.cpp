#include "runtime/cloudtrail/splitter.h"

#include <gtest/gtest.h>

#include <vector>

namespace berm::cloudtrail {
namespace {

struct Split {
  std::vector<std::string> records;
  std::string error;
};

// In pieces of every size, which must not matter.
Split split_in(size_t piece, const std::string& text) {
  Split result;
  Splitter splitter([&](std::string_view record) { result.records.emplace_back(record); });
  bool good = true;
  for (size_t at = 0; good && at < text.size(); at += piece)
    good = splitter.feed(std::string_view(text).substr(at, piece));
  if (good) splitter.finish();
  result.error = splitter.error();
  return result;
}

std::vector<std::string> records(const std::string& text) {
  Split whole = split_in(text.size() + 1, text), single = split_in(1, text);
  EXPECT_EQ(whole.error, "") << text;
  EXPECT_EQ(whole.records, single.records) << text;
  return whole.records;
}

TEST(Splitter, TakesEveryForm) {
  std::vector<std::string> two = {R"({"a":"}]"})", R"({"b":{"c":[{}]}})"};
  EXPECT_EQ(records(R"({"Records":[{"a":"}]"},{"b":{"c":[{}]}}]})"), two);
  EXPECT_EQ(records(R"( {"x":"Records","Records" : [ {"a":"}]"} , {"b":{"c":[{}]}} ], "y": {} } )"), two);
  EXPECT_EQ(records(R"([{"a":"}]"},{"b":{"c":[{}]}}])"), two);
  EXPECT_EQ(records("{\"a\":\"}]\"}\n\n{\"b\":{\"c\":[{}]}}\n"), two);
  EXPECT_TRUE(records(R"({"Records":[]})").empty());
  EXPECT_TRUE(records("").empty());
}

TEST(Splitter, EscapesDoNotEndATextEarly) {
  EXPECT_EQ(records(R"([{"a":"\\\"}"}])"), std::vector<std::string>{R"({"a":"\\\"}"})"});
}

TEST(Splitter, SaysWhatIsWrong) {
  EXPECT_EQ(split_in(1, R"({"Records":[{"a":1})").error, "it ends in the middle of a record");
  EXPECT_EQ(split_in(1, R"({"a":"x)").error, "it ends in the middle of a record");
  EXPECT_EQ(split_in(1, "hello").error, "it is not JSON");
  EXPECT_EQ(split_in(1, "{]").error, "it is not JSON");
  EXPECT_EQ(split_in(1, "}").error, "it is not JSON");
  EXPECT_EQ(split_in(4096, std::string(100000, '[')).error, "it is nested too deep");
  EXPECT_EQ(split_in(4096, R"([{"a":")" + std::string(2 << 20, 'x')).error, "a record is longer than 1 MiB");
}

}  // namespace
}  // namespace berm::cloudtrail
