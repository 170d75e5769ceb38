#include "lint/lint.h"

#include <gtest/gtest.h>

namespace berm::lint {
namespace {

Report linted(const std::string& text, std::optional<Kind> kind = std::nullopt) {
  return lint(text, kind, catalog::Catalog::builtin());
}

std::string policy(const std::string& statement) {
  return R"({"Version": "2012-10-17", "Statement": )" + statement + "}";
}

const Finding* find(const Report& report, DiagnosticKind check) {
  for (const Finding& each : report.findings) {
    if (each.check == check) return &each;
  }
  return nullptr;
}

TEST(Lint, NamesThePlaceInTheText) {
  std::string text =
      policy(R"([{"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjct"], "Resource": "arn:aws:s3:::a/*"}])");
  Report report = linted(text);
  const Finding* finding = find(report, DiagnosticKind::LintAction);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->path, "Statement[0].Action[1]");
  EXPECT_EQ(text.substr(finding->begin, finding->end - finding->begin), "\"s3:GetObjct\"");
  EXPECT_EQ(finding->hint, "did you mean `s3:GetObject`?");
  EXPECT_FALSE(finding->refused);
  EXPECT_FALSE(report.passes());
}

TEST(Lint, NamesThePlaceBehindEscapesAndOtherLetters) {
  std::string text = policy(R"({"Sid": "\"\u00e9é\\", "Effect": "Deny", "Action": "s3:*", "Resource": "x"})");
  const Report report = linted(text, Kind::Scp);
  const Finding* finding = find(report, DiagnosticKind::LintArnPrefix);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(text.substr(finding->begin, finding->end - finding->begin), "\"x\"");
}

TEST(Lint, GuessesTheKind) {
  const std::string deny = R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*")";
  EXPECT_EQ(linted(policy(deny + "}")).kind, Kind::Scp);
  EXPECT_EQ(linted(policy(deny + R"(, "Principal": "*"})")).kind, Kind::Rcp);
  EXPECT_EQ(linted(policy(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})")).kind, Kind::IdentityPolicy);
  EXPECT_EQ(
      linted(
          policy(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}})"))
          .kind,
      Kind::TrustPolicy);
}

TEST(Lint, TellsWhatIsRefusedFromWhatIsMerelyWrong) {
  EXPECT_TRUE(linted(policy(R"({"Effect": "Allow", "Action": "GetObject", "Resource": "*"})")).refused());
  EXPECT_FALSE(linted(policy(R"({"Effect": "Allow", "Action": "s3:Frob", "Resource": "*"})")).refused());
  EXPECT_TRUE(linted("[").refused());
}

TEST(Lint, CountsWhiteSpaceWhereTheServiceDoes) {
  std::string text = policy(R"({"Effect": "Deny", "Action": "s3:*",      "Resource": "*"})");
  EXPECT_EQ(linted(text, Kind::Scp).size, text.size());
  EXPECT_LT(linted(text, Kind::IdentityPolicy).size, text.size());
}

TEST(Lint, PrintsFindingsAsLines) {
  std::vector<std::string> all = lines(linted(policy(R"({"Effect": "Allow", "Action": "s3:Frob", "Resource": "*"})")));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0], "ERROR INVALID_ACTION Statement.Action: there is no action `s3:Frob`");
}

}  // namespace
}  // namespace berm::lint
