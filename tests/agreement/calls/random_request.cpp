#include "tests/agreement/calls/random_request.h"

namespace berm::agreement {
namespace {

constexpr const char* kActions[] = {"s3:GetObject",
                                    "s3:PutObject",
                                    "s3:getobject",
                                    "s3:ListBucket",
                                    "s3:NewThing",
                                    "s3:GetNewThing",
                                    "ec2:RunInstances",
                                    "ec2:TerminateInstances",
                                    "EC2:runinstances",
                                    "ec2:CreateTags",
                                    "lambda:InvokeFunction",
                                    "iam:CreateRole",
                                    "kms:Decrypt",
                                    "sts:AssumeRole",
                                    "nosuch:Thing",
                                    "ec2:DescribeInstances",
                                    "sqs:GetQueueUrl",
                                    "dynamodb:GetItem",
                                    "noservice",
                                    "s3:GetBucketAcl"};
constexpr const char* kResources[] = {"*",
                                      "arn:aws:s3:::data/team/a",
                                      "arn:aws:s3:::data",
                                      "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
                                      "arn:aws:ec2:eu-west-1:111122223333:volume/v-1",
                                      "arn:aws:ec2:eu-west-1::image/ami-1",
                                      "arn:*:ec2:*:*:*/*",
                                      "arn:aws:iam::111122223333:role/admin",
                                      "arn:aws:kms:eu-west-1:111122223333:key/k",
                                      "nothing",
                                      "",
                                      "arn:aws:s3:::data/*"};
constexpr const char* kTypes[] = {"instance", "volume", "bucket", "object", "role", "nosuch"};

template <size_t n>
const char* one_of(const char* const (&texts)[n], std::mt19937_64& random) {
  return texts[random() % n];
}

}  // namespace

access::Request random_request(std::mt19937_64& random) {
  access::Request request;
  request.action = one_of(kActions, random);
  request.resource = one_of(kResources, random);
  if (random() % 4 == 0) request.resource_type = one_of(kTypes, random);
  for (const char* key : kKeyNames) {
    if (random() % 2 == 0 || std::string_view(key) == "resource.arn") continue;
    auto& values = request.context[key];
    const size_t count = random() % 5 == 0 ? random() % 4 : 1;
    for (size_t i = 0; i < count; ++i) values.push_back(one_of(kTexts, random));
  }
  return request;
}

}  // namespace berm::agreement
