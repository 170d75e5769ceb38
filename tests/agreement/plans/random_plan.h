// Plans that nobody would write: every kind of value where any other is expected.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "runtime/facts/facts.h"
#include "tests/agreement/plans/choices.h"

namespace berm::agreement {

// What rules and plans have in common, so that they meet.
inline constexpr const char* kAttributes[] = {"a",   "b",    "bucket",   "list", "blocks",
                                              "map", "tags", "tags_all", "tag",  "region"};
inline constexpr const char* kTexts[] = {
    "x",
    "y",
    "Xy",
    "",
    "x*",
    "é?",
    "0",
    "true",
    "10.0.0.0/8",
    "10.1.2.3",
    "10.1.2.3/32",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::1/64",
    "10.0.0.0/08",
    "arn:aws:s3:::x",
    "arn:aws:iam::111122223333:role/x",
    "2026-01-31T12:00:00Z",
    "2026-01-31T13:00:00+01:00",
    "1769860800",
    "t.one",
    "module.m",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})",
    R"({"Statement":{"Effect":"Allow","Action":["s3:GetObject","iam:PassRole"],"Resource":["arn:aws:s3:::x/*","arn:aws:iam::*:role/*"],"Sid":"x"}})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","NotAction":"s3:Get*","Resource":"arn:aws:s3:::x","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-x"}}}]})",
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root","444455556666"],"Service":"x.amazonaws.com"},"Action":["kms:Decrypt","KMS:Create*"],"Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"},"StringLike":{"kms:ViaService":["s3.*","x"]}}}]})",
    R"({"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"*","NotResource":"arn:aws:s3:::x"}]})",
    R"({"Statement":[{"Effect":"Allow","Action":"s3:\\u0047etObject","Resource":"*"}]})",
    R"({"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]})",
    R"({"Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{},"Bool":{"x":"y"}}}]})",
    R"({"Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":3600}}}]} )",
    "eu-west-1"};
inline constexpr const char* kNumbers[] = {"0",
                                           "1",
                                           "1.0",
                                           "10e-1",
                                           "2",
                                           "-1",
                                           "22",
                                           "0.5",
                                           "100000000000000000000",
                                           "1e2",
                                           "9007199254740993",
                                           "9007199254740992",
                                           "-0"};
// The second has the id of what its `bucket` names, which identifies the first.
inline constexpr const char* kTypes[] = {"aws_s3_bucket", "aws_s3_bucket_policy", "data.aws_iam_policy_document",
                                         "terraform_output"};

class RandomPlan {
 public:
  explicit RandomPlan(Choices& choices);
  const facts::Plan& plan() const { return plan_; }

 private:
  facts::Value value(int depth);
  facts::Value text(facts::ValueKind kind, std::string_view text);
  facts::Value list(int depth);
  facts::Value object(int depth, std::span<const char* const> keys);
  facts::Value attributes();
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  facts::ResourceChange change(size_t number);
  void set_actions(facts::ResourceChange& change);
  void set_values(facts::ResourceChange& change);
  const facts::ConfigResource* config(std::string_view address);

  Choices& choices_;
  facts::Plan plan_;
  std::deque<std::string> texts_;
  std::deque<std::vector<facts::Value>> lists_;
  std::deque<std::vector<facts::Member>> objects_;
};

}  // namespace berm::agreement
