#include "compiler/check/expression_fixture.h"
#include "gtest/gtest.h"

namespace berm::check {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ExpressionTest, ReadsRequestKeys) {
  EXPECT_EQ(call("request.region in regions"),
            "(request[\"aws:requestedregion\"] in [\"eu-west-1\", \"eu-central-1\"])");
  EXPECT_EQ(call("not request.secure"), "not (request[\"aws:securetransport\"] == true)");
  EXPECT_EQ(call("\"eu-west-1\" == request.region"), "(request[\"aws:requestedregion\"] == \"eu-west-1\")");
  EXPECT_EQ(call("request.tags.team != \"x\""), "not (request[\"aws:requesttag/team\"] == \"x\")");
  EXPECT_EQ(call("request.tags[\"team\"] == principal.tags[\"team\"]"),
            "(request[\"aws:requesttag/team\"] == request[\"aws:principaltag/team\"])");
  EXPECT_EQ(call("resource.tags[\"a\"] == \"b\" and resource.account == \"123456789012\""),
            "((request[\"aws:resourcetag/a\"] == \"b\") and (request[\"aws:resourceaccount\"] == \"123456789012\"))");
  EXPECT_EQ(call("principal.arn like \"arn:aws:iam::*:role/x\""),
            "(request[\"aws:principalarn\"] like arn(\"arn:aws:iam::*:role/x\"))");
  EXPECT_EQ(call("request.time < \"2026-01-31T12:00:00Z\""), "(request[\"aws:currenttime\"] < time(1769860800))");
  EXPECT_EQ(call("request.source_vpce == null"), "(request[\"aws:sourcevpce\"] == null)");
}

TEST_F(ExpressionTest, ReadsContextKeys) {
  EXPECT_EQ(call("context[\"lambda:FunctionUrlAuthType\"] == \"NONE\""),
            "(request[\"lambda:functionurlauthtype\"] == \"NONE\")");
  EXPECT_EQ(call("context[\"ec2:Encrypted\"]"), "(request[\"ec2:encrypted\"] == true)");
  EXPECT_EQ(call("context[\"aws:MultiFactorAuthAge\"] < 1h and context[\"aws:MultiFactorAuthAge\"] >= 300"),
            "((request[\"aws:multifactorauthage\"] < 3600) and (300 <= request[\"aws:multifactorauthage\"]))");
  EXPECT_EQ(call("context[\"s3:Prefx\"] == \"a\""),
            "unknown-condition-key @ \"s3:Prefx\": no condition key `s3:Prefx` is known | did you mean `s3:prefix`?");
  EXPECT_THAT(call("context[\"ec2:Encrypted\"] == \"false\""), HasSubstr("write `false`"));
  EXPECT_EQ(call("unchecked \"new:Key\" == \"x\" and context[unchecked \"new:Other\"] == 3"),
            "((request[\"new:key\"] == \"x\") and (request[\"new:other\"] == 3))");
  EXPECT_THAT(call("unchecked \"nokey\" == \"x\""), StartsWith("invalid-literal @ unchecked \"nokey\""));
}

TEST_F(ExpressionTest, ReadsKeysOfSeveralValues) {
  EXPECT_EQ(call("\"x\" in request.tag_keys"), "(\"x\" in request[\"aws:tagkeys\"][*])");
  EXPECT_EQ(call("all k in context[\"aws:TagKeys\"] { k in [\"a\", \"b\"] }"),
            "(all v1 in request[\"aws:tagkeys\"][*] { (v1 in [\"a\", \"b\"]) })");
  EXPECT_EQ(call("no v in unchecked \"new:Keys\" { v like \"x*\" }"),
            "not (any v1 in request[\"new:keys\"][*] { (v1 like \"x*\") })");
  EXPECT_THAT(call("request.tag_keys == \"x\""), StartsWith("several-values @ request.tag_keys: "));
  EXPECT_EQ(call("request.tag_keys == null"), "(request[\"aws:tagkeys\"][*] == null)");
  EXPECT_THAT(call("\"{request.tag_keys}\" == request.region"), StartsWith("several-values @ request.tag_keys: "));
  EXPECT_THAT(call("\"x\" in request.region"), StartsWith("type-mismatch @ request.region"));
}

TEST_F(ExpressionTest, TestsAddressesAgainstRanges) {
  EXPECT_EQ(call("request.source_ip in nets"),
            "(covers(cidr(\"10.0.0.0/8\"), request[\"aws:sourceip\"]) or covers(cidr(\"192.0.2.0/24\"), "
            "request[\"aws:sourceip\"]))");
  EXPECT_EQ(call("request.source_ip not in [\"10.0.0.0/8\"]"),
            "not covers(cidr(\"10.0.0.0/8\"), request[\"aws:sourceip\"])");
  EXPECT_EQ(call("request.source_ip == \"10.0.0.1\""), "(request[\"aws:sourceip\"] == cidr(\"10.0.0.1\"))");
  EXPECT_THAT(call("request.source_ip == \"10.0.0.0/8\""), HasSubstr("write `request.source_ip in [\"10.0.0.0/8\"]`"));
  EXPECT_THAT(call("request.source_ip in [\"10.0.0\"]"), StartsWith("invalid-literal"));
  EXPECT_THAT(call("request.source_ip like \"10.*\""), StartsWith("type-mismatch @ request.source_ip"));
  EXPECT_THAT(call("covers(request.source_ip, \"10.0.0.0/8\")"), StartsWith("not-available-here"));
}

TEST_F(ExpressionTest, MakesPolicyVariables) {
  EXPECT_EQ(call("resource.arn like \"arn:aws:s3:::acme/{principal.tags.team}/{world}\""),
            "(request[\"resource.arn\"] like (\"arn:aws:s3:::acme/\" ++ request[\"aws:principaltag/team\"] ++ "
            "\"/0.0.0.0/0\"))");
  EXPECT_THAT(call("\"{principal.tags.team}\" == \"x\""), StartsWith("not-available-here"));
  EXPECT_THAT(call("\"{request.secure}\" == request.region"), StartsWith("type-mismatch @ request.secure"));
}

TEST_F(ExpressionTest, UnrollsConstantLists) {
  EXPECT_EQ(call("any p in [\"a\", \"b\"] { resource.arn like \"arn:aws:s3:::{p}/*\" }"),
            "((request[\"resource.arn\"] like arn(\"arn:aws:s3:::a/*\")) or (request[\"resource.arn\"] like "
            "arn(\"arn:aws:s3:::b/*\")))");
  EXPECT_EQ(call("no p in regions { request.region == p }"),
            "not ((request[\"aws:requestedregion\"] == \"eu-west-1\") or (request[\"aws:requestedregion\"] == "
            "\"eu-central-1\"))");
  EXPECT_EQ(call("all p in [] { request.region == p }"), "true");
  EXPECT_EQ(call("any p in [] { request.region == p }"), "false");
}

TEST_F(ExpressionTest, BoundsUnrolling) {
  std::string list = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", text;
  for (const char* name : {"a", "b", "c", "e"}) text += std::string("any ") + name + " in " + list + " { ";
  EXPECT_THAT(call(text + "request.source_vpc == \"{a}{b}{c}{e}\" }}}}"), StartsWith("expansion-too-large @ any e in"));
}

TEST_F(ExpressionTest, CallsKnowNoPlans) {
  EXPECT_THAT(call("creating(d)"), StartsWith("not-available-here @ creating(d)"));
  EXPECT_THAT(call("d.name == \"x\""), StartsWith("not-available-here @ d: "));
  EXPECT_THAT(call("request.region matches `eu-.*`"), StartsWith("not-available-here"));
  EXPECT_THAT(call("(request.source_vpce ?? \"x\") == \"y\""), StartsWith("not-available-here"));
  EXPECT_THAT(call("starts_with(request.region, \"eu\")"), HasSubstr("`like` takes globs"));
  EXPECT_THAT(call("count(request.tag_keys) > 3"), StartsWith("not-available-here"));
  EXPECT_THAT(call("request.secure == request.via_aws_service"), StartsWith("not-available-here"));
}

TEST_F(ExpressionTest, ChecksLiteralsOfCalls) {
  EXPECT_THAT(call("request.region == \"eu-west\""),
              StartsWith("invalid-literal @ \"eu-west\": `eu-west` is not a region"));
  EXPECT_THAT(call("principal.account == \"123\""), StartsWith("invalid-literal @ \"123\""));
  EXPECT_THAT(call("context[\"aws:SourceArn\"] like \"x*\""), StartsWith("invalid-literal @ \"x*\""));
  EXPECT_THAT(call("request.time < \"tomorrow\""), StartsWith("invalid-literal @ \"tomorrow\""));
  EXPECT_THAT(call("request.regin == \"x\""), HasSubstr("did you mean `region`?"));
  EXPECT_THAT(call("principal == \"x\""), HasSubstr("not a value by itself"));
  EXPECT_THAT(call("request.tags == \"x\""), HasSubstr("not a value by itself"));
  EXPECT_THAT(call("request.tags[principal.org] == \"x\""), StartsWith("not-constant @ principal.org"));
  EXPECT_THAT(call("any request in request.tag_keys { request == \"x\" }"), StartsWith("shadowed-name @ request"));
}

TEST_F(ExpressionTest, AnExceptedResourceIsTheCalls) {
  Type type;
  type.root = CallRoot::Resource;
  scope_.declare({.name = "r", .type = type});
  EXPECT_EQ(call("r.tags[\"a\"] == \"b\""), "(request[\"aws:resourcetag/a\"] == \"b\")");
}

}  // namespace
}  // namespace berm::check
