// Identity, bucket and trust policies, and what Terraform is told of each kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/evaluate.h"
#include "compiler/documents/grant.h"
#include "compiler/documents/test_support.h"

namespace berm::documents {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kCaller = "arn:aws:iam::111122223333:role/payments-api";

class KindsTest : public DocumentsTest {
 protected:
  const Expr* on(const std::string& arn) {
    return test(Op::Like, key("resource.arn", Type::Arn), value({arn}, Type::Arn));
  }
  // Objects below pay/, and listing them.
  const Expr* below_pay() {
    const Expr* listing =
        make(Op::And, Type::Bool, {on("arn:aws:s3:::acme-data"), test(Op::Like, key("s3:prefix"), text("pay/*"))});
    return make(Op::Or, Type::Bool, {on("arn:aws:s3:::acme-data/pay/*"), listing});
  }
  ir::Rule& cap_on_storage() {
    ir::Rule rule;
    rule.name = "acme.data";
    rule.package = "acme";
    rule.verb = ir::Verb::Cap;
    rule.capped = role("payments-*");
    rule.allows.push_back({{{{true, "s3:GetObject"}, {true, "s3:ListBucket"}}}, below_pay(), {}});
    module_.rules.push_back(std::move(rule));
    return module_.rules.back();
  }
  static Spec bucket() {
    Spec spec = spec_of(Kind::BucketPolicy, {});
    spec.bucket = "acme-data";
    spec.account = "111122223333";
    return spec;
  }
  static access::Decision decide(const Result& result, const access::Request& request, const std::string& caller) {
    access::Request asked = request;
    asked.context["aws:principalarn"] = {caller};
    asked.context["aws:principalaccount"] = {"111122223333"};
    return access::evaluate(result.documents[0].document, asked, access_kind(result.documents[0].spec.kind)).decision;
  }
};

TEST_F(KindsTest, AnIdentityPolicyAllowsWhatACapLeaves) {
  cap_on_storage().capped = make(Op::And, Type::Bool, {role("payments-*"), mfa()});
  forbid("acme.acl", {{true, "s3:PutObjectAcl"}});
  const Result result = compile_all(Kind::IdentityPolicy, {});
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(result.rows[0].coverage, Coverage::Narrower);
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("only a boundary limits them")));
  EXPECT_EQ(result.rows[1].coverage, Coverage::Exact);
  const auto& document = result.documents[0].document;
  EXPECT_EQ(document.statements.front().effect, access::Effect::Allow);
  EXPECT_EQ(document.statements.back().effect, access::Effect::Deny);
  access::Request request{.action = "s3:GetObject", .resource = "arn:aws:s3:::acme-data/pay/a"};
  EXPECT_EQ(decide(result, request, kCaller), access::Decision::ImplicitDeny);
  request.context["aws:multifactorauthpresent"] = {"true"};
  EXPECT_EQ(decide(result, request, kCaller), access::Decision::Allow);
  request.resource = "arn:aws:s3:::acme-data/search/a";
  EXPECT_EQ(decide(result, request, kCaller), access::Decision::ImplicitDeny);
}

TEST_F(KindsTest, ABucketPolicyAllowsInsideAndDeniesOutside) {
  cap_on_storage();
  const Result result = compile_as(bucket());
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("allowed are principals of 111122223333 only")));
  const auto on_object = [&](const std::string& action, const std::string& name, const std::string& caller) {
    return decide(result, {.action = action, .resource = "arn:aws:s3:::acme-data/" + name}, caller);
  };
  EXPECT_EQ(on_object("s3:GetObject", "pay/a", kCaller), access::Decision::Allow);
  EXPECT_EQ(on_object("s3:GetObject", "search/a", kCaller), access::Decision::ExplicitDeny);
  EXPECT_EQ(on_object("s3:PutObject", "pay/a", kCaller), access::Decision::ExplicitDeny);
  EXPECT_EQ(on_object("s3:GetObject", "search/a", "arn:aws:iam::111122223333:role/x"), access::Decision::ImplicitDeny);
  access::Request listing{.action = "s3:ListBucket", .resource = "arn:aws:s3:::acme-data"};
  EXPECT_EQ(decide(result, listing, kCaller), access::Decision::ExplicitDeny);
  listing.context["s3:prefix"] = {"pay/2026"};
  EXPECT_EQ(decide(result, listing, kCaller), access::Decision::Allow);
}

TEST_F(KindsTest, ABucketPolicyNamesItsOwnResourcesOnly) {
  forbid("acme.tls", {{true, "*"}},
         test(Op::Equal, key("aws:securetransport", Type::Bool), value({false}, Type::Bool)));
  Result result = compile_as(bucket());
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Tls","Effect":"Deny","Principal":"*","Action":"s3:*",)"
            R"("Resource":["arn:aws:s3:::acme-data","arn:aws:s3:::acme-data/*"],)"
            R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})");
  EXPECT_THAT(result.documents[0].terraform, HasSubstr(R"("bucket": "acme-data")"));
  module_.rules[0].calls[0].condition = negated(on("arn:aws:s3:::acme-*/public/*"));
  result = compile_as(bucket());
  EXPECT_TRUE(result.documents[0].document.statements.at(0).not_resource);
  EXPECT_THAT(result.documents[0].document.statements.at(0).resources, ElementsAre("arn:aws:s3:::acme-data/public/*"));
  // Inside the bucket's objects, outside a prefix: what an SCP cannot say.
  module_.rules[0].calls[0].condition =
      make(Op::And, Type::Bool, {on("arn:aws:s3:::acme-data/*"), negated(on("arn:aws:s3:::acme-data/pay/*"))});
  result = compile_as(bucket());
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_TRUE(result.documents[0].document.statements.at(0).not_resource);
  EXPECT_THAT(result.documents[0].document.statements.at(0).resources,
              ElementsAre("arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/pay/*"));
  EXPECT_THAT(compile_all().rows[0].words, ElementsAre(HasSubstr("Resource or NotResource, never both")));
  module_.rules[0].calls[0].condition = on("arn:aws:s3:::other/*");
  EXPECT_EQ(compile_as(bucket()).rows[0].coverage, Coverage::NotExpressible);
}

// Which no SCP and no RCP binds.
TEST_F(KindsTest, ABucketPolicyBindsServiceLinkedRoles) {
  forbid("acme.a", {{true, "s3:DeleteBucket"}}, negated(role("aws-service-role/x.amazonaws.com/*")));
  EXPECT_THAT(compile_all().documents[0].json, Not(HasSubstr("aws-service-role")));
  EXPECT_THAT(compile_all(Kind::Rcp).documents[0].json, Not(HasSubstr("aws-service-role")));
  EXPECT_THAT(compile_as(bucket()).documents[0].json, HasSubstr("aws-service-role"));
}

TEST_F(KindsTest, ATrustPolicySaysWhoMayAssume) {
  ir::Rule rule;
  rule.name = "acme.deploy";
  rule.package = "acme";
  rule.verb = ir::Verb::Trust;
  rule.assumed = {"arn:aws:iam::*:role/deploy-api"};
  const Expr* audience = test(Op::Equal, key("token.actions.githubusercontent.com:aud"), text("sts.amazonaws.com"));
  rule.trusted.push_back({{ir::TrustedPrincipal::Kind::Oidc, "token.actions.githubusercontent.com", ""},
                          {{{true, "sts:AssumeRoleWithWebIdentity"}}},
                          audience,
                          {}});
  rule.trusted.push_back(
      {{ir::TrustedPrincipal::Kind::Account, "444455556666", ""}, {{{true, "sts:AssumeRole"}}}, nullptr, {}});
  rule.allows = {{rule.trusted[0].actions, audience, {}}, {rule.trusted[1].actions, nullptr, {}}};
  module_.rules.push_back(rule);
  Spec spec = spec_of(Kind::TrustPolicy, {});
  spec.account = "111122223333";
  Result result = compile_as(spec);
  EXPECT_THAT(found(), IsEmpty());
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_EQ(result.documents[0].json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"Deploy","Effect":"Allow","Principal":{"Federated":)"
            R"("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},)"
            R"("Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":)"
            R"({"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}},)"
            R"({"Sid":"DeployB","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},)"
            R"("Action":"sts:AssumeRole"}]})");
  EXPECT_EQ(result.documents[0].quota, 2048);
  EXPECT_THAT(result.documents[0].terraform, HasSubstr(R"("value": "${local.doc}")"));
  spec.account = "";
  result = compile_as(spec);
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("write `account:`")));
  EXPECT_THAT(found(), ElementsAre("wider-not-accepted"));
  EXPECT_EQ(compile_all(Kind::Scp).rows[0].coverage, Coverage::NotExpressible);
}

TEST_F(KindsTest, OneTrustPolicyIsForOneRole) {
  for (const char* name : {"acme.a", "acme.b"}) {
    ir::Rule rule;
    rule.name = name;
    rule.package = "acme";
    rule.verb = ir::Verb::Trust;
    rule.assumed = {std::string("arn:aws:iam::*:role/") + name};
    rule.trusted.push_back(
        {{ir::TrustedPrincipal::Kind::Service, "ec2.amazonaws.com", ""}, {{{true, "sts:AssumeRole"}}}, nullptr, {}});
    module_.rules.push_back(rule);
  }
  compile_all(Kind::TrustPolicy, {});
  EXPECT_THAT(found(), ElementsAre("trust-of-several-roles"));
}

TEST_F(KindsTest, TheTriangleOfACapIsDenied) {
  ir::Rule& rule = cap_on_storage();
  rule.calls.push_back({{{{true, "iam:DeleteRolePermissionsBoundary"}}}, on("arn:aws:iam::*:role/payments-*"), {}});
  Result result = compile_all();
  EXPECT_EQ(result.rows[0].coverage, Coverage::Narrower);
  EXPECT_THAT(result.rows[0].words, Contains(HasSubstr("it needs a permission boundary")));
  EXPECT_THAT(result.documents[0].document.statements.at(0).actions, ElementsAre("iam:DeleteRolePermissionsBoundary"));
  // Its bearer may not do it anyway, unless the cap leaves it to him.
  result = compile_all(Kind::PermissionBoundary, {});
  EXPECT_EQ(result.rows[0].coverage, Coverage::Exact);
  EXPECT_EQ(result.documents[0].document.statements.back().effect, access::Effect::Allow);
  rule.allows.push_back({{{{true, "iam:*"}}}, nullptr, {}});
  result = compile_all(Kind::PermissionBoundary, {});
  EXPECT_EQ(result.documents[0].document.statements.back().effect, access::Effect::Deny);
}

TEST_F(KindsTest, StagesAreSwitchedOnByAVariable) {
  forbid("acme.a", {{true, "s3:DeleteBucket"}});
  const Result result = compile_all(Kind::Scp, {{"ou-ab12-11111111", "sandbox"}, {"r-ab12", ""}});
  const std::string& terraform = result.documents[0].terraform;
  EXPECT_THAT(terraform, HasSubstr(R"("doc_stages")"));
  EXPECT_THAT(terraform, HasSubstr(R"("count": "${contains(var.doc_stages, \"sandbox\") ? 1 : 0}")"));
  EXPECT_EQ(terraform.find("count"), terraform.rfind("count"));
}

TEST_F(KindsTest, AGrantIsBoundToOneWindowAndOnePrincipal) {
  ir::Rule rule;
  rule.name = "acme.restart";
  rule.package = "acme";
  rule.verb = ir::Verb::Grant;
  rule.capped = role("oncall/*");
  rule.duration = 1800;
  const Expr* fresh =
      make(Op::LessEqual, Type::Bool, {key("aws:multifactorauthage", Type::Int), value({int64_t{900}}, Type::Int)});
  rule.allows.push_back(
      {{{{true, "rds:RebootDBInstance"}}}, make(Op::And, Type::Bool, {on("arn:aws:rds:*:*:db:prod-*"), fresh}), {}});
  module_.rules.push_back(rule);
  const auto& catalog = catalog::Catalog::builtin();
  const std::string ana = "arn:aws:iam::111122223333:role/oncall/ana";
  EXPECT_TRUE(may_be_given(rule, ana, catalog));
  EXPECT_FALSE(may_be_given(rule, "arn:aws:iam::111122223333:role/dev/ana", catalog));
  const GrantDocument made = grant_document(rule, ana, {1'000'000'000, 1'000'001'800}, catalog);
  access::Request request{.action = "rds:RebootDBInstance", .resource = "arn:aws:rds:eu-west-1:111122223333:db:prod-1"};
  request.context = {{"aws:principalarn", {ana}},
                     {"aws:multifactorauthpresent", {"true"}},
                     {"aws:multifactorauthage", {"900"}},
                     {"aws:currenttime", {"2001-09-09T01:46:40Z"}}};
  const auto allowed = [&] {
    return access::evaluate(made.document, request, access::DocumentKind::Session).decision == access::Decision::Allow;
  };
  EXPECT_TRUE(allowed());
  request.context["aws:currenttime"] = {"2001-09-09T02:16:40Z"};
  EXPECT_FALSE(allowed());
  request.context["aws:currenttime"] = {"2001-09-09T02:16:39Z"};
  EXPECT_TRUE(allowed());
  request.context["aws:multifactorauthage"] = {"901"};
  EXPECT_FALSE(allowed());
  request.context.erase("aws:multifactorauthage");
  EXPECT_FALSE(allowed());
  EXPECT_EQ(compile_all().rows[0].coverage, Coverage::NotExpressible);
  EXPECT_THAT(found(), ElementsAre("empty-document"));
}

TEST_F(KindsTest, ExceptionsAreCountedAndReported) {
  for (const char* name : {"acme.a", "acme.b"}) {
    forbid(name, {{true, "s3:DeleteBucket"}}, negated(role("break-glass")));
    module_.rules.back().exceptions.push_back({.text = "break_glass", .arns = {"arn:aws:iam::*:role/break-glass"}});
  }
  forbid("acme.c", {{true, "s3:DeleteObject"}});
  const Result result = compile_all();
  ASSERT_EQ(result.exceptions.size(), 1u);
  EXPECT_EQ(result.exceptions[0].rules, 2u);
  EXPECT_EQ(result.exceptions[0].of, 3u);
  EXPECT_THAT(render(result, 100, false), HasSubstr("doc: break_glass is excepted from 2 of 3 rules"));
  report_unguarded(result, diagnostics_);
  EXPECT_THAT(found(), ElementsAre("unguarded-exception"));
}

}  // namespace
}  // namespace berm::documents
