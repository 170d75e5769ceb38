#include "compiler/check/expression_fixture.h"
#include "compiler/check/literals.h"
#include "gtest/gtest.h"

namespace berm::check {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ExpressionTest, EvaluatesConstants) {
  Type any;
  EXPECT_EQ(constant("30m", Type::of(ir::Type::Duration)), "duration(1800)");
  EXPECT_EQ(constant("-5", any), "-5");
  EXPECT_EQ(constant("[\"a\", \"{world}\"]", any), "[\"a\", \"0.0.0.0/0\"]");
  EXPECT_EQ(constant("regions[1]", any), "\"eu-central-1\"");
  EXPECT_EQ(constant("\"2026-01-31T12:00:00Z\"", Type::of(ir::Type::Time)), "time(1769860800)");
  EXPECT_EQ(constant("regions", Type::list_of(Type::of(ir::Type::Region))), "[\"eu-west-1\", \"eu-central-1\"]");
}

TEST_F(ExpressionTest, ConstantsFitTheirTypes) {
  EXPECT_THAT(constant("30", Type::of(ir::Type::Duration)),
              StartsWith("type-mismatch @ 30: `30` is a number, not a duration"));
  EXPECT_THAT(constant("\"x\"", Type::of(ir::Type::Int)), StartsWith("type-mismatch @ \"x\""));
  EXPECT_THAT(constant("1.5", Type::of(ir::Type::Int)), StartsWith("type-mismatch @ 1.5"));
  EXPECT_THAT(constant("null", Type::of(ir::Type::Int)), StartsWith("type-mismatch @ null"));
  EXPECT_THAT(constant("[\"eu\"]", Type::list_of(Type::of(ir::Type::Region))),
              StartsWith("invalid-literal @ \"eu\": `eu` is not a region"));
  EXPECT_THAT(constant("[1]", Type::list_of(Type::of(ir::Type::String))), StartsWith("type-mismatch"));
  EXPECT_THAT(constant("\"12345678901\"", Type::of(ir::Type::Account)), StartsWith("invalid-literal"));
}

TEST_F(ExpressionTest, ReportsWhatIsNoConstant) {
  Type any;
  EXPECT_THAT(constant("d.name", any), StartsWith("not-constant @ d.name"));
  EXPECT_THAT(constant("regions[5]", any), StartsWith("invalid-literal @ 5: `regions` has 2 elements"));
  EXPECT_THAT(constant("99999999999999999999", any), StartsWith("invalid-literal"));
}

TEST_F(ExpressionTest, ManifestTextBecomesTyped) {
  auto fit = [&](ir::Value value, const Type& type) {
    std::optional<std::string> mistake = checker_.fit(value, type);
    return mistake ? *mistake : ir::dump(*checker_.literal(value, type, {}));
  };
  EXPECT_EQ(fit({std::string("30")}, Type::of(ir::Type::Int)), "30");
  EXPECT_EQ(fit({std::string("true")}, Type::of(ir::Type::Bool)), "true");
  EXPECT_EQ(fit({std::string("12h")}, Type::of(ir::Type::Duration)), "duration(43200)");
  EXPECT_EQ(fit({int64_t{30}}, Type::of(ir::Type::Duration)), "`30` is not a duration");
  EXPECT_EQ(fit({std::string("yes")}, Type::of(ir::Type::Bool)), "`\"yes\"` is not a boolean");
  EXPECT_EQ(fit({std::string("eu")}, Type::of(ir::Type::Region)), "`eu` is not a region");
  EXPECT_EQ(fit({ir::ValueList{{std::string("eu-west-1")}}}, Type::list_of(Type::of(ir::Type::Region))),
            "[\"eu-west-1\"]");
}

TEST(Literals, Durations) {
  EXPECT_EQ(parse_duration("2w"), 1209600);
  EXPECT_EQ(parse_duration("0s"), 0);
  EXPECT_EQ(parse_duration("30min"), std::nullopt);
  EXPECT_EQ(parse_duration("m"), std::nullopt);
  EXPECT_EQ(parse_duration("99999999999999999w"), std::nullopt);
}

TEST_F(ExpressionTest, ReadsTypeNames) {
  ast::TypeExpr region{{"region", {}}, {}, {}}, list{{"list", {}}, {region}, {}};
  Type type = checker_.from_type_expr(list);
  EXPECT_EQ(type.kind, ir::Type::List);
  EXPECT_EQ(type.element_type().kind, ir::Type::Region);
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_TRUE(checker_.from_type_expr({{"strin", {}}, {}, {}}).error);
  EXPECT_THAT(said(), HasSubstr("did you mean `string`?"));
  EXPECT_TRUE(checker_.from_type_expr({{"region", {}}, {region}, {}}).error);
  EXPECT_THAT(said(), HasSubstr("wrong-arguments"));
}

TEST(Scopes, InnerNamesComeFirst) {
  Scope outer(nullptr), inner(&outer);
  EXPECT_TRUE(outer.declare({.name = "a", .variable = 1}));
  EXPECT_FALSE(outer.declare({.name = "a", .variable = 2}));
  EXPECT_TRUE(inner.declare({.name = "a", .variable = 3}));
  EXPECT_EQ(inner.find("a")->variable, 3u);
  EXPECT_EQ(outer.find("a")->variable, 1u);
  EXPECT_EQ(inner.find("b"), nullptr);
}

}  // namespace
}  // namespace berm::check
