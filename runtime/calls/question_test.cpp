#include "runtime/calls/question.h"

#include <gtest/gtest.h>

namespace berm::calls {
namespace {

class Reading : public ::testing::Test {
 protected:
  std::string read(std::string line) {
    line_ = std::move(line);
    line_.reserve(line_.size() + QuestionReader::padding());
    return reader_.read(line_, question_);
  }
  std::vector<std::string_view> values(std::string_view name) const {
    for (const Question::Key& key : question_.context) {
      if (key.name == name) return {question_.values(key).begin(), question_.values(key).end()};
    }
    return {"(no such key)"};
  }

  std::string line_;
  Question question_;
  QuestionReader reader_;
};
using Views = std::vector<std::string_view>;

TEST_F(Reading, TakesEveryField) {
  EXPECT_EQ(
      read(R"({"principal": "role/a", "account": "111122223333", "action": "s3:GetObject", "resource_account": "b",
                     "resource": "arn:aws:s3:::b/\u006b", "context": {"A:b": true, "n": -1.50, "l": ["x", 2, false], "e": []}})"),
      "");
  EXPECT_EQ(question_.principal, "role/a");
  EXPECT_EQ(question_.account, "111122223333");
  EXPECT_EQ(question_.resource_account, "b");
  EXPECT_EQ(question_.resource, "arn:aws:s3:::b/k");
  EXPECT_EQ(values("A:b"), Views{"true"});
  EXPECT_EQ(values("n"), Views{"-1.50"});
  EXPECT_EQ(values("l"), (Views{"x", "2", "false"}));
  EXPECT_EQ(values("e"), Views{});
}

TEST_F(Reading, LeavesOpenWhatIsNotThere) {
  EXPECT_EQ(read(R"({"principal":"anonymous","action":"s3:GetObject"})"), "");
  EXPECT_EQ(question_.resource, "*");
  EXPECT_TRUE(question_.context.empty());
}

TEST_F(Reading, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"nonsense", "it is not JSON"},
      {"[]", "it is not a JSON object"},
      {"{}", "it has no `principal`"},
      {R"({"principal": "a"})", "it has no `action`"},
      {R"({"principal": "a", "action": 1})", "`action` is not a text"},
      {R"({"principal": "a", "action": "b:c", "resorce": "x"})",
       "a question has no `resorce`; did you mean `resource`?"},
      {R"({"principal": "a", "action": "b:c", "context": []})", "`context` is not an object of condition keys"},
      {R"({"principal": "a", "action": "b:c", "context": {"k": {}}})",
       "`k` in `context` is neither a text, a number, a truth value nor a list of them"},
      {R"({"principal": "a", "action": "b:c", "context": {"k": null}})",
       "`k` in `context` is neither a text, a number, a truth value nor a list of them"},
      {R"({"principal": "a", "action": "b:c"} x)", "it is not JSON"},
      {R"({"principal": "a", "action": "b:c"}{})", "it is not JSON"},
      {R"({"principal": "a", "action": "b:c",})", "it is not JSON"},
      {R"({"principal": "a", "action": "b:c", "context": {"k": 01}})", "it is not JSON"},
      {R"({"principal": "a", "action": "b:c", "context": {"k": tru}})", "it is not JSON"},
      {"{\"principal\": \"a\", \"action\": \"b:\xff\"}", "it is not JSON"},
      {R"({"principal": "a", "action": "b:c")", "it is not JSON"}};
  for (const auto& [line, problem] : cases) EXPECT_EQ(read(line), problem) << line;
}

}  // namespace
}  // namespace berm::calls
