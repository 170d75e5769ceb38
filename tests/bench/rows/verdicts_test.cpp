#include "tests/bench/rows/verdicts.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/bench/rows/subject.h"
#include "tests/support/process.h"

namespace berm::bench {
namespace {

using nlohmann::json;
using testing_support::Scratch;

bool is(const json& after, const char* attribute, const json& value) {
  return after.contains(attribute) && after[attribute] == value;
}

bool lets_everyone_in(const json& after) {
  json ingress = after.value("ingress", json::array());
  for (const json& rule : ingress) {
    for (const json& cidr : rule["cidr_blocks"]) {
      for (int port : {22, 3389}) {
        if ((cidr == "0.0.0.0/0" || cidr == "::/0") && rule["from_port"] <= port && port <= rule["to_port"])
          return true;
      }
    }
  }
  return false;
}

bool allows_everything(const json& after) {
  if (!after.contains("policy")) return false;
  json document = json::parse(after["policy"].get<std::string>());
  for (const json& statement : document["Statement"]) {
    if (statement["Effect"] == "Allow" && statement["Action"] == "*" && statement["Resource"] == "*") return true;
  }
  return false;
}

struct Rule {
  const char *name, *type;
  std::function<bool(const json& after)> breaks;
};

// What the ten rules say in Rego, on what is there after apply.
const Rule kRules[] = {
    {"R1", "aws_cloudtrail", [](const json& after) { return is(after, "enable_logging", false); }},
    {"R2", "aws_cloudtrail", [](const json& after) { return is(after, "enable_log_file_validation", false); }},
    {"R5", "aws_s3_bucket_public_access_block",
     [](const json& after) {
       return is(after, "block_public_acls", false) || is(after, "block_public_policy", false) ||
              is(after, "ignore_public_acls", false) || is(after, "restrict_public_buckets", false);
     }},
    {"R6", "aws_security_group", lets_everyone_in},
    {"R7", "aws_db_instance", [](const json& after) { return is(after, "publicly_accessible", true); }},
    {"R8", "aws_db_instance", [](const json& after) { return is(after, "storage_encrypted", false); }},
    {"R9", "aws_s3_bucket", [](const json& after) { return !after["bucket"].get<std::string>().starts_with("acme-"); }},
    {"R10", "aws_iam_role", [](const json& after) { return is(after, "permissions_boundary", nullptr); }},
    {"R11", "aws_iam_policy", allows_everything},
};

Verdicts of(const json& plan) {
  Verdicts out;
  for (const json& change : plan["resource_changes"]) {
    std::string address = change["address"];
    if (change["type"] == "aws_cloudtrail" && change["change"]["actions"] == json{"delete"})
      out.insert("R3 " + address);
    if (change["change"]["after"].is_null()) continue;
    for (const Rule& rule : kRules) {
      if (change["type"] == rule.type && rule.breaks(change["change"]["after"]))
        out.insert(rule.name + (" " + address));
    }
  }
  return out;
}

// There need not be an `opa`: what its rules say is said once more above.
TEST(TenRules, SayInBermWhatTheySayInRego) {
  Scratch scratch;
  Options options;
  options.programs = BERM_BENCH_PROGRAMS;
  options.berm = BERM_BENCH_BERM;
  options.data = scratch.path();
  Subject subject(options);
  std::string plan = subject.plan_of_bytes(15'000'000);
  Command check = subject.check(subject.compiled(BERM_SOURCE_DIR "/tests/bench/ten"), plan);
  check.words.insert(check.words.end(), {"--format", "json"});
  check.output = scratch.path() / "berm.json";
  ASSERT_EQ(run(check).exit_code, 1);
  Verdicts expected = of(json::parse(testing_support::read_text(plan)));
  EXPECT_GT(expected.size(), 5u);
  EXPECT_EQ(verdicts_of_berm(check.output), expected);
}

TEST(TenRules, AreReadFromWhatOpaPrints) {
  Scratch scratch;
  std::string path = scratch.path() / "opa.json";
  testing_support::write_text(
      path, R"({"result":[{"expressions":[{"value":["R1 a","R7 b[\"c\"]"],"text":"data.guard.deny"}]}]})");
  EXPECT_EQ(verdicts_of_opa(path), (Verdicts{"R1 a", "R7 b[\"c\"]"}));
}

}  // namespace
}  // namespace berm::bench
