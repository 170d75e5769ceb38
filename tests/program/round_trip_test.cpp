// The rules of a program are the rules that were compiled.
#include "program/listing.h"
#include "reference/describe.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"
#include "tests/program/compiled.h"
#include "tests/support/check_result_text.h"
#include "tests/support/process.h"

namespace berm::program_tests {
namespace {

using testing_support::everything;

const std::string kExamples = std::string(BERM_SOURCE_DIR) + "/examples/";

std::string without_tests(const ir::Module& module) {
  ir::Module rules;
  rules.rules = module.rules;
  return ir::dump(rules);
}

// The texts of all places of an expression.
void collect(const ir::Expr* expr, const SourceSet& sources, std::string& out) {
  if (!expr) return;
  out += fmt::format("{} {}\n", static_cast<int>(expr->type), reference::text_of(expr->span, sources));
  for (const ir::Step& step : expr->steps) collect(step.index, sources, out);
  for (const ir::Expr* child : expr->children) collect(child, sources, out);
}

std::string places(const ir::Rule& rule, const SourceSet& sources) {
  std::string out = rule.name + "\n";
  const auto at = [&](Span span) { out += reference::text_of(span, sources) + "\n"; };
  const auto of_actions = [&](const ir::ActionSet& set) {
    for (const ir::ActionItem& item : set.items) at(item.span);
  };
  at(rule.span);
  collect(rule.capped, sources, out);
  for (const auto& clause : rule.calls) at(clause.span), of_actions(clause.actions);
  for (const auto& clause : rule.calls) collect(clause.condition, sources, out);
  for (const auto& clause : rule.allows) at(clause.span), collect(clause.condition, sources, out);
  for (const auto& clause : rule.trusted) of_actions(clause.actions), collect(clause.condition, sources, out);
  for (const auto& clause : rule.plans) {
    at(clause.span);
    for (const ir::Assumption& assumption : clause.assumptions) collect(assumption.path, sources, out);
    collect(clause.condition, sources, out);
    collect(clause.say, sources, out);
    if (clause.subject) collect(clause.subject->via, sources, out);
  }
  for (const auto& clause : rule.requires_) {
    at(clause.span), collect(clause.where, sources, out), collect(clause.condition, sources, out);
  }
  for (const auto& principal : rule.exceptions) at(principal.span);
  return out;
}

void expect_same(const Compiled& compiled) {
  load::Rules rules(*compiled.program, compiled.project->directory);
  const ir::Module& before = compiled.project->module;
  EXPECT_EQ(without_tests(before), without_tests(rules.module()));
  ASSERT_EQ(before.rules.size(), rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    EXPECT_EQ(places(before.rules[i], compiled.project->sources), places(rules.rule(i), rules.sources()));
    EXPECT_EQ(everything(reference::describe(before.rules[i], compiled.project->sources)),
              everything(rules.describe(i)));
    EXPECT_EQ(everything(rules.describe(i)), everything(reference::describe(rules.rule(i), rules.sources())));
  }
}

TEST(RoundTrip, OfTheStandardLibrary) { expect_same(compile("")); }
TEST(RoundTrip, OfTheExamples) {
  expect_same(compile(kExamples + "acme"));
  expect_same(compile(kExamples + "organisation"));
}

// A rule of hardly any conditions: the verifier counts what parts share.
TEST(RoundTrip, OfSmallRules) {
  for (const char* rule : {"rule r: cap anyone at s3:*", "rule r: cap role \"x\" at s3:* and ec2:* and sqs:* and sns:*",
                           "rule r: forbid s3:*"}) {
    testing_support::Scratch scratch;
    testing_support::write_text(scratch.path() / "a.berm", std::string("package a\n\n/// One.\n") + rule + "\n");
    expect_same(compile(scratch.path().string()));
  }
}

// Whether a resource refers to itself depends on who else has its name, so that all of its type are kept.
TEST(RoundTrip, WhatRefersToItselfIsJoined) {
  testing_support::Scratch scratch;
  testing_support::write_text(scratch.path() / "a.berm",
                              "package a\n\n/// One.\nrule r: require aws_iam_role r: not refers(r.description, r)\n");
  EXPECT_NE(program::list(*compile(scratch.path().string()).program).find("plan aws_iam_role, joined"),
            std::string::npos);
}

TEST(RoundTrip, SharedPartsStayShared) {
  Compiled compiled = compile("");
  load::Rules rules(*compiled.program);
  std::map<const ir::Expr*, const ir::Expr*> pairs;
  for (size_t i = 0; i < rules.size(); ++i) {
    const ir::Rule &before = compiled.project->module.rules[i], &after = rules.rule(i);
    for (size_t j = 0; j < before.plans.size(); ++j) {
      auto [known, is_new] = pairs.emplace(before.plans[j].condition, after.plans[j].condition);
      EXPECT_EQ(known->second, after.plans[j].condition);
    }
  }
  EXPECT_GT(pairs.size(), 50u);
}

// Every plan of the library's tests, by the rules of its package.
TEST(RoundTrip, FindingsAreTheSame) {
  Compiled compiled = compile("");
  load::Rules rules(*compiled.program, compiled.project->directory);
  size_t plans = 0;
  for (const ir::Test& test : compiled.project->module.tests) {
    for (const ir::TestStep& step : test.steps) {
      if (step.plan_json.empty()) continue;
      Diagnostics diagnostics;
      auto plan = plan::read_plan_text(step.plan_json, "plan.json", diagnostics);
      ASSERT_TRUE(plan);
      reference::CheckOptions options{.rules = {test.package + ".**"}};
      EXPECT_EQ(everything(reference::check(compiled.project->module, *plan, compiled.project->sources, options)),
                everything(reference::check(rules.module(), *plan, rules.sources(), options)));
      ++plans;
    }
  }
  EXPECT_GT(plans, 100u);
}

TEST(RoundTrip, TheSameSourcesGiveTheSameBytes) {
  EXPECT_EQ(compile("").bytes, compile("").bytes);
  EXPECT_EQ(compile(kExamples + "acme").bytes, compile(kExamples + "./organisation/../acme").bytes);
}

}  // namespace
}  // namespace berm::program_tests
