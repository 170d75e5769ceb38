#include "tests/bench/calls/calls.h"

#include <array>
#include <string>
#include <vector>

#include "tests/bench/plans/text.h"

namespace berm::bench {
namespace {

constexpr size_t kBuffer = 1 << 18;

struct Call {
  const char *service, *action, *event, *resource, *parameters;
};

// What accounts are busy with.
constexpr Call kCalls[] = {
    {"s3", "s3:GetObject", "GetObject", "arn:aws:s3:::acme-data-<env>/<team>/<key>/part-<digits:p:5>.parquet",
     R"("bucketName":"acme-data-<env>","key":"<team>/<key>/part-<digits:p:5>.parquet")"},
    {"s3", "s3:PutObject", "PutObject", "arn:aws:s3:::acme-data-<env>/<team>/<key>/out-<digits:p:5>.json",
     R"("bucketName":"acme-data-<env>","key":"<team>/<key>/out-<digits:p:5>.json")"},
    {"s3", "s3:ListBucket", "ListObjects", "arn:aws:s3:::acme-data-<env>",
     R"("bucketName":"acme-data-<env>","prefix":"<team>/<key>/")"},
    {"s3", "s3:PutBucketPolicy", "PutBucketPolicy", "arn:aws:s3:::acme-<key>", R"("bucketName":"acme-<key>")"},
    {"sqs", "sqs:ReceiveMessage", "ReceiveMessage", "arn:aws:sqs:<region>:<account>:<key>-work",
     R"("queueUrl":"https://sqs.<region>.amazonaws.com/<account>/<key>-work")"},
    {"sqs", "sqs:SendMessage", "SendMessage", "arn:aws:sqs:<region>:<account>:q-<key>",
     R"("queueUrl":"https://sqs.<region>.amazonaws.com/<account>/q-<key>")"},
    {"sns", "sns:Publish", "Publish", "arn:aws:sns:<region>:<account>:ev-<key>",
     R"("topicArn":"arn:aws:sns:<region>:<account>:ev-<key>")"},
    {"dynamodb", "dynamodb:PutItem", "PutItem", "arn:aws:dynamodb:<region>:<account>:table/tbl-<key>",
     R"("tableName":"tbl-<key>")"},
    {"dynamodb", "dynamodb:Query", "Query", "arn:aws:dynamodb:<region>:<account>:table/tbl-<key>",
     R"("tableName":"tbl-<key>")"},
    {"kms", "kms:Decrypt", "Decrypt", "arn:aws:kms:<region>:<account>:key/<uuid:kms>",
     R"("encryptionContext":{"app":"<key>"})"},
    {"kms", "kms:GenerateDataKey", "GenerateDataKey", "arn:aws:kms:<region>:<account>:key/<uuid:kms>",
     R"("keySpec":"AES_256")"},
    {"kms", "kms:ScheduleKeyDeletion", "ScheduleKeyDeletion", "arn:aws:kms:<region>:<account>:key/<uuid:kms>",
     R"("pendingWindowInDays":7)"},
    {"ec2", "ec2:DescribeInstances", "DescribeInstances", "*", R"("filterSet":{})"},
    {"ec2", "ec2:TerminateInstances", "TerminateInstances", "arn:aws:ec2:<region>:<account>:instance/i-<hex:i:17>",
     R"("instancesSet":{"items":[{"instanceId":"i-<hex:i:17>"}]})"},
    {"ec2", "ec2:AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupIngress",
     "arn:aws:ec2:<region>:<account>:security-group/sg-<hex:sg:17>", R"("groupId":"sg-<hex:sg:17>")"},
    {"ec2", "ec2:CreateVolume", "CreateVolume", "arn:aws:ec2:<region>:<account>:volume/*", R"("size":"100")"},
    {"lambda", "lambda:InvokeFunction", "Invoke", "arn:aws:lambda:<region>:<account>:function:fn-<key>",
     R"("functionName":"fn-<key>")"},
    {"lambda", "lambda:UpdateFunctionCode", "UpdateFunctionCode20150331v2",
     "arn:aws:lambda:<region>:<account>:function:fn-<key>", R"("functionName":"fn-<key>")"},
    {"iam", "iam:GetRole", "GetRole", "arn:aws:iam::<account>:role/service/svc-<key>", R"("roleName":"svc-<key>")"},
    {"iam", "iam:CreateUser", "CreateUser", "arn:aws:iam::<account>:user/<key>", R"("userName":"<key>")"},
    {"iam", "iam:AttachRolePolicy", "AttachRolePolicy", "arn:aws:iam::<account>:role/service/svc-<key>",
     R"("roleName":"svc-<key>","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess")"},
    {"sts", "sts:AssumeRole", "AssumeRole", "arn:aws:iam::<account>:role/service/svc-<key>",
     R"("roleArn":"arn:aws:iam::<account>:role/service/svc-<key>","roleSessionName":"<key>")"},
    {"logs", "logs:CreateLogStream", "CreateLogStream",
     "arn:aws:logs:<region>:<account>:log-group:/acme/<key>:log-stream:a",
     R"("logGroupName":"/acme/<key>","logStreamName":"a")"},
    {"secretsmanager", "secretsmanager:GetSecretValue", "GetSecretValue",
     "arn:aws:secretsmanager:<region>:<account>:secret:<team>/<key>/api-<hex:sec:6>",
     R"("secretId":"<team>/<key>/api")"},
    {"rds", "rds:DescribeDBInstances", "DescribeDBInstances", "arn:aws:rds:<region>:<account>:db:*",
     R"("maxRecords":100)"},
    {"rds", "rds:CreateDBInstance", "CreateDBInstance", "arn:aws:rds:<region>:<account>:db:db-<key>",
     R"("dBInstanceIdentifier":"db-<key>")"},
    {"cloudtrail", "cloudtrail:StopLogging", "StopLogging", "arn:aws:cloudtrail:<region>:<account>:trail/trail-<key>",
     R"("name":"trail-<key>")"},
};

const std::vector<Text>& request_texts() {
  static const std::vector<Text> kTexts = [] {
    std::vector<Text> out;
    for (const Call& call : kCalls) {
      out.emplace_back(
          std::string(R"({"principal":"role/service/svc-<key>","account":"<account>","action":")") + call.action +
          R"(","resource":")" + call.resource +
          R"(","context":{"aws:RequestedRegion":"<region>","aws:SourceIp":"10.<octet:a>.<octet:b>.7","aws:PrincipalTag/team":"<team>",)"
          R"("aws:SecureTransport":true}})"
          "\n");
    }
    return out;
  }();
  return kTexts;
}

const std::vector<Text>& event_texts() {
  static const std::vector<Text> kTexts = [] {
    std::vector<Text> out;
    for (const Call& call : kCalls) {
      out.emplace_back(
          std::string(
              R"({"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROA<upper:p:17>:<key>",)"
              R"("arn":"arn:aws:sts::<account>:assumed-role/svc-<key>/<key>","accountId":"<account>","accessKeyId":"ASIA<upper:k:16>",)"
              R"("sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA<upper:p:17>",)"
              R"("arn":"arn:aws:iam::<account>:role/service/svc-<key>","accountId":"<account>","userName":"svc-<key>"},)"
              R"("attributes":{"creationDate":"2026-10-<month>T08:00:00Z","mfaAuthenticated":"false"}}},)"
              R"("eventTime":"2026-10-<month>T09:<month>:<month>Z","eventSource":")") +
          call.service + R"(.amazonaws.com","eventName":")" + call.event +
          R"(","awsRegion":"<region>","sourceIPAddress":"10.<octet:a>.<octet:b>.7","userAgent":"aws-sdk-go-v2/1.36.3 os/linux lang/go#1.24",)"
          R"("requestParameters":{)" +
          call.parameters +
          R"(},"responseElements":null,"requestID":"<uuid:r>","eventID":"<uuid:e>","readOnly":false,"resources":[{"ARN":")" +
          call.resource +
          R"(","accountId":"<account>"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"<account>",)"
          R"("eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",)"
          R"("clientProvidedHostHeader":")" +
          call.service + R"(.<region>.amazonaws.com"}})");
    }
    return out;
  }();
  return kTexts;
}

void write_one(const std::vector<Text>& texts, uint64_t number, std::string& out) {
  Instance instance{.seed = 7, .number = number};
  texts[mixed(instance, 21) % texts.size()].write(instance, out);
}

}  // namespace

void write_requests(uint64_t count, const Sink& sink) {
  std::string out;
  for (uint64_t i = 0; i < count; ++i) {
    write_one(request_texts(), i, out);
    if (out.size() < kBuffer) continue;
    sink(out);
    out.clear();
  }
  sink(out);
}

void write_events(uint64_t first, uint64_t count, const Sink& sink) {
  std::string out = R"({"Records":[)";
  for (uint64_t i = first; i < first + count; ++i) {
    if (i > first) out += ',';
    write_one(event_texts(), i, out);
    if (out.size() < kBuffer) continue;
    sink(out);
    out.clear();
  }
  sink(out + "]}");
}

}  // namespace berm::bench
