#include "verify/alike.h"

#include <gtest/gtest.h>

namespace berm::verify {
namespace {

class AlikeTest : public ::testing::Test {
 protected:
  size_t kind_of(const std::string& name) { return alike_.kind_of(*catalog::Catalog::builtin().action(name), name); }

  Alike alike_;
};

TEST_F(AlikeTest, ActionsOnTheSameWithTheSameKeysAre) {
  EXPECT_EQ(kind_of("cloudtrail:StopLogging"), kind_of("cloudtrail:StartLogging"));
  EXPECT_EQ(kind_of("cloudtrail:StopLogging"), kind_of("cloudtrail:StopLogging"));
}

TEST_F(AlikeTest, OthersAreNot) {
  EXPECT_NE(kind_of("s3:GetObject"), kind_of("s3:ListBucket"));
  EXPECT_NE(kind_of("s3:GetObject"), kind_of("s3:PutObject"));  // which carries more keys
  EXPECT_NE(kind_of("ec2:DescribeInstances"), kind_of("iam:ListUsers"));
  EXPECT_NE(kind_of("sts:AssumeRoleWithWebIdentity"), kind_of("sts:AssumeRole"));
}

}  // namespace
}  // namespace berm::verify
