#include "reference/eval_plan.h"

#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

class EvalPlan : public testing::Test {
 protected:
  std::string ask(Ex expr, const std::string& change) { return answer(b, expr, plan_with(change)); }
  // Of three operands: known true and false, and unknown.
  Ex operand(char c) {
    if (c == '?') return b.path("u", ir::Type::Bool);
    return b.flag(c == 't');
  }
  std::string logic(Op op, const char* operands) {
    std::vector<Ex> children;
    for (const char* c = operands; *c; ++c) children.push_back(operand(*c));
    return ask(b.make(op, children), create("{}", R"({"u":true})"));
  }
  Build b;
};

TEST_F(EvalPlan, AndOr) {
  EXPECT_EQ(logic(Op::And, "tt"), "true");
  EXPECT_EQ(logic(Op::And, "t?"), "unknown u");
  EXPECT_EQ(logic(Op::And, "?f"), "false");
  EXPECT_EQ(logic(Op::And, "??t"), "unknown u");
  EXPECT_EQ(logic(Op::Or, "ff"), "false");
  EXPECT_EQ(logic(Op::Or, "?t"), "true");
  EXPECT_EQ(logic(Op::Or, "f?"), "unknown u");
  EXPECT_EQ(ask(b.negate(b.path("u")), create("{}", R"({"u":true})")), "unknown u");
}

TEST_F(EvalPlan, TheFirstUnknownIsNamed) {
  Ex expr = b.make(Op::And, {b.equal(b.path("a"), b.text("x")), b.equal(b.path("b"), b.text("x"))});
  EXPECT_EQ(ask(expr, create("{}", R"({"a":true,"b":true})")), "unknown a");
  EXPECT_EQ(ask(expr, create(R"({"a":"x"})", R"({"b":true})")), "unknown b");
  EXPECT_EQ(ask(expr, create(R"({"a":"y"})", R"({"b":true})")), "false");
}

TEST_F(EvalPlan, AbsentIsNullAndKnown) {
  EXPECT_EQ(ask(b.equal(b.path("a"), b.null()), create("{}")), "true");
  EXPECT_EQ(ask(b.equal(b.path("a"), b.null()), create(R"({"a":1})")), "false");
  EXPECT_EQ(ask(b.equal(b.path("a"), b.null()), create("{}", R"({"a":true})")), "unknown a");
  EXPECT_EQ(ask(b.equal(b.path("a.b.c"), b.null()), create("{}")), "true");
  EXPECT_EQ(ask(b.equal(b.path("a[3]"), b.null()), create(R"({"a":[1]})")), "true");
  EXPECT_EQ(ask(b.equal(b.path("a[k]"), b.null()), create(R"({"a":{}})")), "true");
}

TEST_F(EvalPlan, AValueOfTheWrongTypeIsNotProven) {
  std::string plan = create(R"({"flag":"true","n":"7","l":{},"m":[1],"o":7,"text":7})");
  EXPECT_EQ(ask(b.path("flag", ir::Type::Bool), plan), "unknown flag: is not a bool");
  EXPECT_EQ(ask(b.negate(b.path("flag", ir::Type::Bool)), plan), "unknown flag: is not a bool");
  EXPECT_EQ(ask(b.equal(b.path("flag", ir::Type::Bool), b.flag(true)), plan), "unknown flag: is not a bool");
  EXPECT_EQ(ask(b.make(Op::Less, {b.number(3), b.path("n", ir::Type::Int)}), plan), "unknown n: is not a number");
  EXPECT_EQ(ask(b.make(Op::In, {b.path("text", ir::Type::String), b.texts({"a", "b"})}), plan),
            "unknown text: is not a string");
  EXPECT_EQ(ask(b.make(Op::Like, {b.path("text", ir::Type::String), b.text("a*")}), plan),
            "unknown text: is not a string");
  EXPECT_EQ(ask(b.make(Op::In, {b.number(1), b.path("l", ir::Type::List)}), plan), "unknown l: is not a list");
  EXPECT_EQ(ask(b.equal(b.path("l[0]"), b.null()), plan), "unknown l: is not a list");
  EXPECT_EQ(ask(b.equal(b.path("m[key]"), b.null()), plan), "unknown m: is not a map");
  EXPECT_EQ(ask(b.equal(b.path("o.part.deeper"), b.null()), plan), "unknown o: is not an object");
  Ex length = b.call(Builtin::Length, {b.path("l", ir::Type::List)}, ir::Type::Int);
  EXPECT_EQ(ask(b.equal(length, b.number(0)), plan), "unknown l: is not a list");
  Ex starts = b.call(Builtin::StartsWith, {b.path("text", ir::Type::String), b.text("a")});
  EXPECT_EQ(ask(starts, plan), "unknown text: is not a string");
}

TEST_F(EvalPlan, AWhollyUnknownResource) {
  std::string change_text = change(R"("create")", R"("before":null,"after_unknown":true)");
  EXPECT_EQ(ask(b.equal(b.path("a"), b.null()), change_text), "unknown a");
}

TEST_F(EvalPlan, UnknownPartsOfBlocks) {
  std::string change_text = create(R"({"in":[{"p":1},{}]})", R"({"in":[{},{"p":true}]})");
  EXPECT_EQ(ask(b.equal(b.path("in[0].p"), b.number(1)), change_text), "true");
  EXPECT_EQ(ask(b.equal(b.path("in[1].p"), b.number(1)), change_text), "unknown in[1].p");
}

TEST_F(EvalPlan, CoalesceTakesTheRightOfNullAlone) {
  Ex expr = b.make(Op::LessEqual, {b.number(7), b.make(Op::Coalesce, {b.path("n"), b.number(0)}, ir::Type::Int)});
  EXPECT_EQ(ask(expr, create(R"({"n":7})")), "true");
  EXPECT_EQ(ask(expr, create("{}")), "false");
  EXPECT_EQ(ask(expr, create("{}", R"({"n":true})")), "unknown n");
}

TEST_F(EvalPlan, AnOrderOfNullCannotBeJudged) {
  EXPECT_EQ(ask(b.make(Op::Less, {b.path("n"), b.number(7)}), create("{}")), "unknown n: is null");
}

TEST_F(EvalPlan, NumbersAreExact) {
  std::string change_text = create(R"({"n":9007199254740993})");
  EXPECT_EQ(ask(b.equal(b.path("n"), b.number(9007199254740993)), change_text), "true");
  EXPECT_EQ(ask(b.equal(b.path("n"), b.number(9007199254740992)), change_text), "false");
}

TEST_F(EvalPlan, In) {
  Ex expr = b.make(Op::In, {b.path("a", ir::Type::String), b.texts({"x", "y"})});
  EXPECT_EQ(ask(expr, create(R"({"a":"y"})")), "true");
  EXPECT_EQ(ask(expr, create(R"({"a":"z"})")), "false");
  EXPECT_EQ(ask(expr, create("{}")), "false");
  EXPECT_EQ(ask(expr, create("{}", R"({"a":true})")), "unknown a");
  Ex held = b.make(Op::In, {b.text("x"), b.path("l[*]", ir::Type::List)});
  EXPECT_EQ(ask(held, create(R"({"l":["x",null]})", R"({"l":[false,true]})")), "true");
  EXPECT_EQ(ask(held, create(R"({"l":["y",null]})", R"({"l":[false,true]})")), "unknown l[1]");
  EXPECT_EQ(ask(held, create("{}", R"({"l":true})")), "unknown l");
  EXPECT_EQ(ask(held, create("{}")), "false");
}

TEST_F(EvalPlan, ListsOfAttributes) {
  Ex list = b.make(Op::List, {b.path("a"), b.text("z")}, ir::Type::List);
  Ex expr = b.make(Op::In, {b.text("x"), list});
  EXPECT_EQ(ask(expr, create(R"({"a":"x"})")), "true");
  EXPECT_EQ(ask(expr, create("{}", R"({"a":true})")), "unknown a");
}

TEST_F(EvalPlan, LikeAndMatches) {
  Ex like = b.make(Op::Like, {b.path("a", ir::Type::String), b.text("web-*")});
  EXPECT_EQ(ask(like, create(R"({"a":"web-1"})")), "true");
  EXPECT_EQ(ask(like, create("{}")), "false");
  auto* matches = b.module.make(Op::Matches, ir::Type::Bool, {});
  matches->children = {b.path("a", ir::Type::String)};
  matches->value.data = "^web-[0-9]+$";
  EXPECT_EQ(ask(matches, create(R"({"a":"web-12"})")), "true");
  EXPECT_EQ(ask(matches, create(R"({"a":"web-x"})")), "false");
  EXPECT_EQ(ask(matches, create("{}", R"({"a":true})")), "unknown a");
  EXPECT_EQ(ask(matches, create(R"({"a":12})")), "unknown a: is not a string");
}

TEST_F(EvalPlan, MatchesTheTextOfWhatHasNoType) {
  auto* matches = b.module.make(Op::Matches, ir::Type::Bool, {});
  matches->children = {b.path("a", ir::Type::Any)};
  matches->value.data = "^(12|true)$";
  EXPECT_EQ(ask(matches, create(R"({"a":12})")), "true");
  EXPECT_EQ(ask(matches, create(R"({"a":13})")), "false");
  EXPECT_EQ(ask(matches, create(R"({"a":true})")), "true");
  EXPECT_EQ(ask(matches, create(R"({"a":false})")), "false");
  EXPECT_EQ(ask(matches, create(R"({"a":"12"})")), "true");
  EXPECT_EQ(ask(matches, create(R"({"a":[12]})")), "unknown a: is not a string");
}

TEST_F(EvalPlan, WildcardsOfAnAttributeAreLiteral) {
  Ex pattern = b.make(Op::Concat, {b.path("p"), b.text("/*")}, ir::Type::String);
  Ex like = b.make(Op::Like, {b.path("a", ir::Type::String), pattern});
  EXPECT_EQ(ask(like, create(R"({"a":"x/1","p":"x"})")), "true");
  EXPECT_EQ(ask(like, create(R"({"a":"x/1","p":"*"})")), "false");
  EXPECT_EQ(ask(like, create(R"({"a":"x/1"})", R"({"p":true})")), "unknown p");
}

TEST_F(EvalPlan, Before) {
  Ex expr = b.make(Op::And, {b.equal(b.before("a"), b.flag(true)), b.equal(b.path("a"), b.flag(false))});
  EXPECT_EQ(ask(expr, update(R"({"a":true})", R"({"a":false})")), "true");
  EXPECT_EQ(ask(expr, update(R"({"a":false})", R"({"a":false})")), "false");
  EXPECT_EQ(ask(expr, create(R"({"a":false})")), "false");
}

TEST_F(EvalPlan, RenderShowsWhatIsNotToBeSeenAsSuch) {
  Ex say = b.make(Op::Concat, {b.text("is "), b.path("a"), b.text(" and "), b.path("s"), b.text(" and "), b.path("u")},
                  ir::Type::String);
  facts::Plan plan = plan_with(
      change(R"("create")",
             R"("before":null,"after":{"a":1,"s":"hush"},"after_unknown":{"u":true},"after_sensitive":{"s":true})"));
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  EXPECT_EQ(evaluator.render(*say), "is 1 and (sensitive) and (known after apply)");
}

TEST_F(EvalPlan, WhatComesFromASecretIsNotShown) {
  facts::Plan plan = plan_with(
      change(R"("create")",
             R"("before":null,"after":{"m":{"k":"v"},"s":"hush"},"after_unknown":{},"after_sensitive":{"s":true})"));
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  Ex size = b.call(ir::Builtin::Length, {b.path("s")}, ir::Type::Int);
  EXPECT_EQ(evaluator.render(*b.make(Op::Concat, {size}, ir::Type::String)), "(sensitive)");
  Ex chosen = b.make(Op::Index, {b.path("m"), b.path("s")}, ir::Type::String);
  EXPECT_EQ(evaluator.render(*chosen), "(sensitive)");
  for (const auto& read : evaluator.reads()) EXPECT_EQ(read.path.find("hush"), std::string::npos) << read.path;
}

TEST_F(EvalPlan, ReadsAreThoseThatDecided) {
  Ex wrong = b.equal(b.path("a"), b.number(2)), right = b.equal(b.path("b"), b.number(2));
  facts::Plan plan = plan_with(create(R"({"a":1,"b":2})"));
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  evaluator.evaluate(*b.make(Op::Or, {wrong, right}));
  ASSERT_EQ(evaluator.reads().size(), 1u);
  EXPECT_EQ(evaluator.reads()[0].path, "b");
}

}  // namespace
}  // namespace berm::reference
