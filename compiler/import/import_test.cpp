#include "compiler/import/import.h"

#include <gtest/gtest.h>

#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

Imported imported(const std::string& statements, Kind kind = Kind::Scp) {
  access::ReadResult read = access::read_policy(R"({"Version": "2012-10-17", "Statement": [)" + statements + "]}");
  EXPECT_TRUE(read.document) << read.error;
  return read.document ? import_document(*read.document, kind, "x", catalog::Catalog::builtin()) : Imported();
}

// The source behind its head.
std::string rules(const std::string& statements, Kind kind = Kind::Scp) {
  Imported all = imported(statements, kind);
  if (!all.refused.empty()) return all.refused.front().path + ": " + all.refused.front().reason;
  return all.source.substr(all.source.find("\n\n") + 2);
}

std::string where(const std::string& condition) {
  std::string text =
      rules(R"({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": )" + condition + "}");
  size_t begin = text.find("where { ");
  return begin == std::string::npos ? text : text.substr(begin + 8, text.find(" }", begin) - begin - 8);
}

TEST(Import, NamesRulesBySids) {
  EXPECT_EQ(snake_case("DenyS3UnEncryptedUploads"), "deny_s3_un_encrypted_uploads");
  EXPECT_EQ(snake_case("deny-EC2 api"), "deny_ec2_api");
  EXPECT_EQ(snake_case("30Days"), "policy_30_days");
  EXPECT_EQ(snake_case("forbid"), "policy_forbid");
  EXPECT_EQ(snake_case("!"), "statement");
  EXPECT_EQ(sentence("DenyKMSDeletion"), "Deny KMS deletion.");
}

TEST(Import, GroupsActionsByService) {
  EXPECT_EQ(rules(R"({"Sid": "Keep", "Effect": "Deny", "Resource": "*",
                      "Action": ["s3:deletebucket", "kms:Delete*", "s3:PutObject", "s3:Frobnicate"]})"),
            "/// Keep.\nrule keep:\n  forbid s3:{DeleteBucket, PutObject} plus kms:Delete* plus unchecked "
            "\"s3:Frobnicate\"\n");
  EXPECT_EQ(rules(R"({"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*"})"),
            "rule x:\n  forbid * minus iam:* minus sts:*\n");
}

TEST(Import, SaysWhoByNames) {
  EXPECT_EQ(rules(R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {
                      "ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/ops/*", "arn:aws:iam::111122223333:role/x"]},
                      "StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}})"),
            "@unprotected(\"as imported\")\nrule x:\n  forbid s3:*\n"
            "  where { principal.arn not like \"arn:aws:iam::111122223333:role/x\" }\n"
            "  except role \"ops/*\", account \"111122223333\"\n");
  EXPECT_EQ(rules(R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {
                      "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}})"),
            "rule x:\n  forbid *\n  by root\n");
}

TEST(Import, KeepsWhatAMissingKeyMeans) {
  EXPECT_EQ(where(R"({"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}})"),
            "request.region in [\"eu-west-1\", \"eu-west-2\"]");
  EXPECT_EQ(where(R"({"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})"), "request.source_vpc != \"vpc-1\"");
  EXPECT_EQ(where(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})"),
            "(request.source_vpc == null or request.source_vpc == \"vpc-1\")");
  EXPECT_EQ(where(R"({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})"),
            "not (context[\"aws:MultiFactorAuthPresent\"] == true)");
  EXPECT_EQ(where(R"({"Null": {"aws:TokenIssueTime": "true"}})"), "context[\"aws:TokenIssueTime\"] == null");
  EXPECT_EQ(where(R"({"ForAllValues:StringLike": {"aws:TagKeys": "a*"}})"),
            "all v in request.tag_keys { v like \"a*\"");
  EXPECT_EQ(where(R"({"ForAnyValue:StringNotEquals": {"aws:SourceVpc": "vpc-1"}})"),
            "request.source_vpc != null and request.source_vpc != \"vpc-1\"");
  EXPECT_EQ(where(R"({"StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}})"),
            "resource.tags[\"team\"] != principal.tags[\"team\"]");
}

TEST(Import, RefusesWithPathAndReason) {
  EXPECT_EQ(where(R"({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::${Account}:role/x"}})"),
            "Statement[0].Condition.ArnNotLike.aws:PrincipalArn: `${Account}` is no policy variable: there is no key "
            "`Account`");
  EXPECT_EQ(where(R"({"StringEquals": {"<key>": "x"}})"),
            "Statement[0].Condition.StringEquals.<key>: there is no condition key `<key>`");
  EXPECT_EQ(where(R"({"StringEquals": {"aws:TagKeys": "x"}})").substr(0, 48),
            "Statement[0].Condition.StringEquals.aws:TagKeys:");
  EXPECT_EQ(
      rules(
          R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}})"),
      "Statement[0].Condition: what a cap leaves has no conditions beside resources");
}

// What a document says may not become other source than was meant.
TEST(Import, TextsStayTexts) {
  EXPECT_EQ(rules(R"({"Effect": "Deny", "Action": "or}ganizations:*", "Resource": "*"})"),
            "Statement[0].Action: `or}ganizations:*` is no action");
  EXPECT_EQ(rules(R"({"Effect": "Deny", "Action": "s3:A\" plus \"*", "Resource": "*"})"),
            "Statement[0].Action: `s3:A\" plus \"*` is no action");
  EXPECT_TRUE(
      where(R"({"StringEquals": {"aws:PrincipalTag/a\nrule": "x"}})").ends_with(": a control character in a key"));
  std::string odd = where(R"({"StringEquals": {"aws:PrincipalTag/a\"{b}\\": "x"}})");
  EXPECT_NE(odd.find("there is no condition key"), std::string::npos) << odd;
}

TEST(Import, MakesCapsOfBoundaries) {
  EXPECT_EQ(rules(R"({"Effect": "Allow", "Action": ["s3:*", "sqs:*"], "Resource": "*"},
                     {"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:*:*:acme-*"})",
                  Kind::PermissionBoundary),
            "/// All that is allowed.\nrule allowed:\n  cap anyone at s3:* plus sqs:*\n    and sns:Publish on "
            "\"arn:aws:sns:*:*:acme-*\"\n");
  Imported everything = imported(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  ASSERT_EQ(everything.left.size(), 2u);
}

}  // namespace
}  // namespace berm::importer
