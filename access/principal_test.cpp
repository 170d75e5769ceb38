#include <gtest/gtest.h>

#include "access/evaluate.h"

namespace berm::access {
namespace {

Request caller(std::string arn, std::string account) {
  Request request;
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::b/x";
  request.context = {{"aws:principalarn", {std::move(arn)}}, {"aws:principalaccount", {std::move(account)}}};
  return request;
}

Request role_session() {
  Request request = caller("arn:aws:iam::111122223333:role/path/Admin", "111122223333");
  request.context["aws:userid"] = {"AROAEXAMPLE:alice"};
  return request;
}

bool matches(const std::string& principal, const Request& request, bool negated = false,
             DocumentKind kind = DocumentKind::Resource) {
  std::string element = negated ? "NotPrincipal" : "Principal";
  ReadResult read = read_policy(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*",")" + element +
                                "\":" + principal + "}}");
  EXPECT_EQ(read.error, "");
  return evaluate(*read.document, request, kind).decision == Decision::ExplicitDeny;
}

TEST(Principal, Everyone) {
  Request anonymous = {"s3:GetObject", "arn:aws:s3:::b/x"};
  for (const char* everyone : {R"("*")", R"({"AWS":"*"})"}) {
    EXPECT_TRUE(matches(everyone, anonymous));
    EXPECT_TRUE(matches(everyone, role_session()));
    EXPECT_FALSE(matches(everyone, role_session(), true));
  }
  EXPECT_FALSE(matches(R"({"AWS":"111122223333"})", anonymous));
}

TEST(Principal, AccountUserAndRole) {
  Request request = role_session();
  EXPECT_TRUE(matches(R"({"AWS":"111122223333"})", request));
  EXPECT_TRUE(matches(R"({"AWS":["999999999999","arn:aws:iam::111122223333:root"]})", request));
  EXPECT_TRUE(matches(R"({"AWS":"arn:aws:iam::111122223333:role/path/Admin"})", request));
  EXPECT_FALSE(matches(R"({"AWS":"999999999999"})", request));
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:iam::111122223333:role/*"})", request));
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:iam::111122223333:role/Admin"})", request));
  request.context.erase("aws:principalaccount");
  EXPECT_TRUE(matches(R"({"AWS":"111122223333"})", request));
}

TEST(Principal, Session) {
  EXPECT_TRUE(matches(R"({"AWS":"arn:aws:sts::111122223333:assumed-role/Admin/alice"})", role_session()));
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:sts::111122223333:assumed-role/Admin/bob"})", role_session()));
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:sts::111122223333:assumed-role/path/alice"})", role_session()));
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:sts::999999999999:assumed-role/Admin/alice"})", role_session()));
}

TEST(Principal, ServiceAndFederation) {
  Request service = {"sts:AssumeRole"};
  service.context = {{"aws:principalservicename", {"ec2.amazonaws.com"}},
                     {"aws:principalservicenameslist", {"ec2.amazonaws.com", "ec2.eu-west-1.amazonaws.com"}}};
  EXPECT_TRUE(matches(R"({"Service":"ec2.amazonaws.com"})", service));
  EXPECT_TRUE(matches(R"({"Service":"ec2.eu-west-1.amazonaws.com"})", service));
  EXPECT_FALSE(matches(R"({"Service":"lambda.amazonaws.com"})", service));
  Request federated = {"sts:AssumeRoleWithWebIdentity"};
  federated.context = {{"aws:federatedprovider", {"arn:aws:iam::1:oidc-provider/x"}}};
  EXPECT_TRUE(matches(R"({"Federated":"arn:aws:iam::1:oidc-provider/x"})", federated));
  EXPECT_FALSE(matches(R"({"Federated":"arn:aws:iam::1:oidc-provider/y"})", federated));
  EXPECT_FALSE(matches(R"({"CanonicalUser":"79a5"})", role_session()));
}

TEST(Principal, NotPrincipalExceptsTheCallerNotHisAccount) {
  EXPECT_FALSE(matches(R"({"AWS":"arn:aws:iam::111122223333:role/path/Admin"})", role_session(), true));
  EXPECT_TRUE(matches(R"({"AWS":"arn:aws:iam::111122223333:role/Other"})", role_session(), true));
  EXPECT_TRUE(matches(R"({"AWS":["arn:aws:iam::111122223333:role/Other","111122223333"]})", role_session(), true));
  EXPECT_FALSE(matches(R"({"AWS":"111122223333"})", caller("arn:aws:iam::111122223333:root", "111122223333"), true));
}

TEST(Principal, IsLookedAtWhereTheKindHasOne) {
  const char* other = R"({"AWS":"999999999999"})";
  for (DocumentKind kind : {DocumentKind::Rcp, DocumentKind::Resource, DocumentKind::Trust, DocumentKind::Endpoint}) {
    EXPECT_FALSE(matches(other, role_session(), false, kind));
  }
  for (DocumentKind kind :
       {DocumentKind::Scp, DocumentKind::Identity, DocumentKind::Session, DocumentKind::PermissionBoundary}) {
    EXPECT_TRUE(matches(other, role_session(), false, kind));
  }
}

TEST(Principal, AStatementWithoutOneSpeaksOfNobody) {
  Document document;
  document.statements = {{.effect = Effect::Deny, .actions = {"*"}, .resources = {"*"}}};
  EXPECT_EQ(evaluate(document, role_session(), DocumentKind::Resource).decision, Decision::ImplicitDeny);
  EXPECT_EQ(evaluate(document, role_session(), DocumentKind::Scp).decision, Decision::ExplicitDeny);
}

}  // namespace
}  // namespace berm::access
