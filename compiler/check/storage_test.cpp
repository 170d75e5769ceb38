#include "compiler/check/storage.h"

#include <gtest/gtest.h>

#include "compiler/check/build.h"

namespace berm::check {
namespace {

class Storage : public testing::Test {
 protected:
  StorageResult read(const std::string& text) {
    return read_storage(module_, {make_text(module_, text, ir::Type::String, {})}, {});
  }
  std::string pattern(const std::string& text) {
    StorageResult result = read(text);
    if (!result.prefix) return result.mistake;
    return std::get<std::string>(storage_pattern(module_, "<", *result.prefix, "*", ir::Type::String, {})->value.data);
  }
  ir::Module module_;
};

TEST_F(Storage, ReadsBucketAndPrefix) {
  StorageResult result = read("s3://acme-data/payments/in/");
  ASSERT_TRUE(result.prefix);
  EXPECT_EQ(result.prefix->bucket, "acme-data");
  EXPECT_EQ(pattern("s3://acme-data/payments/in/"), "<payments/in/*");
}

TEST_F(Storage, AWholeBucketHasNoPrefix) {
  EXPECT_EQ(pattern("s3://acme-data/"), "<*");
  EXPECT_TRUE(read("s3://acme-data/").prefix->parts.empty());
  EXPECT_EQ(read("s3://acme-data/*").prefix->text, "s3://acme-data/");
}

TEST_F(Storage, AStarAtTheEndSaysNothingMore) {
  EXPECT_EQ(pattern("s3://acme-data/a/*"), "<a/*");
  EXPECT_EQ(read("s3://acme-data/a/*").prefix->text, "s3://acme-data/a/");
}

TEST_F(Storage, KeysStayBetweenTheTexts) {
  const ir::Expr* key = make_key(module_, "aws:principaltag/team", ir::Type::String, {});
  auto text = [&](const char* value) { return make_text(module_, value, ir::Type::String, {}); };
  StorageResult result = read_storage(module_, {text("s3://acme-data/"), key, text("/*")}, {});
  ASSERT_TRUE(result.prefix) << result.mistake;
  const ir::Expr* pattern = storage_pattern(module_, "arn:", *result.prefix, "*", ir::Type::Arn, {});
  ASSERT_EQ(pattern->op, ir::Op::Concat);
  ASSERT_EQ(pattern->children.size(), 3u);
  EXPECT_EQ(std::get<std::string>(pattern->children[0]->value.data), "arn:");
  EXPECT_EQ(pattern->children[1], key);
  EXPECT_EQ(std::get<std::string>(pattern->children[2]->value.data), "/*");
}

TEST_F(Storage, RefusesWhatIsNoPrefix) {
  for (const char* text : {"acme-data/a/", "s3://", "s3://acme-data", "s3://Acme/a/", "s3://acme-data/a",
                           "s3://acme-data/a*/", "s3://acme-data/a?b/", "s3://acme-data/a*", ""}) {
    EXPECT_FALSE(read(text).prefix) << text;
    EXPECT_FALSE(read(text).mistake.empty()) << text;
  }
}

TEST_F(Storage, AKeyAloneIsNoPrefix) {
  const ir::Expr* key = make_key(module_, "aws:principaltag/team", ir::Type::String, {});
  const ir::Expr* bucket = make_text(module_, "s3://acme-data/", ir::Type::String, {});
  EXPECT_FALSE(read_storage(module_, {bucket, key}, {}).prefix) << "`team-a` would hold `team-a-secrets` too";
  EXPECT_FALSE(read_storage(module_, {key}, {}).prefix);
}

}  // namespace
}  // namespace berm::check
