#include "access/arn.h"

#include <gtest/gtest.h>

namespace berm::access {
namespace {

TEST(Arn, HasSixPartsWhateverItsResourceIsCalled) {
  EXPECT_EQ(arn_parts("arn:aws:rds:eu-west-1:111122223333:db:a").back(), "db:a");
  EXPECT_LT(arn_parts("arn:aws:s3").size(), 6u);
}

TEST(Arn, NamesAnAccountOrNone) {
  EXPECT_EQ(account_in("arn:aws:iam::111122223333:role/a"), "111122223333");
  EXPECT_EQ(account_in("arn:aws:iam::*:role/a"), "*");
  EXPECT_EQ(account_in("arn:aws:s3:::bucket/key:1"), "");
  EXPECT_EQ(account_in("111122223333"), "");
}

}  // namespace
}  // namespace berm::access
