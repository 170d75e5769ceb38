#include "reference/value.h"

#include <gtest/gtest.h>

#include "reference/decimal.h"

namespace berm::reference {
namespace {

constexpr Tri kAll[] = {Tri::False, Tri::Unknown, Tri::True};

TEST(Kleene, Not) {
  EXPECT_EQ(negate(Tri::False), Tri::True);
  EXPECT_EQ(negate(Tri::Unknown), Tri::Unknown);
  EXPECT_EQ(negate(Tri::True), Tri::False);
}

TEST(Kleene, AndIsFalseWhereOneIsFalse) {
  for (Tri value : kAll) {
    EXPECT_EQ(both(Tri::False, value), Tri::False);
    EXPECT_EQ(both(value, Tri::False), Tri::False);
    EXPECT_EQ(both(Tri::True, value), value);
  }
  EXPECT_EQ(both(Tri::Unknown, Tri::Unknown), Tri::Unknown);
}

TEST(Kleene, OrIsTheDualOfAnd) {
  for (Tri a : kAll) {
    for (Tri b : kAll) EXPECT_EQ(either(a, b), negate(both(negate(a), negate(b))));
  }
}

TEST(Decimal, ComparesExactly) {
  EXPECT_TRUE(compare_numbers("1", "1.0") == 0);
  EXPECT_TRUE(compare_numbers("1", "10e-1") == 0);
  EXPECT_TRUE(compare_numbers("100", "1E2") == 0);
  EXPECT_TRUE(compare_numbers("-0", "0.000") == 0);
  EXPECT_TRUE(compare_numbers("9007199254740993", "9007199254740992") > 0);
  EXPECT_TRUE(compare_numbers("-2", "-1") < 0);
  EXPECT_TRUE(compare_numbers("-1", "1") < 0);
  EXPECT_TRUE(compare_numbers("0", "0.001") < 0);
  EXPECT_TRUE(compare_numbers("-0.001", "0") < 0);
  EXPECT_TRUE(compare_numbers("10", "9") > 0);
  EXPECT_TRUE(compare_numbers("0.12", "0.1") > 0);
  EXPECT_TRUE(compare_numbers("1e9999999999", "2e9999999998") > 0);
}

TEST(Decimal, KnowsWhatIsANumber) {
  for (const char* number : {"0", "-1", "1.5", "1e9", "1E-9", "-0.5e+3"}) EXPECT_TRUE(is_number(number)) << number;
  for (const char* text : {"", "-", "+1", "1.", ".5", "1e", "0x1", "1 ", "NaN"}) EXPECT_FALSE(is_number(text)) << text;
}

class Compare : public testing::Test {
 protected:
  Value text(const char* content) { return arena.text(content); }
  Value number(const char* content) { return arena.number(content); }
  Value list(std::vector<Value> values) { return arena.list(std::move(values)); }
  Arena arena;
};

TEST_F(Compare, NullEqualsNullAlone) {
  EXPECT_EQ(equal(facts::kNull, facts::kNull, ir::Type::Any), Tri::True);
  EXPECT_EQ(equal(facts::kNull, text(""), ir::Type::String), Tri::False);
  EXPECT_EQ(equal(facts::kNull, facts::kUnknown, ir::Type::Any), Tri::Unknown);
  EXPECT_EQ(equal(facts::kUnknown, facts::kUnknown, ir::Type::Any), Tri::Unknown);
}

TEST_F(Compare, OtherKindsDifferOnlyWhereTheTypeAllowsAny) {
  EXPECT_EQ(equal(text("1"), number("1"), ir::Type::Any), Tri::False);
  EXPECT_EQ(equal(text("true"), boolean(Tri::True), ir::Type::Bool), Tri::Unknown);
}

TEST_F(Compare, CidrsByTheirAddresses) {
  EXPECT_EQ(equal(text("10.0.0.0/8"), text("10.1.2.3/8"), ir::Type::Cidr), Tri::True);
  EXPECT_EQ(equal(text("10.0.0.0/8"), text("10.0.0.0/9"), ir::Type::Cidr), Tri::False);
  EXPECT_EQ(equal(text("::/0"), text("0::0/0"), ir::Type::Cidr), Tri::True);
  EXPECT_EQ(equal(text("::/0"), text("0::0/0"), ir::Type::String), Tri::False);
}

TEST_F(Compare, TimesAsInstants) {
  EXPECT_EQ(equal(text("2026-01-31T12:00:00Z"), text("2026-01-31T13:00:00+01:00"), ir::Type::Time), Tri::True);
  EXPECT_EQ(less(text("1970-01-01T00:00:10Z"), number("11"), ir::Type::Time), Tri::True);
  EXPECT_EQ(less(text("soon"), number("11"), ir::Type::Time), Tri::Unknown);
}

TEST_F(Compare, SetsWithoutOrderListsWithIt) {
  Value ab = list({text("a"), text("b")}), ba = list({text("b"), text("a")}), ac = list({text("a"), text("c")});
  EXPECT_EQ(equal(ab, ba, ir::Type::Set), Tri::True);
  EXPECT_EQ(equal(ab, ba, ir::Type::List), Tri::False);
  EXPECT_EQ(equal(ab, ba, ir::Type::Any), Tri::Unknown);
  EXPECT_EQ(equal(ab, ac, ir::Type::Set), Tri::False);
  EXPECT_EQ(equal(list({ab}), list({ba}), ir::Type::List), Tri::Unknown);
  EXPECT_EQ(equal(list({number("1")}), list({number("1.0")}), ir::Type::List), Tri::True);
  EXPECT_EQ(equal(list({facts::kUnknown}), list({text("a")}), ir::Type::List), Tri::Unknown);
}

TEST_F(Compare, AbsentMembersAreNull) {
  Value with = arena.object({{"a", text("x")}, {"b", facts::kNull}}), without = arena.object({{"a", text("x")}});
  EXPECT_EQ(equal(with, without, ir::Type::Object), Tri::True);
}

TEST_F(Compare, OrderNeedsTwoOfAKind) {
  EXPECT_EQ(less(number("1"), number("2"), ir::Type::Int), Tri::True);
  EXPECT_EQ(less(number("2"), number("2"), ir::Type::Int), Tri::False);
  EXPECT_EQ(less(facts::kNull, number("2"), ir::Type::Int), Tri::Unknown);
  EXPECT_EQ(less(text("1"), number("2"), ir::Type::Int), Tri::Unknown);
}

TEST_F(Compare, Like) {
  EXPECT_EQ(like(text("abc"), text("a*"), ir::Type::String), Tri::True);
  EXPECT_EQ(like(text("abc"), text("b*"), ir::Type::String), Tri::False);
  EXPECT_EQ(like(facts::kNull, text("*"), ir::Type::String), Tri::False);
  EXPECT_EQ(like(facts::kUnknown, text("*"), ir::Type::String), Tri::Unknown);
  EXPECT_EQ(like(text("arn:aws:s3:::a"), text("arn:*:a"), ir::Type::String), Tri::True);
  EXPECT_EQ(like(text("arn:aws:s3:::a"), text("arn:*:a"), ir::Type::Arn), Tri::False);
  EXPECT_EQ(like(text("arn:aws:s3:::a/b"), text("arn:*:s3:::a*"), ir::Type::Arn), Tri::True);
  EXPECT_EQ(like(text("abc"), arena.text(shield("a*")), ir::Type::String), Tri::False);
  EXPECT_EQ(like(text("a*"), arena.text(shield("a*")), ir::Type::String), Tri::True);
}

}  // namespace
}  // namespace berm::reference
