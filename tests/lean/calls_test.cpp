// Calls decided by a compiled program on the command line: the same by berm and berm-check, in the order of the lines,
// however many there are; and a log by the rules of a program.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using namespace berm::testing_support;

constexpr const char* kRules = R"(package a

/// The trail stays on.
rule log: forbid cloudtrail:StopLogging except role "oncall" with mfa
rule tags: forbid ec2:TerminateInstances where { principal.tags["team"] != "ops" }
rule app: cap role "app" at s3:{GetObject, PutObject} on "arn:aws:s3:::acme-data/*"
)";

class Calls : public testing::Test {
 protected:
  Calls() {
    write_text(folder() / "a.berm", kRules);
    const Ran ran = run(BERM_PROGRAM, "build . -o out", folder());
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
  }
  const fs::path& folder() const { return scratch_.path(); }

  // By both programs.
  Ran sim(const std::string& lines) {
    write_text(folder() / "q.jsonl", lines);
    const Ran whole = run(BERM_PROGRAM, "sim --program out/guardrails.bermc < q.jsonl", folder());
    const Ran lean = run(BERM_CHECK_PROGRAM, "sim --program out/guardrails.bermc < q.jsonl", folder());
    EXPECT_EQ(whole.exit_code, lean.exit_code);
    EXPECT_EQ(whole.out, lean.out);
    EXPECT_EQ(whole.err, lean.err);
    return whole;
  }
  Ran replay(const std::string& options) {
    return run(BERM_PROGRAM, "replay --program out/guardrails.bermc " + options, folder());
  }

 private:
  Scratch scratch_;
};

TEST_F(Calls, EachLineIsAnswered) {
  const Ran ran = sim(R"({"principal": "role/dev", "account": "111122223333", "action": "cloudtrail:StopLogging"}

{"principal": "role/oncall", "account": "111122223333", "action": "cloudtrail:StopLogging", "context": {"aws:MultiFactorAuthPresent": true}}
{"principal": "role/app", "account": "111122223333", "action": "s3:GetObject", "resource": "arn:aws:s3:::acme-data/k"}
{"principal": "role/app", "account": "111122223333", "action": "quicksight:Invented"}
)");
  EXPECT_EQ(ran.out, R"({"line":1,"decision":"denied","rules":["a.log"]}
{"line":3,"decision":"not_denied","rules":[]}
{"line":4,"decision":"not_denied","rules":[]}
{"line":5,"decision":"denied","rules":["a.app"]}
)");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.err, "");
}

TEST_F(Calls, WhatIsNoQuestionIsReported) {
  const Ran ran = sim("nonsense\n{\"principal\": \"role/dev\", \"action\": \"s3:GetObject\"}\n");
  EXPECT_EQ(ran.out,
            "{\"line\":1,\"error\":\"it is not JSON\"}\n{\"line\":2,\"error\":\"`role/dev` is of no account\"}\n");
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("no request that could be decided: it is not JSON"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("standard input:2"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("say which one with `account`, or write the ARN"), std::string::npos) << ran.err;
}

TEST_F(Calls, TheAnswersStandInTheOrderOfTheLines) {
  std::string lines, wanted;
  for (size_t i = 1; i <= 30000; ++i) {
    const bool denied = i % 7 == 0;
    lines += fmt::format(R"({{"principal": "role/{}", "account": "111122223333", "action": "cloudtrail:{}"}})"
                         "\n",
                         i, denied ? "StopLogging" : "StartLogging");
    wanted += fmt::format(R"({{"line":{},"decision":"{}","rules":[{}]}})"
                          "\n",
                          i, denied ? "denied" : "not_denied", denied ? "\"a.log\"" : "");
  }
  lines.pop_back();  // the last one need not end
  EXPECT_TRUE(sim(lines).out == wanted);
}

TEST_F(Calls, ALineMayBeTooLong) {
  const std::string good = R"({"principal": "anonymous", "action": "s3:GetObject"})";
  const Ran ran = sim(good + "\n" + std::string(3 << 20, ' ') + "{}\n" + std::string((1 << 20) + 5, 'x') + "\n" + good);
  EXPECT_EQ(
      ran.out,
      "{\"line\":1,\"decision\":\"not_denied\",\"rules\":[]}\n{\"line\":2,\"error\":\"it is longer than 1 MiB\"}\n"
      "{\"line\":3,\"error\":\"it is longer than 1 MiB\"}\n{\"line\":4,\"decision\":\"not_denied\",\"rules\":[]}\n");
}

TEST_F(Calls, AProgramTakesNoOtherOptions) {
  const Ran ran = run(BERM_PROGRAM, "sim --program out/guardrails.bermc --principal role/a", folder());
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("takes questions from standard input alone"), std::string::npos) << ran.err;
  EXPECT_EQ(replay("--stage s a.berm").exit_code, 3);
  EXPECT_EQ(replay("--directory elsewhere a.berm").exit_code, 3);
  EXPECT_EQ(run(BERM_PROGRAM, "sim --program out/guardrails.bermc elsewhere < a.berm", folder()).exit_code, 3);
}

TEST_F(Calls, AnInputThatCantBeReadIsNoEnd) {
  const std::string options = "sim --program out/guardrails.bermc < .";
  write_text(folder() / "scp.json",
             R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})");
  for (const Ran& ran : {run(BERM_PROGRAM, options, folder()), run(BERM_CHECK_PROGRAM, options, folder()),
                         run(BERM_PROGRAM, "sim . --policy scp=scp.json --json-lines < .", folder())}) {
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_NE(ran.err.find("can't read standard input: Is a directory"), std::string::npos) << ran.err;
  }
}

TEST_F(Calls, AnOptionInCapitalsKeepsItsName) {
  EXPECT_NE(replay("").err.find("error: FILE is required"), std::string::npos);
}

// A rule of the standard library that only a document names.
TEST_F(Calls, WhatDocumentsEnforceIsDecided) {
  write_text(folder() / "packs/berm.yaml",
             "name: packs\nsources: [a.berm]\ndocuments:\n"
             "  - { kind: aws.scp, name: trail, rules: [std.packs.aws_baseline.trail_stays] }\n");
  write_text(folder() / "packs/a.berm", "package p\nrule r: forbid ec2:TerminateInstances\n");
  const Ran built = run(BERM_PROGRAM, "build packs -o out", folder());
  ASSERT_NE(built.exit_code, 3) << built.err;
  const Ran ran = sim(R"({"principal": "role/a", "account": "111122223333", "action": "cloudtrail:StopLogging"})");
  EXPECT_EQ(ran.out, "{\"line\":1,\"decision\":\"denied\",\"rules\":[\"std.packs.aws_baseline.trail_stays\"]}\n");
}

constexpr const char* kEvent =
    R"({{"eventType": "AwsApiCall", "eventTime": "2026-10-0{}T09:00:00Z", "awsRegion": "eu-west-1", "eventSource": "{}.amazonaws.com", "eventName": "{}", "recipientAccountId": "111122223333", "sourceIPAddress": "203.0.113.9", "requestParameters": {{{}}}, "userIdentity": {{"type": "AssumedRole", "accountId": "111122223333", "principalId": "A:ann", "sessionContext": {{"sessionIssuer": {{"arn": "arn:aws:iam::111122223333:role/{}"}}, "attributes": {{"mfaAuthenticated": "false"}}}}}}}}
)";

TEST_F(Calls, ALogIsJudgedByTheRules) {
  const std::string object = R"("bucketName": "acme-data", "key": "k")";
  write_text(folder() / "log.jsonl", fmt::format(kEvent, 2, "cloudtrail", "StopLogging", R"("name": "t")", "dev") +
                                         fmt::format(kEvent, 1, "cloudtrail", "StopLogging", R"("name": "t")", "dev") +
                                         fmt::format(kEvent, 3, "ec2", "TerminateInstances", "", "dev") +
                                         fmt::format(kEvent, 4, "s3", "GetObject", object, "app") +
                                         fmt::format(kEvent, 5, "s3", "ListObjects", R"("bucketName": "b")", "app") +
                                         fmt::format(kEvent, 6, "s3", "NoSuchThing", "", "dev"));
  const Ran ran = replay("log.jsonl");
  EXPECT_EQ(ran.out, R"(5 calls of 1 file judged, 2026-10-01T09:00:00Z to 2026-10-05T09:00:00Z
3 would be denied, 1 might be

would be denied
  a.app (a.berm:6)
         1  2026-10-05T09:00:00Z  2026-10-05T09:00:00Z  s3:ListBucket  arn:aws:iam::111122223333:role/app
  a.log (a.berm:4)
         2  2026-10-01T09:00:00Z  2026-10-02T09:00:00Z  cloudtrail:StopLogging  arn:aws:iam::111122223333:role/dev

might be denied: the log doesn't tell
  a.tags (a.berm:5)
         1  2026-10-03T09:00:00Z  2026-10-03T09:00:00Z  ec2:TerminateInstances  arn:aws:iam::111122223333:role/dev  by aws:principaltag/team

not judged
  1 event without an action that the catalogue knows
         1  s3.amazonaws.com NoSuchThing
)");
  EXPECT_EQ(ran.exit_code, 1);
  // Files are judged on several threads; what is found is the same.
  for (const char* line : {"1", "2", "3"}) {
    write_text(folder() / "logs" / (std::string(line) + ".jsonl"), read_text(folder() / "log.jsonl"));
  }
  EXPECT_EQ(replay("logs/1.jsonl logs/2.jsonl logs/3.jsonl --json").out, replay("logs --json").out);
  EXPECT_NE(replay("logs").out.find("15 calls of 3 files judged, 2026-10-01T09:00:00Z to 2026-10-05"),
            std::string::npos);
  EXPECT_NE(replay("logs").out.find("         6  2026-10-01T09:00:00Z  2026-10-02T09:00:00Z  cloudtrail:StopLogging"),
            std::string::npos);
  EXPECT_NE(replay("log.jsonl --json").out.find("\"by\": \"\""), std::string::npos);
}

}  // namespace
