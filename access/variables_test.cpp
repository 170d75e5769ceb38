#include "access/variables.h"

#include <gtest/gtest.h>

namespace berm::access {
namespace {

TEST(Variables, LeaveAnyText) {
  EXPECT_EQ(without_variables("arn:aws:iam::*:user/${aws:username}"), "arn:aws:iam::*:user/*");
  EXPECT_EQ(without_variables("${a}-${b}x"), "*-*x");
  EXPECT_EQ(without_variables("home/${aws:PrincipalTag/team, 'no}ne'}/*"), "home/*/*");
  EXPECT_EQ(without_variables("${never ends"), "${never ends");
  EXPECT_EQ(without_variables("$} {}"), "$} {}");
}

}  // namespace
}  // namespace berm::access
