// A question becomes the same call for a program as for documents, where no organisation is drawn.
#include "runtime/calls/ask.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/emit/emit.h"
#include "sim/question.h"

namespace berm::agreement {
namespace {

constexpr const char* kKeys[] = {
    "aws:principalarn",          "aws:principalaccount", "aws:principaltype",   "aws:principalservicename",
    "aws:principalisawsservice", "aws:viaawsservice",    "aws:userid",          "aws:username",
    "aws:resourceaccount",       "aws:requestedregion",  "aws:securetransport", "aws:principalorgid"};

constexpr const char* kQuestions[] = {
    R"({"principal": "arn:aws:iam::111122223333:role/a/b", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"})",
    R"({"principal": "arn:aws-cn:sts::111122223333:assumed-role/R/S", "action": "s3:GetObject"})",
    R"({"principal": "user/u", "account": "111122223333", "action": "sqs:SendMessage", "resource": "arn:aws:sqs:eu-west-1:444455556666:q"})",
    R"({"principal": "root", "account": "111122223333", "action": "s3:GetObject", "resource_account": "444455556666"})",
    R"({"principal": "lambda.amazonaws.com", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"})",
    R"({"principal": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"})",
    R"({"principal": "anonymous", "action": "s3:GetObject", "context": {"aws:PrincipalArn": "arn:aws:iam::444455556666:user/x"}})",
    R"({"principal": "arn:aws:iam::111122223333:role/a", "action": "s3:GetObject", "context": {"AWS:principalarn": "arn:aws:iam::444455556666:user/x", "aws:SecureTransport": false, "aws:ResourceAccount": "777788889999"}})",
    R"({"principal": "arn:aws:iam::111122223333:role/a", "action": "s3:GetObject", "context": {"aws:PrincipalServiceName": "x.amazonaws.com", "aws:RequestedRegion": ["a", "b"]}})",
    R"({"principal": "arn:aws:iam::111122223333:role/a", "action": "s3:GetObject", "context": {"aws:PrincipalAccount": "444455556666", "aws:ViaAWSService": []}})",
    R"({"principal": "arn:aws:sts::111122223333:federated-user/f", "action": "s3:GetObject"})",
    R"({"principal": "role/a", "action": "s3:GetObject"})",
    R"({"principal": "role//a", "account": "111122223333", "action": "s3:GetObject"})",
    R"({"principal": "role/", "account": "111122223333", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:sts::111122223333:assumed-role/R", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:sts::111122223333:assumed-role/R/S/T", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:iam::111122223333:group/g", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:iam::111122223333:role/*", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:iam::111122223333:role/a:b", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:iam::12:role/a", "action": "s3:GetObject"})",
    R"({"principal": "arn:aws:iam::111122223333:role/a", "account": "444455556666", "action": "s3:GetObject"})",
    R"({"principal": "somebody", "action": "s3:GetObject"})",
    R"({"principal": "anonymous", "action": "s3:Get*"})",
    R"({"principal": "anonymous", "action": "s3"})",
    R"({"principal": "anonymous", "action": "s3:GetObject", "resource": "b/k"})",
    R"({"principal": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::"})"};

// A rule for each value that any of the keys may have, and one for each key that is missing.
void add_rules(ir::Module& module) {
  const auto add = [&](const char* key, ir::Value value) {
    ir::Expr* read = module.make(ir::Op::RequestKey, ir::Type::String, {});
    read->key = key;
    ir::Expr* literal = module.make(ir::Op::Literal, ir::Type::Any, {});
    literal->value = std::move(value);
    ir::Expr* equal = module.make(ir::Op::Equal, ir::Type::Bool, {});
    equal->children = {read, literal};
    module.rules.push_back({.name = fmt::format("a.r{}", module.rules.size())});
    module.rules.back().calls.push_back({{{{true, "*", false, {}}}}, equal, {}});
  };
  for (const char* key : kKeys) {
    add(key, {});
    for (const char* value : {"arn:aws:iam::111122223333:role/a/b",
                              "arn:aws-cn:iam::111122223333:role/R",
                              "arn:aws:iam::111122223333:user/u",
                              "arn:aws:iam::111122223333:root",
                              "arn:aws:iam::444455556666:user/x",
                              "arn:aws:iam::111122223333:role/a",
                              "arn:aws:sts::111122223333:federated-user/f",
                              "111122223333",
                              "444455556666",
                              "777788889999",
                              "User",
                              "Account",
                              "AssumedRole",
                              "lambda.amazonaws.com",
                              "x.amazonaws.com",
                              "true",
                              "false",
                              "AROAEXAMPLE:S",
                              "u",
                              "us-east-1",
                              "eu-west-1",
                              "a"}) {
      add(key, {std::string(value)});
    }
  }
}

std::vector<calls::Finding> found(calls::Decider& decider) {
  const auto denials = decider.denials();
  return {denials.begin(), denials.end()};
}

TEST(Ask, AQuestionIsTheSameCallForBoth) {
  ir::Module module;
  add_rules(module);
  Diagnostics diagnostics;
  const SourceSet sources;
  const std::string bytes = emit::emit({module, sources, catalog::Catalog::builtin(), {}, "", {}, "0.1.0"});
  const auto program = program::Program::from_bytes(bytes, "x.bermc", diagnostics);
  ASSERT_NE(program, nullptr);
  const calls::Rules rules(*program);
  calls::Decider decider(rules), other(rules);
  calls::Asker asker(decider);
  calls::QuestionReader reader;
  calls::Question question;
  const manifest::Organisation organisation;
  size_t asked_count = 0;
  for (const char* text : kQuestions) {
    std::string line = text;
    line.reserve(line.size() + calls::QuestionReader::padding());
    ASSERT_EQ(reader.read(line, question), "") << text;
    calls::Wrong wrong;
    const bool is_call = asker.ask(question, decider, wrong);
    Diagnostics reported;
    const auto wanted = sim::make_request(std::get<sim::Question>(sim::read_question(line)),
                                          {organisation, catalog::Catalog::builtin()}, reported);
    ASSERT_EQ(is_call, wanted.has_value()) << text << wrong.message;
    if (!is_call) {
      EXPECT_EQ(wrong.message, reported.items().back().message);
      continue;
    }
    ++asked_count;
    other.begin(wanted->request.action, wanted->request.resource);
    std::vector<std::string_view> views;
    for (const auto& [key, values] : wanted->request.context) {
      views.assign(values.begin(), values.end());
      other.set(key, views);
    }
    EXPECT_EQ(found(decider), found(other)) << text;
  }
  EXPECT_EQ(asked_count, 11u);
}

}  // namespace
}  // namespace berm::agreement
