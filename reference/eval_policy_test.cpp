#include <gtest/gtest.h>

#include "reference/test_support.h"
#include "runtime/relations/relations_fixture.h"

namespace berm::reference {
namespace {

using relations::PlanText;

class Policies : public testing::Test {
 protected:
  // Some statement has this in the list `part`.
  Ex some(const char* part, const char* text) {
    return some_statement([&](ir::Variable s) {
      return b.make(Op::In, {b.text(text), b.path(s, part, ir::Type::List)});
    });
  }
  template <class Body>
  Ex some_statement(Body body) {
    return b.quantifier(Op::Any, b.call(Builtin::Statements, {policy}, ir::Type::List), body);
  }
  Ex grants(const char* action) {
    auto* expr = const_cast<ir::Expr*>(b.make(Op::Grants, {policy}));
    auto grant = std::make_shared<ir::Grant>();
    grant->actions.items = {{true, action}};
    grant->resources = {"*"};
    expr->grant = std::move(grant);
    return expr;
  }
  std::string ask(Ex expr, std::string json) {
    std::string escaped;
    for (char c : json) escaped += c == '\'' ? std::string("\\\"") : std::string(1, c);
    return answer(b, expr, plan_with(create("{\"policy\":\"" + escaped + "\"}")));
  }
  Build b;
  Ex policy = b.path("policy", ir::Type::String);
};

constexpr const char* kDocument =
    "{'Version':'2012-10-17','Statement':[{'Sid':'A','Effect':'Allow','Action':'s3:Get*','Resource':'*'},"
    "{'Effect':'Deny','NotAction':['iam:*'],'NotResource':'x','Condition':{'StringLike':{'aws:PrincipalArn':'y'}}}]}";

TEST_F(Policies, StatementsOfAText) {
  EXPECT_EQ(ask(some("actions", "s3:Get*"), kDocument), "true");
  EXPECT_EQ(ask(some("actions", "iam:*"), kDocument), "false");
  EXPECT_EQ(ask(some("not_actions", "iam:*"), kDocument), "true");
  EXPECT_EQ(ask(some("not_resources", "x"), kDocument), "true");
  Ex keyed = some_statement([&](ir::Variable s) {
    return b.quantifier(Op::Any, b.path(s, "conditions", ir::Type::List), [&](ir::Variable c) {
      return b.make(Op::And, {b.equal(b.path(c, "key", ir::Type::String), b.text("aws:principalarn")),
                              b.equal(b.path(c, "operator", ir::Type::String), b.text("StringLike"))});
    });
  });
  EXPECT_EQ(ask(keyed, kDocument), "true");
}

TEST_F(Policies, Principals) {
  auto trusts = [&](const char* part, const char* text) {
    return some_statement([&](ir::Variable s) {
      return b.quantifier(Op::Any, b.path(s, "principals", ir::Type::List),
                          [&](ir::Variable p) { return b.equal(b.path(p, part, ir::Type::String), b.text(text)); });
    });
  };
  const char* anyone = "{'Statement':{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'}}";
  EXPECT_EQ(ask(trusts("type", "AWS"), anyone), "true");
  EXPECT_EQ(ask(trusts("value", "*"), anyone), "true");
  const char* role =
      "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/"
      "a'},'Action':'sts:AssumeRole'}}";
  EXPECT_EQ(ask(trusts("account", "111122223333"), role), "true");
  const char* service =
      "{'Statement':{'Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}}";
  EXPECT_EQ(ask(trusts("type", "Service"), service), "true");
  EXPECT_EQ(ask(trusts("account", "111122223333"), service), "false");
}

TEST_F(Policies, WhatIsNoPolicy) {
  EXPECT_EQ(ask(some("actions", "s3:Get*"), "").substr(0, 5), "false");
  std::string broken = ask(some("actions", "s3:Get*"), "{'Statement':7}");
  EXPECT_TRUE(broken.starts_with("unknown policy: can't be read as a policy: ")) << broken;
  EXPECT_EQ(answer(b, some("actions", "x"), plan_with(create("{}"))), "false");
  EXPECT_EQ(answer(b, some("actions", "x"), plan_with(create("{}", R"({"policy":true})"))), "unknown policy");
  EXPECT_EQ(answer(b, grants("s3:GetObject"), plan_with(create("{}", R"({"policy":true})"))), "unknown policy");
}

TEST_F(Policies, Grants) {
  EXPECT_EQ(ask(grants("s3:GetObject"), "{'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}"), "true");
  EXPECT_EQ(ask(grants("s3:Get*"), "{'Statement':{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}}"), "true");
  EXPECT_EQ(ask(grants("s3:Put*"), "{'Statement':{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}}"), "false");
}

class PlannedPolicies : public Policies {
 protected:
  // A policy made from a data source whose planned blocks are these.
  std::string ask_planned(Ex expr, const std::string& after, const std::string& unknown = "") {
    PlanText text;
    text.resource("x.a", "", "'policy':true");
    text.resource("data.aws_iam_policy_document.d", after, "'json':true" + (unknown.empty() ? "" : "," + unknown),
                  "'read'");
    text.configured("'resources':[" +
                    relations::block("x.a", "'policy':" + relations::refs("data.aws_iam_policy_document.d.json "
                                                                          "data.aws_iam_policy_document.d")) +
                    "," + relations::block("data.aws_iam_policy_document.d", "") + "]");
    return answer(b, expr, text.read());
  }
  std::string wide = "'statement':[{'actions':['s3:*'],'resources':['*']}]";
};

TEST_F(PlannedPolicies, AreReadFromTheBlocks) {
  EXPECT_EQ(ask_planned(grants("s3:GetObject"), wide), "true");
  EXPECT_EQ(ask_planned(grants("iam:PassRole"), wide), "false");
  EXPECT_EQ(ask_planned(some("actions", "s3:*"), wide), "true");
  EXPECT_EQ(ask_planned(grants("s3:GetObject"), "'statement':[{'effect':'Deny','actions':['s3:*'],'resources':['*']}]"),
            "false");
}

TEST_F(PlannedPolicies, WithHoles) {
  std::string part = "'statement':[{'actions':['s3:*']}]", hole = "'statement':[{'resources':[true]}]";
  EXPECT_EQ(ask_planned(grants("s3:GetObject"), part, hole),
            "unknown policy: has parts that decide and can't be judged");
  EXPECT_EQ(ask_planned(grants("iam:PassRole"), part, hole), "false");
  EXPECT_EQ(ask_planned(some("actions", "s3:*"), part, hole), "true");
}

TEST_F(PlannedPolicies, WhatIsMergedInMayBeAnything) {
  std::string merged = ",'source_policy_documents':['{}']";
  EXPECT_EQ(ask_planned(some("actions", "s3:*"), wide + merged), "true");
  EXPECT_EQ(ask_planned(some("actions", "iam:*"), wide + merged), "unknown statements(policy)");
  EXPECT_EQ(ask_planned(grants("iam:PassRole"), wide + merged),
            "unknown policy: may have statements that the plan does not show");
  std::string named = "'statement':[{'sid':'a','actions':['s3:*'],'resources':['*']}],'override_json':'{}'";
  EXPECT_EQ(ask_planned(some("actions", "s3:*"), named), "unknown statements(policy)[0]");
}

}  // namespace
}  // namespace berm::reference
