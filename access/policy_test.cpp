#include "access/policy.h"

#include <gtest/gtest.h>

namespace berm::access {
namespace {

constexpr std::string_view kRich = R"({
  "Version": "2012-10-17",
  "Id": "guardrails",
  "Statement": [
    {
      "Sid": "KeepTrail",
      "Effect": "Deny",
      "NotAction": [
        "cloudtrail:Get*",
        "cloudtrail:List*"
      ],
      "NotResource": "arn:aws:s3:::a\"b",
      "Condition": {
        "ArnNotLike": {
          "aws:PrincipalArn": [
            "arn:aws:iam::*:role/a",
            "arn:aws:iam::*:role/b"
          ]
        },
        "Bool": {
          "aws:MultiFactorAuthPresent": "true",
          "aws:SecureTransport": []
        }
      }
    },
    {
      "Effect": "Allow",
      "NotPrincipal": {
        "AWS": "111122223333",
        "Service": [
          "a.amazonaws.com",
          "b.amazonaws.com"
        ]
      },
      "Action": "*",
      "Resource": "*"
    },
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sts:AssumeRole"
    }
  ]
}
)";

std::string error_of(std::string_view json) {
  ReadResult result = read_policy(json);
  EXPECT_EQ(result.document.has_value(), result.error.empty());
  return result.error;
}

// The error of a document with this one statement.
std::string statement_error(const std::string& statement) { return error_of(R"({"Statement":[)" + statement + "]}"); }

TEST(Policy, PrettyTextReadsBackAndWritesTheSameBytes) {
  ReadResult result = read_policy(kRich);
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(write_policy_pretty(*result.document), kRich);
  ReadResult again = read_policy(write_policy_minified(*result.document));
  ASSERT_TRUE(again.document);
  EXPECT_EQ(*again.document, *result.document);
}

TEST(Policy, ReadsEveryElement) {
  Document document = *read_policy(kRich).document;
  EXPECT_EQ(document.id, "guardrails");
  ASSERT_EQ(document.statements.size(), 3u);
  const Statement& first = document.statements[0];
  EXPECT_EQ(first.sid, "KeepTrail");
  EXPECT_EQ(first.effect, Effect::Deny);
  EXPECT_TRUE(first.not_action && first.not_resource && !first.not_principal);
  EXPECT_EQ(first.resources, std::vector<std::string>{"arn:aws:s3:::a\"b"});
  ASSERT_EQ(first.conditions.size(), 3u);
  EXPECT_EQ(first.conditions[1], (Condition{"Bool", "aws:MultiFactorAuthPresent", {"true"}}));
  EXPECT_TRUE(document.statements[1].not_principal);
  EXPECT_EQ(document.statements[1].principals[1].values.size(), 2u);
  EXPECT_EQ(document.statements[2].principals, (std::vector<PrincipalEntry>{{"*", {"*"}}}));
}

TEST(Policy, MinifiedHasNoWhiteSpaceOutsideStrings) {
  Document document;
  document.statements = {{.sid = "A b", .effect = Effect::Allow, .actions = {"s3:*"}, .resources = {"*"}}};
  std::string json = write_policy_minified(document);
  EXPECT_EQ(json,
            R"({"Version":"2012-10-17","Statement":[{"Sid":"A b","Effect":"Allow","Action":"s3:*","Resource":"*"}]})");
  EXPECT_EQ(policy_size_without_whitespace(json), json.size());
  EXPECT_EQ(policy_size_without_whitespace(write_policy_pretty(document)), json.size());
}

TEST(Policy, SizeCountsCharactersAndKeepsSpacesInStrings) {
  EXPECT_EQ(policy_size_without_whitespace("{ \"a\" :\t\"b c\" }\n"), 11u);
  EXPECT_EQ(policy_size_without_whitespace(R"({"a":"\" x"})"), 12u);
  EXPECT_EQ(policy_size_without_whitespace("\"\xC3\xA9\""), 3u);
}

TEST(Policy, GroupsConditionsByOperatorInOrderOfFirstUse) {
  Document document;
  document.statements = {
      {.actions = {"*"},
       .resources = {"*"},
       .conditions = {{"Null", "a:B", {"true"}}, {"Bool", "a:C", {"true"}}, {"Null", "a:D", {"false"}}}}};
  EXPECT_NE(write_policy_minified(document).find(R"({"Null":{"a:B":"true","a:D":"false"},"Bool":{"a:C":"true"}})"),
            std::string::npos);
  EXPECT_FALSE(find_unwritable(document));
  document.statements[0].conditions.push_back({"Null", "a:B", {"false"}});
  EXPECT_EQ(find_unwritable(document), "Statement[0].Condition.Null.a:B");
}

TEST(Policy, AbsentVersionIsKeptApart) {
  Document document = *read_policy(R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})").document;
  EXPECT_EQ(document.version, "");
  EXPECT_EQ(write_policy_minified(document), R"({"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]})");
}

TEST(Policy, ConditionValuesMayBeNumbersAndBooleans) {
  ReadResult result = read_policy(
      R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"a:B":true},"NumericEquals":{"a:C":[1,-2,1.50,1e3]}}}})");
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(result.document->statements[0].conditions[0].values, std::vector<std::string>{"true"});
  EXPECT_EQ(result.document->statements[0].conditions[1].values, (std::vector<std::string>{"1", "-2", "1.50", "1e3"}));
}

TEST(Policy, NamesTheElementThatIsWrong) {
  EXPECT_EQ(error_of("[]"), "a policy must be an object, not a list");
  EXPECT_EQ(error_of("{}"), "`Statement` is missing");
  EXPECT_EQ(error_of(R"({"Statement":[]})"), "`Statement` must not be empty");
  EXPECT_EQ(error_of(R"({"Statement":[7]})"), "`Statement[0]` must be an object, not a number");
  EXPECT_EQ(error_of(R"({"Version":"2013-01-01","Statement":[]})"), "`Version` must be `2012-10-17` or `2008-10-17`");
  EXPECT_EQ(error_of(R"({"Version":"","Statement":[]})"), "`Version` must be `2012-10-17` or `2008-10-17`");
  EXPECT_EQ(error_of(R"({"Statements":[]})"), "`Statements` is not an element of a policy; did you mean `Statement`?");
  EXPECT_EQ(error_of(R"({"Statement":{"Efect":"Deny"}})"),
            "`Statement.Efect` is not an element of a policy; did you mean `Effect`?");
}

TEST(Policy, NamesWhatIsWrongInAStatement) {
  EXPECT_EQ(statement_error(R"({"Action":"*"})"), "`Statement[0].Effect` is missing");
  EXPECT_EQ(statement_error(R"({"Effect":"deny"})"), "`Statement[0].Effect` must be `Allow` or `Deny`");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny"})"), "`Statement[0].Action` is missing");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Action":[]})"), "`Statement[0].Action` must not be empty");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Action":["a:b",null]})"),
            "`Statement[0].Action[1]` must be a string, not null");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Action":"*","NotAction":"*"})"),
            "`Statement[0]` has both `Action` and `NotAction`");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Action":"*"})"), "`Statement[0].Resource` is missing");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Principal":"x","Action":"*"})"),
            "`Statement[0].Principal` must be `*` or an object");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Principal":{"Aws":"x"},"Action":"*"})"),
            "`Statement[0].Principal.Aws` is not a type of principal");
}

TEST(Policy, NamesWhatIsWrongInACondition) {
  auto condition_error = [](const std::string& condition) {
    return statement_error(R"({"Effect":"Deny","Action":"*","Resource":"*","Condition":)" + condition + "}");
  };
  EXPECT_EQ(condition_error("[]"), "`Statement[0].Condition` must be an object, not a list");
  EXPECT_EQ(condition_error(R"({"StringEquals":"x"})"),
            "`Statement[0].Condition.StringEquals` must be an object of condition keys, not a string");
  EXPECT_EQ(condition_error(R"({"StringEqual":{"a:B":"x"}})"),
            "`Statement[0].Condition.StringEqual` is not a condition operator; did you mean `StringEquals`?");
  EXPECT_EQ(
      condition_error(R"({"NullIfExists":{"a:B":"true"}})").find("is not a condition operator") == std::string::npos,
      false);
  EXPECT_EQ(condition_error(R"({"StringEquals":{"a:B":[{}]}})"),
            "`Statement[0].Condition.StringEquals.a:B[0]` must be a string, a number or a boolean, not an object");
  EXPECT_EQ(condition_error("{}"), "");
}

TEST(PolicyHostile, RepeatedNames) {
  EXPECT_EQ(error_of(R"({"Statement":1,"Statement":2})"), "`Statement` appears twice");
  EXPECT_EQ(statement_error(R"({"Effect":"Deny","Condition":{"Bool":{"a:B":"true","a:B":"false"}}})"),
            "`Statement[0].Condition.Bool.a:B` appears twice");
  // The same name under an escape.
  EXPECT_EQ(error_of(R"({"Id":"a","\u0049d":"b"})"), "`Id` appears twice");
}

TEST(PolicyHostile, CutAtEveryByte) {
  std::string_view whole = kRich.substr(0, kRich.size() - 1);  // without the last line feed
  for (size_t length = 0; length < whole.size(); ++length) {
    ReadResult result = read_policy(whole.substr(0, length));
    EXPECT_FALSE(result.document) << length;
    EXPECT_EQ(result.error.rfind("not valid JSON at byte ", 0), 0u) << result.error;
  }
}

TEST(PolicyHostile, EveryByteReplaced) {
  for (size_t at = 0; at < kRich.size(); ++at) {
    for (char c : {'\0', '"', '{', ']', '\x80', '9'}) {
      std::string text(kRich);
      text[at] = c;
      ReadResult result = read_policy(text);
      EXPECT_EQ(result.document.has_value(), result.error.empty());
      EXPECT_EQ(result.error.find("nlohmann"), std::string::npos);
      EXPECT_EQ(result.error.find("json."), std::string::npos);
    }
  }
}

TEST(PolicyHostile, Nesting) {
  EXPECT_NE(error_of(std::string(100000, '[')).find("is nested too deeply"), std::string::npos);
  std::string objects;
  for (int i = 0; i < 50000; ++i) objects += R"({"a":)";
  EXPECT_NE(error_of(objects).find("is nested too deeply"), std::string::npos);
}

TEST(PolicyHostile, BytesThatAreNotText) {
  EXPECT_EQ(error_of("{\"Id\":\"\xC3\"}"), "not valid UTF-8 at byte 8");
  EXPECT_EQ(error_of(std::string_view("{\0}", 3)).rfind("not valid JSON", 0), 0u);
  EXPECT_EQ(error_of(R"({"Id":"\ud800"})").rfind("not valid JSON", 0), 0u);
  EXPECT_EQ(error_of("").rfind("not valid JSON", 0), 0u);
  EXPECT_EQ(error_of("\xFF\xFE{\0}\0").rfind("not valid UTF-8 at byte 1", 0), 0u);
}

TEST(PolicyHostile, SizeAndLongNames) {
  EXPECT_EQ(error_of(std::string((1 << 20) + 1, ' ')), "larger than 1 MiB");
  EXPECT_EQ(error_of("{\"Id\":" + std::string(900000, '9') + "}"), "a number out of range at byte 900006");
  std::string error = error_of("{\"" + std::string(5000, 'x') + "\":1}");
  EXPECT_LT(error.size(), 200u);
  EXPECT_EQ(error_of("{\"a\\nb\":1}"), "`a?b` is not an element of a policy");
}

}  // namespace
}  // namespace berm::access
