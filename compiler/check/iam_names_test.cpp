#include "compiler/check/iam_names.h"

#include <gtest/gtest.h>

namespace berm::check {
namespace {

using Kind = ast::PrincipalKind;

bool fits(Kind kind, std::string_view text) { return !principal_mistake(kind, text); }

TEST(PrincipalNames, RolesAndUsers) {
  for (const char* text : {"Admin", "*/Admin", "break-glass/*", "a+=,.@_-b/c?", "*"})
    EXPECT_TRUE(fits(Kind::Role, text)) << text;
  for (const char* text : {"", "/Admin", "path/", "a b", "a:b", "${x}", "arn:aws:iam::1:role/x"})
    EXPECT_FALSE(fits(Kind::User, text)) << text;
  EXPECT_TRUE(fits(Kind::Role, "aws:ec2-infrastructure"));
  EXPECT_TRUE(fits(Kind::Role, "path/" + std::string(64, 'a')));
  EXPECT_FALSE(fits(Kind::Role, "path/" + std::string(65, 'a')));
}

TEST(PrincipalNames, PermissionSetsHaveNoWildcards) {
  EXPECT_TRUE(fits(Kind::Sso, "Break_Glass"));
  for (const char* text : {"", "Admin*", "a b", "a/b"}) EXPECT_FALSE(fits(Kind::Sso, text)) << text;
  EXPECT_FALSE(fits(Kind::Sso, std::string(33, 'a')));
}

TEST(PrincipalNames, Organisations) {
  EXPECT_TRUE(fits(Kind::Org, "o-a1b2c3d4e5"));
  for (const char* text : {"o-", "a1b2", "o-A1", "o-*"}) EXPECT_FALSE(fits(Kind::Org, text)) << text;
  for (const char* text : {"ou-ab12-11112222", "r-ab12", "o-a/r-b/ou-c/", "o-a/r-b"})
    EXPECT_TRUE(fits(Kind::Ou, text)) << text;
  for (const char* text : {"Sandbox", "o-a", "r-b/ou-c/", "o-a/r-b/c", "ou-*"})
    EXPECT_FALSE(fits(Kind::Ou, text)) << text;
}

}  // namespace
}  // namespace berm::check
