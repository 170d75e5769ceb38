#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

using Context = std::map<std::string, std::vector<std::string>, std::less<>>;

class EvalCall : public testing::Test {
 protected:
  bool holds(Ex condition, Context context, const std::string& resource = "*") {
    ir::Rule rule;
    rule.calls.push_back({{{{true, "s3:*", false, {}}}}, condition, {}});
    access::Request request{.action = "s3:PutObject", .resource = resource, .context = std::move(context)};
    Carries carries = [this](const access::Request&, std::string_view) { return leg; };
    return denies(rule, request, carries);
  }
  // The test and its negation, on the key with this value and without it.
  std::string table(Ex test, const std::vector<std::string>& match, const std::vector<std::string>& mismatch) {
    std::string out;
    for (Ex expr : {test, b.negate(test)}) {
      for (const Context& context : {Context{}, Context{{"k", match}}, Context{{"k", mismatch}}}) {
        out += holds(expr, context) ? 't' : 'f';
      }
    }
    return out;
  }
  Build b;
  Leg leg = Leg::ThisOne;
};

// absent, match, mismatch; then the negation
constexpr const char* kSound = "ftftft";

TEST_F(EvalCall, TestsOnOneKey) {
  Ex k = b.key("k");
  EXPECT_EQ(table(b.equal(k, b.text("x")), {"x"}, {"y"}), kSound);
  EXPECT_EQ(table(b.make(Op::In, {k, b.texts({"w", "x"})}), {"x"}, {"y"}), kSound);
  EXPECT_EQ(table(b.make(Op::Like, {k, b.text("x*")}), {"xx"}, {"y"}), kSound);
  EXPECT_EQ(table(b.equal(b.key("k", ir::Type::Bool), b.flag(true)), {"True"}, {"false"}), kSound);
  EXPECT_EQ(table(b.key("k", ir::Type::Bool), {"true"}, {"false"}), kSound);
  EXPECT_EQ(table(b.equal(b.key("k", ir::Type::Int), b.number(10)), {"10.0"}, {"1"}), kSound);
  EXPECT_EQ(table(b.make(Op::Less, {b.key("k", ir::Type::Int), b.number(10)}), {"9"}, {"10"}), kSound);
  EXPECT_EQ(table(b.make(Op::LessEqual, {b.number(10), b.key("k", ir::Type::Int)}), {"10"}, {"9"}), kSound);
  Ex time = b.key("k", ir::Type::Time), noon = b.literal({int64_t{43200}}, ir::Type::Time);
  EXPECT_EQ(table(b.make(Op::Less, {time, noon}), {"1970-01-01T11:59:59Z"}, {"1970-01-01T12:00:00Z"}), kSound);
}

TEST_F(EvalCall, Arns) {
  Ex like = b.make(Op::Like, {b.key("k", ir::Type::Arn), b.text("arn:aws:iam::*:role/a*", ir::Type::Arn)});
  EXPECT_EQ(table(like, {"arn:aws:iam::1:role/ab"}, {"arn:aws:iam::1:2:role/ab"}), kSound);
}

TEST_F(EvalCall, Addresses) {
  Ex k = b.key("k", ir::Type::Cidr), range = b.text("10.0.0.0/8", ir::Type::Cidr);
  EXPECT_EQ(table(b.call(Builtin::Covers, {range, k}), {"10.1.2.3"}, {"11.1.2.3"}), kSound);
  EXPECT_EQ(table(b.equal(k, range), {"10.1.2.3"}, {"11.1.2.3"}), kSound);
}

TEST_F(EvalCall, AConditionIsAValueToo) {
  Ex both = b.make(Op::And, {b.equal(b.key("k"), b.text("x")), b.flag(true)});
  EXPECT_EQ(table(b.equal(both, b.flag(true)), {"x"}, {"y"}), kSound);
  EXPECT_EQ(table(b.make(Op::Count, {}, ir::Type::Int), {"x"}, {"y"}), "fffttt");
}

TEST_F(EvalCall, NullAsksForAMissingKey) { EXPECT_EQ(table(b.equal(b.key("k"), b.null()), {"x"}, {""}), "tffftt"); }

TEST_F(EvalCall, CoalesceGivesAMissingKeyAValue) {
  Ex k = b.make(Op::Coalesce, {b.key("k"), b.text("x")}, ir::Type::String);
  EXPECT_EQ(table(b.equal(k, b.text("x")), {"x"}, {"y"}), "ttffft");
}

TEST_F(EvalCall, AKeyOfNoKnownTypeIsReadAsWhatItIsComparedWith) {
  EXPECT_EQ(table(b.equal(b.key("k", ir::Type::Any), b.flag(false)), {"false"}, {"true"}), kSound);
  EXPECT_EQ(table(b.equal(b.key("k", ir::Type::Any), b.number(1)), {"1"}, {"2"}), kSound);
}

TEST_F(EvalCall, AnotherLegsKeyHoldsInNeitherPolarity) {
  leg = Leg::Another;
  EXPECT_EQ(table(b.equal(b.key("k"), b.text("x")), {"x"}, {"y"}), "ffffff");
  EXPECT_EQ(table(b.equal(b.key("k"), b.null()), {"x"}, {"y"}), "ffffff");
  Ex any = b.quantifier(Op::Any, b.key("k", ir::Type::String, true),
                        [&](ir::Variable v) { return b.equal(b.path(v, ""), b.text("x")); });
  EXPECT_EQ(table(any, {"x"}, {"y"}), "ffffff");
}

TEST_F(EvalCall, AKeyOfNoLegIsAsIfMissing) {
  leg = Leg::None;
  EXPECT_EQ(table(b.equal(b.key("k"), b.text("x")), {"x"}, {"y"}), "fffttt");
}

TEST_F(EvalCall, NegationReachesTheTests) {
  Ex k = b.equal(b.key("k"), b.text("x")), j = b.equal(b.key("j"), b.text("x"));
  Ex neither = b.negate(b.make(Op::Or, {k, j})), not_both = b.negate(b.make(Op::And, {k, j}));
  EXPECT_TRUE(holds(neither, {}));
  EXPECT_FALSE(holds(neither, {{"k", {"x"}}}));
  EXPECT_TRUE(holds(not_both, {{"k", {"x"}}}));
  EXPECT_FALSE(holds(not_both, {{"k", {"x"}}, {"j", {"x"}}}));
  EXPECT_TRUE(holds(b.negate(neither), {{"j", {"x"}}}));
  leg = Leg::Another;
  EXPECT_FALSE(holds(not_both, {}));
}

TEST_F(EvalCall, Quantifiers) {
  Ex keys = b.key("k", ir::Type::String, true);
  auto body = [&](ir::Variable v) { return b.make(Op::Like, {b.path(v, ""), b.text("x*")}); };
  Ex any = b.quantifier(Op::Any, keys, body), all = b.quantifier(Op::All, keys, body);
  EXPECT_EQ(table(any, {"x1", "y"}, {"y"}), kSound);
  EXPECT_EQ(table(any, {"x1"}, {}), kSound);
  EXPECT_EQ(table(all, {"x1", "x2"}, {"x1", "y"}), "ttffft");
  EXPECT_EQ(table(b.make(Op::In, {b.text("x"), keys}), {"w", "x"}, {"w"}), kSound);
}

TEST_F(EvalCall, VariablesAndTheirWildcards) {
  Ex prefix = b.make(Op::Concat, {b.text("arn:aws:s3:::data/"), b.key("k"), b.text("/*")}, ir::Type::Arn);
  Ex within = b.make(Op::Like, {b.key("resource.arn", ir::Type::Arn), prefix});
  EXPECT_TRUE(holds(within, {{"k", {"pay"}}}, "arn:aws:s3:::data/pay/x"));
  EXPECT_FALSE(holds(within, {{"k", {"*"}}}, "arn:aws:s3:::data/pay/x"));
  EXPECT_FALSE(holds(within, {}, "arn:aws:s3:::data/pay/x"));
  EXPECT_TRUE(holds(b.negate(within), {}, "arn:aws:s3:::data/pay/x"));
}

TEST(Denies, ForbidWantsTheActionAndTheCondition) {
  Build b;
  ir::Rule rule;
  rule.calls.push_back({{{{true, "s3:Put*", false, {}}}}, nullptr, {}});
  Carries carries = [](const access::Request&, std::string_view) { return Leg::ThisOne; };
  EXPECT_TRUE(denies(rule, {.action = "s3:PutObject"}, carries));
  EXPECT_FALSE(denies(rule, {.action = "s3:GetObject"}, carries));
  rule.calls[0].condition = b.flag(false);
  EXPECT_FALSE(denies(rule, {.action = "s3:PutObject"}, carries));
}

TEST(Denies, CapLeavesOnlyWhatItAllows) {
  Build b;
  ir::Rule rule;
  rule.verb = ir::Verb::Cap;
  rule.capped = b.equal(b.key("who"), b.text("team"));
  rule.allows.push_back({{{{true, "s3:GetObject", false, {}}}},
                         b.make(Op::Like, {b.key("resource.arn", ir::Type::Arn), b.text("arn:aws:s3:::a/*")}),
                         {}});
  Carries carries = [](const access::Request&, std::string_view) { return Leg::ThisOne; };
  Context team{{"who", {"team"}}};
  EXPECT_FALSE(denies(rule, {"s3:GetObject", "arn:aws:s3:::a/x", "", team}, carries));
  EXPECT_TRUE(denies(rule, {"s3:GetObject", "arn:aws:s3:::b/x", "", team}, carries));
  EXPECT_TRUE(denies(rule, {"s3:PutObject", "arn:aws:s3:::a/x", "", team}, carries));
  EXPECT_FALSE(denies(rule, {"s3:PutObject", "arn:aws:s3:::a/x", "", {}}, carries));
}

}  // namespace
}  // namespace berm::reference
