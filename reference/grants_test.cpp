#include "reference/grants.h"

#include <gtest/gtest.h>

namespace berm::reference {
namespace {

using To = ir::Grant::To;

class GrantsTest : public testing::Test {
 protected:
  // Statements with ' for ".
  std::string ask(std::string statements) {
    for (char& c : statements) {
      if (c == '\'') c = '"';
    }
    Policy policy = read_policy_text("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}", arena);
    EXPECT_EQ(policy.error, "");
    return answer(policy);
  }
  std::string answer(const Policy& policy) {
    Granted granted = grants(policy, grant, actions);
    EXPECT_EQ(granted.why.empty(), granted.answer != Tri::Unknown);
    return granted.answer == Tri::True ? "yes" : granted.answer == Tri::False ? "no" : "unknown";
  }
  ir::Grant grant;
  std::vector<std::string_view> actions{"s3:GetObject"};
  Arena arena;
};

TEST_F(GrantsTest, ActionsAndResources) {
  grant.resources = {"*"};
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'S3:get*','Resource':['arn:aws:*:*:*:*']}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:PutObject','Resource':'*'}"), "no");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/*'}"), "no");
  EXPECT_EQ(ask("{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','NotAction':['iam:*','s3:*'],'Resource':'*'}"), "no");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::b/*'}"), "unknown");
  grant.resources = {"arn:aws:s3:::b/*"};
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b*'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','Resource':'arn:aws:s3:::b/x*'}"), "no");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::c/*'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::b/*'}"), "no");
}

TEST_F(GrantsTest, OnSomeResource) {
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/*'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/*'},"
                "{'Effect':'Deny','Action':'s3:GetObject','Resource':'*'}"),
            "no");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/*'},"
                "{'Effect':'Deny','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/secret/*'}"),
            "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:*','Resource':['arn:aws:s3:::b/*','arn:aws:s3:::c/*']},"
                "{'Effect':'Deny','Action':'*','Resource':'arn:aws:s3:::b/*'}"),
            "yes");
}

// What is said of all actions alike need not be asked of each; one statement that is not so, and it is.
TEST_F(GrantsTest, OfEveryActionAlike) {
  actions = {"s3:DeleteObject", "s3:GetObject", "s3:PutObject"};
  grant.resources = {"*"};
  std::string everything = "{'Effect':'Allow','Action':['s3:GetObject','*'],'Resource':'*'}";
  std::string unless =
      ",{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}}";
  for (bool every : {false, true}) {
    grant.every_action = every;
    EXPECT_EQ(ask(everything), "yes");
    EXPECT_EQ(ask(everything + ",{'Effect':'Deny','Action':'*','Resource':'*'}"), "no");
    EXPECT_EQ(ask(everything + unless), "unknown");
    EXPECT_EQ(ask(everything + ",{'Effect':'Deny','Action':'s3:PutObject','Resource':'*'}"), every ? "no" : "yes");
  }
}

TEST_F(GrantsTest, AnyAndAll) {
  actions = {"s3:DeleteObject", "s3:GetObject", "s3:PutObject"};
  grant.resources = {"*"};
  std::string reading = "{'Effect':'Allow','Action':'s3:Get*','Resource':'*'}";
  std::string writing = "{'Effect':'Allow','Action':['s3:Put*','s3:DeleteObject'],'Resource':'*'}";
  EXPECT_EQ(ask(reading), "yes");
  grant.every_action = true;
  EXPECT_EQ(ask(reading), "no");
  EXPECT_EQ(ask(reading + "," + writing), "yes");
  EXPECT_EQ(ask(reading + "," + writing + ",{'Effect':'Deny','Action':'s3:Delete*','Resource':'*'}"), "no");
}

TEST_F(GrantsTest, DenialsOfAPartCannotBeJudged) {
  grant.resources = {"*"};
  std::string all = "{'Effect':'Allow','Action':'*','Resource':'*'},";
  EXPECT_EQ(ask(all + "{'Effect':'Deny','Action':'s3:*','Resource':'*'}"), "no");
  EXPECT_EQ(ask(all + "{'Effect':'Deny','Action':'iam:*','Resource':'*'}"), "yes");
  EXPECT_EQ(ask(all + "{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::b/*'}"), "unknown");
  EXPECT_EQ(ask(all + "{'Effect':'Deny','Action':'s3:*','Resource':'*','Condition':"
                      "{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}}"),
            "unknown");
}

TEST_F(GrantsTest, Anyone) {
  grant.to = To::Anyone;
  auto to = [&](const std::string& principal, const std::string& more = "") {
    return ask("{'Effect':'Allow'," + principal + ",'Action':'s3:*','Resource':'*'" + more + "}");
  };
  EXPECT_EQ(to("'Principal':'*'"), "yes");
  EXPECT_EQ(to("'Principal':{'AWS':['111122223333','*']}"), "yes");
  EXPECT_EQ(to("'Principal':{'AWS':'111122223333'}"), "no");
  EXPECT_EQ(to("'Principal':{'Service':'s3.amazonaws.com'}"), "no");
  EXPECT_EQ(to("'NotPrincipal':{'AWS':'111122223333'}"), "yes");
  EXPECT_EQ(ask("{'Effect':'Allow','Action':'s3:*','Resource':'*'}"), "no");
  EXPECT_EQ(to("'Principal':'*'", ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}"), "no");
  EXPECT_EQ(to("'Principal':'*'", ",'Condition':{'Bool':{'aws:SecureTransport':'true'}}"), "yes");
}

TEST_F(GrantsTest, DenialsThatLeaveItToAnyone) {
  grant.to = To::Anyone;
  auto denied = [&](const std::string& principal, const std::string& condition) {
    return ask("{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'},{'Effect':'Deny'," + principal +
               ",'Action':'s3:*','Resource':'*'" + condition + "}");
  };
  std::string everyone = "'Principal':'*'";
  EXPECT_EQ(denied(everyone, ""), "no");
  EXPECT_EQ(denied(everyone, ",'Condition':{'Bool':{'aws:SecureTransport':'false'}}"), "yes");
  EXPECT_EQ(denied(everyone, ",'Condition':{'StringNotEquals':{'aws:PrincipalOrgID':'o-1'}}"), "no");
  EXPECT_EQ(denied(everyone, ",'Condition':{'StringNotLike':{'aws:PrincipalArn':'*'}}"), "unknown");
  EXPECT_EQ(denied(everyone, ",'Condition':{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/*'}}"), "unknown");
  EXPECT_EQ(denied(everyone, ",'Condition':{'StringNotEquals':{'aws:SourceAccount':'${aws:PrincipalAccount}'}}"),
            "unknown");
  EXPECT_EQ(denied(everyone, ",'Condition':{'StringNotEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}}"), "no");
  EXPECT_EQ(denied(everyone, ",'Condition':{'ForAllValues:StringNotLike':{'aws:PrincipalOrgPaths':'o-1/*'}}"), "no");
  // Who is in no organisation has no paths, so it does not deny.
  EXPECT_EQ(denied(everyone, ",'Condition':{'ForAnyValue:StringNotLike':{'aws:PrincipalOrgPaths':'o-1/*'}}"),
            "unknown");
  EXPECT_EQ(denied(everyone, ",'Condition':{'NotIpAddress':{'aws:SourceIp':'0.0.0.0/0'}}"), "unknown");
  EXPECT_EQ(denied(everyone, ",'Condition':{'StringEquals':{'aws:PrincipalAccount':'111122223333'}}"), "unknown");
  EXPECT_EQ(denied("'Principal':{'AWS':'111122223333'}", ""), "unknown");
  EXPECT_EQ(denied("'Principal':{'Service':'s3.amazonaws.com'}", ""), "yes");
  EXPECT_EQ(denied("'NotPrincipal':{'AWS':'111122223333'}", ""), "no");
}

class OpenToAnyoneTest : public GrantsTest {
 protected:
  OpenToAnyoneTest() { grant.to = To::Anyone; }
  // Members of `Condition`.
  std::string under(const std::string& conditions) {
    return ask("{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*','Condition':{" + conditions + "}}");
  }
};

TEST_F(OpenToAnyoneTest, PositiveTestsLimit) {
  for (const char* limit :
       {"'StringEquals':{'aws:PrincipalOrgID':'o-1'}",
        "'StringEqualsIgnoreCase':{'aws:PrincipalAccount':['111122223333']}",
        "'StringLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}", "'StringLike':{'aws:userid':'AROAX:*'}",
        "'ArnLike':{'aws:SourceArn':'arn:aws:s3:::b'}", "'ArnEquals':{'aws:SourceArn':'arn:aws:sns:*:111122223333:*'}",
        "'IpAddress':{'aws:SourceIp':'198.51.100.0/24'}", "'Bool':{'aws:PrincipalIsAWSService':'true'}",
        "'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-1/*'}",
        "'StringEquals':{'aws:PrincipalOrgID':'${aws:ResourceOrgID}'}"}) {
    EXPECT_EQ(under(limit), "no") << limit;
  }
}

TEST_F(OpenToAnyoneTest, WhatHoldsWithoutTheKeyDoesNotLimit) {
  for (const char* open :
       {"'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'}",
        "'ForAllValues:ArnLike':{'aws:SourceArn':'arn:aws:s3:::b'}",
        "'StringEqualsIfExists':{'aws:SourceVpce':'vpce-1'}", "'IpAddressIfExists':{'aws:SourceIp':'198.51.100.0/24'}",
        "'ForAnyValue:StringEqualsIfExists':{'aws:PrincipalOrgPaths':'o-1/'}", "'Null':{'aws:PrincipalOrgID':'true'}",
        "'Null':{'aws:PrincipalOrgID':'false'}"}) {
    EXPECT_EQ(under(open), "yes") << open;
  }
}

TEST_F(OpenToAnyoneTest, ADemandedKeyLimits) {
  EXPECT_EQ(under("'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:PrincipalOrgID':'false'}"),
            "no");
  EXPECT_EQ(under("'StringEqualsIfExists':{'aws:SourceVpce':'vpce-1'},'Null':{'aws:SourceVpce':'false'}"), "no");
  EXPECT_EQ(under("'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:SourceVpce':'false'}"), "yes");
  EXPECT_EQ(under("'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:PrincipalOrgID':'true'}"),
            "yes");
  EXPECT_EQ(under("'StringNotEquals':{'aws:PrincipalOrgID':'o-1'},'Null':{'aws:PrincipalOrgID':'false'}"), "yes");
}

TEST_F(OpenToAnyoneTest, NegatedTestsDoNotLimit) {
  for (const char* open :
       {"'StringNotEquals':{'aws:PrincipalOrgID':'o-1'}", "'StringNotLike':{'aws:PrincipalArn':'arn:aws:iam::1*'}",
        "'StringNotEqualsIgnoreCase':{'aws:PrincipalAccount':'111122223333'}",
        "'NotIpAddress':{'aws:SourceIp':'198.51.100.0/24'}", "'ArnNotLike':{'aws:SourceArn':'arn:aws:s3:::b'}",
        "'ArnNotEquals':{'aws:SourceArn':'arn:aws:s3:::b'}",
        "'ForAnyValue:StringNotEquals':{'aws:PrincipalOrgPaths':'o-1/'}"}) {
    EXPECT_EQ(under(open), "yes") << open;
  }
}

TEST_F(OpenToAnyoneTest, NumbersDatesAndFalseDoNotLimit) {
  for (const char* open : {"'NumericLessThan':{'s3:signatureAge':'600000'}",
                           "'DateGreaterThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}",
                           "'Bool':{'aws:PrincipalIsAWSService':'false'}"}) {
    EXPECT_EQ(under(open), "yes") << open;
  }
}

TEST_F(OpenToAnyoneTest, KeysOfAnyAccountDoNotLimit) {
  for (const char* open :
       {"'StringEquals':{'aws:PrincipalTag/team':'a'}", "'StringEquals':{'aws:username':'admin'}",
        "'Bool':{'aws:MultiFactorAuthPresent':'true'}", "'StringEquals':{'aws:PrincipalType':'User'}",
        "'StringEquals':{'s3:ExistingObjectTag/public':'yes'}", "'IpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}"}) {
    EXPECT_EQ(under(open), "yes") << open;
  }
}

TEST_F(OpenToAnyoneTest, ValuesThatEverybodyHasDoNotLimit) {
  for (const char* open :
       {"'StringLike':{'aws:PrincipalArn':'*'}", "'StringLike':{'aws:PrincipalOrgID':['o-1','o-*']}",
        "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/Admin'}",
        "'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::*'}", "'ArnLike':{'aws:SourceArn':'arn:aws:s3:::*'}",
        "'IpAddress':{'aws:SourceIp':['0.0.0.0/1','128.0.0.0/1']}", "'IpAddress':{'aws:SourceIp':'::/0'}",
        "'StringLike':{'aws:SourceVpce':'vpce-*'}"}) {
    EXPECT_EQ(under(open), "yes") << open;
  }
  EXPECT_EQ(under("'StringEquals':{'aws:SourceAccount':'${aws:PrincipalAccount}'}"), "unknown");
}

TEST_F(OpenToAnyoneTest, OneLimitIsEnough) {
  EXPECT_EQ(under("'StringNotEquals':{'aws:SourceVpce':'vpce-1'},'StringEquals':{'aws:PrincipalOrgID':'o-1'}"), "no");
}

// Others are granted what is allowed under no condition at all.
TEST_F(OpenToAnyoneTest, AnAccountHasToFulfilThem) {
  grant.to = To::Account;
  grant.account = "111122223333";
  EXPECT_EQ(under("'StringNotEquals':{'aws:PrincipalOrgID':'o-1'}"), "no");
  EXPECT_EQ(under("'Bool':{'aws:SecureTransport':'true'}"), "yes");
}

TEST_F(GrantsTest, AnAccount) {
  grant.to = To::Account;
  grant.account = "111122223333";
  auto to = [&](const std::string& principal) {
    return ask("{'Effect':'Allow','Principal':" + principal + ",'Action':'s3:*','Resource':'*'}");
  };
  EXPECT_EQ(to("'*'"), "yes");
  EXPECT_EQ(to("{'AWS':'111122223333'}"), "yes");
  EXPECT_EQ(to("{'AWS':'arn:aws:iam::111122223333:root'}"), "yes");
  EXPECT_EQ(to("{'AWS':'arn:aws:iam::111122223333:role/a'}"), "no");
  EXPECT_EQ(to("{'AWS':'444455556666'}"), "no");
}

TEST_F(GrantsTest, Holes) {
  grant.resources = {"*"};
  Value star = arena.list({arena.text("*")}), none = arena.list({}), hole = arena.list({facts::kUnknown});
  StatementParts parts{.sid = facts::kNull,
                       .effect = arena.text("Allow"),
                       .actions = star,
                       .not_actions = none,
                       .resources = star,
                       .not_resources = none,
                       .principals = none,
                       .not_principals = none,
                       .conditions = none};
  auto says = [&](bool open = false) { return answer({arena.list({make_statement(parts, arena)}), open, ""}); };
  EXPECT_EQ(says(), "yes");
  EXPECT_EQ(says(true), "unknown");
  for (Value StatementParts::*part : {&StatementParts::actions, &StatementParts::resources, &StatementParts::conditions,
                                      &StatementParts::not_actions, &StatementParts::principals}) {
    Value kept = parts.*part;
    parts.*part = facts::kUnknown;
    bool names = part == &StatementParts::principals;
    EXPECT_EQ(says(), names || part == &StatementParts::not_actions ? "yes" : "unknown");
    parts.*part = kept;
  }
  parts.actions = hole;
  EXPECT_EQ(says(), "unknown");
  parts.resources = arena.list({arena.text("arn:aws:s3:::b")});
  EXPECT_EQ(says(), "no");
  parts.effect = facts::kUnknown;
  parts.resources = parts.actions = star;
  EXPECT_EQ(says(), "unknown");
  EXPECT_EQ(answer({arena.list({facts::kUnknown}), false, ""}), "unknown");
  EXPECT_EQ(answer({arena.list({}), true, ""}), "unknown");
  EXPECT_EQ(answer({arena.list({}), false, ""}), "no");
}

}  // namespace
}  // namespace berm::reference
