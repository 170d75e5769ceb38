#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

class Quantifier : public testing::Test {
 protected:
  Ex about(Op op, const char* collection) {
    return b.quantifier(op, b.path(collection, ir::Type::List),
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

TEST_F(Quantifier, MapsByTheirValues) {
  facts::Plan plan = plan_with(create(R"({"l":{"a":2,"b":1}})"));
  EXPECT_EQ(answer(b, about(Op::Any, "l"), plan), "true");
  EXPECT_EQ(answer(b, about(Op::All, "l"), plan), "false");
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
  PlanEvaluator evaluator(b.resource, plan.changes[0], false);
  EXPECT_EQ(truth(evaluator.evaluate(*expr).value), Tri::True);
  ASSERT_EQ(evaluator.reads().size(), 2u);
  EXPECT_EQ(evaluator.reads()[0].path, "in[1].port");
  EXPECT_EQ(evaluator.reads()[1].path, "in[1].c[1]");
}

TEST_F(Quantifier, WithoutADecidingElementAllAreEvidence) {
  facts::Plan plan = plan_with(create(R"({"l":[2,3]})"));
  PlanEvaluator evaluator(b.resource, plan.changes[0], false);
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

}  // namespace
}  // namespace berm::reference
