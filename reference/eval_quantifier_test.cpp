#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

class Quantifier : public testing::Test {
 protected:
  Ex about(Op op, const char* collection, ir::Type type = ir::Type::List) {
    return b.quantifier(op, b.path(collection, type),
                        [&](ir::Variable element) { return b.equal(b.path(element, "", ir::Type::Int), b.number(1)); });
  }
  std::string ask(Op op, const std::string& after, const std::string& unknown = "{}") {
    return answer(b, about(op, "l[*]"), plan_with(create(after, unknown)));
  }
  Build b;
};

TEST_F(Quantifier, Known) {
  EXPECT_EQ(ask(Op::Any, R"({"l":[2,1]})"), "true");
  EXPECT_EQ(ask(Op::Any, R"({"l":[2,3]})"), "false");
  EXPECT_EQ(ask(Op::All, R"({"l":[1,1]})"), "true");
  EXPECT_EQ(ask(Op::All, R"({"l":[1,2]})"), "false");
}

TEST_F(Quantifier, NullIsEmpty) {
  EXPECT_EQ(ask(Op::Any, "{}"), "false");
  EXPECT_EQ(ask(Op::All, "{}"), "true");
}

TEST_F(Quantifier, AnUnknownElement) {
  std::string unknown = R"({"l":[false,true]})";
  EXPECT_EQ(ask(Op::Any, R"({"l":[1,null]})", unknown), "true");
  EXPECT_EQ(ask(Op::Any, R"({"l":[2,null]})", unknown), "unknown l[1]");
  EXPECT_EQ(ask(Op::All, R"({"l":[2,null]})", unknown), "false");
  EXPECT_EQ(ask(Op::All, R"({"l":[1,null]})", unknown), "unknown l[1]");
}

TEST_F(Quantifier, AnUnknownCollection) {
  EXPECT_EQ(ask(Op::Any, "{}", R"({"l":true})"), "unknown l");
  EXPECT_EQ(ask(Op::All, "{}", R"({"l":true})"), "unknown l");
}

TEST_F(Quantifier, KnownElementsDecideBesideAnUnknownRest) {
  std::string after = R"({"in":[{"c":[1]},{}]})", unknown = R"({"in":[{},{"c":true}]})";
  facts::Plan plan = plan_with(create(after, unknown));
  EXPECT_EQ(answer(b, about(Op::Any, "in[*].c[*]"), plan), "true");
  EXPECT_EQ(answer(b, about(Op::All, "in[*].c[*]"), plan), "unknown in[1].c");
  facts::Plan other = plan_with(create(R"({"in":[{"c":[2]},{}]})", unknown));
  EXPECT_EQ(answer(b, about(Op::Any, "in[*].c[*]"), other), "unknown in[1].c");
  EXPECT_EQ(answer(b, about(Op::All, "in[*].c[*]"), other), "false");
}

TEST_F(Quantifier, WhatHasNoPartsIsItsOnlyElementWhereNothingSaysThatItIsAList) {
  facts::Plan one = plan_with(create(R"({"l":1})")), two = plan_with(create(R"({"l":2})"));
  EXPECT_EQ(answer(b, about(Op::Any, "l", ir::Type::Any), one), "true");
  EXPECT_EQ(answer(b, about(Op::Any, "l", ir::Type::Any), two), "false");
  EXPECT_EQ(answer(b, about(Op::All, "l", ir::Type::Any), two), "false");
  EXPECT_EQ(answer(b, about(Op::Any, "l", ir::Type::List), one), "unknown l: is not a list");
}

TEST_F(Quantifier, MapsByTheirValues) {
  facts::Plan plan = plan_with(create(R"({"l":{"a":2,"b":1}})"));
  EXPECT_EQ(answer(b, about(Op::Any, "l", ir::Type::Any), plan), "true");
  EXPECT_EQ(answer(b, about(Op::All, "l", ir::Type::Any), plan), "false");
}

TEST_F(Quantifier, AnObjectIsNoList) {
  facts::Plan plan = plan_with(create(R"({"l":{},"in":[{"c":{}}]})"));
  for (const char* path : {"l", "l[*]", "l[*].c[*]"}) {
    EXPECT_EQ(answer(b, about(Op::Any, path), plan), "unknown l: is not a list") << path;
    EXPECT_EQ(answer(b, b.equal(about(Op::Count, path), b.number(0)), plan), "unknown l: is not a list") << path;
  }
  EXPECT_EQ(answer(b, about(Op::Any, "in[*].c[*]"), plan), "unknown in[0].c: is not a list");
}

TEST_F(Quantifier, Nested) {
  Ex expr = b.quantifier(Op::Any, b.path("in[*]"), [&](ir::Variable block) {
    Ex open = b.quantifier(Op::Any, b.path(block, "c[*]"), [&](ir::Variable cidr) {
      return b.call(Builtin::Covers, {b.path(cidr, "", ir::Type::Cidr), b.text("0.0.0.0/0", ir::Type::Cidr)});
    });
    return b.make(Op::And, {b.equal(b.path(block, "port"), b.number(22)), open});
  });
  facts::Plan plan =
      plan_with(create(R"({"in":[{"port":80,"c":["0.0.0.0/0"]},{"port":22,"c":["10.0.0.0/8","0.0.0.0/0"]}]})"));
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  EXPECT_EQ(truth(evaluator.evaluate(*expr).value), Tri::True);
  ASSERT_EQ(evaluator.reads().size(), 2u);
  EXPECT_EQ(evaluator.reads()[0].path, "in[1].port");
  EXPECT_EQ(evaluator.reads()[1].path, "in[1].c[1]");
}

TEST_F(Quantifier, WithoutADecidingElementAllAreEvidence) {
  facts::Plan plan = plan_with(create(R"({"l":[2,3]})"));
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  evaluator.evaluate(*about(Op::Any, "l[*]"));
  ASSERT_EQ(evaluator.reads().size(), 1u);
  EXPECT_EQ(evaluator.reads()[0].path, "l[*]");
  EXPECT_EQ(evaluator.reads()[0].value.size, 2u);
}

TEST_F(Quantifier, Count) {
  auto two = [&](const std::string& after, const std::string& unknown = "{}") {
    return answer(b, b.equal(about(Op::Count, "l[*]"), b.number(2)), plan_with(create(after, unknown)));
  };
  EXPECT_EQ(two(R"({"l":[1,2,1]})"), "true");
  EXPECT_EQ(two(R"({"l":[1]})"), "false");
  EXPECT_EQ(two(R"({"l":[1,null]})", R"({"l":[false,true]})"), "unknown l[1]");
  EXPECT_EQ(two("{}", R"({"l":true})"), "unknown l");
}

TEST_F(Quantifier, CountOfASetWhoseElementsMayCollapse) {
  Ex elements = b.quantifier(Op::Count, b.path("l", ir::Type::Set), [&](ir::Variable) { return b.flag(true); });
  auto two = [&](const std::string& unknown) {
    return answer(b, b.equal(elements, b.number(2)), plan_with(create(R"({"l":[{"a":1},{"a":2}]})", unknown)));
  };
  EXPECT_EQ(two("{}"), "true");
  EXPECT_EQ(two(R"({"l":[{},{"b":true}]})"), "unknown l[1]");
}

// Neither what is read nor what is made in an iteration stays; the evidence is a part of what was looked at.
TEST_F(Quantifier, KeepsNothingOfItsIterations) {
  std::string elements = "0";
  for (int i = 1; i < 300; ++i) elements += ",0";
  facts::Plan plan = plan_with(create(R"({"l":[)" + elements + "]}"));
  Ex expr = b.quantifier(Op::Any, b.path("l[*]"), [&](ir::Variable x) {
    return b.quantifier(Op::Any, b.path("l[*]"), [&](ir::Variable y) {
      Ex text = b.make(Op::Concat, {b.path(x, ""), b.text("-"), b.path(y, "")}, ir::Type::String);
      return b.make(Op::And, {b.equal(b.path(x, ""), b.number(0)), b.equal(text, b.text("1-1"))});
    });
  });
  PlanContext context(plan);
  PlanEvaluator evaluator(context, b.resource, plan.changes[0], false);
  EXPECT_EQ(truth(evaluator.evaluate(*expr).value), Tri::False);
  ASSERT_EQ(evaluator.reads().size(), 1u);
  EXPECT_EQ(evaluator.reads()[0].value.size, 64u);
}

}  // namespace
}  // namespace berm::reference
