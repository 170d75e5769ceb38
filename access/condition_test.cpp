#include <gtest/gtest.h>

#include "access/evaluate.h"
#include "access/number.h"
#include "access/operators.h"

namespace berm::access {
namespace {

using Values = std::vector<std::string>;

// What an operator says about a request's values (none: the key is missing).
bool holds(const std::string& op, const Values& policy, std::optional<Values> request_values,
           const Request& request = {}, std::string_view version = "2012-10-17") {
  Condition condition{op, "test:Key", policy};
  return matches_condition(condition, request_values ? &*request_values : nullptr, request, version);
}

bool holds(const std::string& op, const char* policy, const char* value) {
  return holds(op, Values{policy}, Values{value});
}

TEST(Condition, Strings) {
  EXPECT_TRUE(holds("StringEquals", "a*", "a*"));
  EXPECT_FALSE(holds("StringEquals", "a*", "ab"));
  EXPECT_FALSE(holds("StringEquals", "a", "A"));
  EXPECT_TRUE(holds("StringNotEquals", "a", "A"));
  EXPECT_FALSE(holds("StringNotEquals", "a", "a"));
  EXPECT_TRUE(holds("StringEqualsIgnoreCase", "aB", "Ab"));
  EXPECT_FALSE(holds("StringEqualsIgnoreCase", "a*", "ab"));
  EXPECT_FALSE(holds("StringNotEqualsIgnoreCase", "aB", "Ab"));
  EXPECT_TRUE(holds("StringNotEqualsIgnoreCase", "aB", "Abc"));
  EXPECT_TRUE(holds("StringLike", "a?c*", "abcd"));
  EXPECT_FALSE(holds("StringLike", "a?c*", "ABCD"));
  EXPECT_FALSE(holds("StringNotLike", "a?c*", "abcd"));
  EXPECT_TRUE(holds("StringNotLike", "a?c*", "acd"));
}

TEST(Condition, ValuesAreAlternativesAndUnderNegationNoneMayFit) {
  EXPECT_TRUE(holds("StringEquals", {"a", "b"}, Values{"b"}));
  EXPECT_FALSE(holds("StringEquals", {"a", "b"}, Values{"c"}));
  EXPECT_FALSE(holds("StringNotEquals", {"a", "b"}, Values{"b"}));
  EXPECT_TRUE(holds("StringNotEquals", {"a", "b"}, Values{"c"}));
  EXPECT_FALSE(holds("StringEquals", {}, Values{"c"}));
  EXPECT_TRUE(holds("StringNotEquals", {}, Values{"c"}));
}

TEST(Condition, Numbers) {
  EXPECT_TRUE(holds("NumericEquals", "10", "10.0"));
  EXPECT_TRUE(holds("NumericEquals", "1e3", "1000"));
  EXPECT_TRUE(holds("NumericEquals", "-0", "0"));
  EXPECT_FALSE(holds("NumericEquals", "9007199254740993", "9007199254740992"));
  EXPECT_TRUE(holds("NumericNotEquals", "10", "11"));
  EXPECT_FALSE(holds("NumericNotEquals", "10", "10"));
  EXPECT_TRUE(holds("NumericLessThan", "10", "9"));
  EXPECT_FALSE(holds("NumericLessThan", "10", "10"));
  EXPECT_TRUE(holds("NumericLessThanEquals", "10", "10"));
  EXPECT_FALSE(holds("NumericLessThanEquals", "10", "10.5"));
  EXPECT_TRUE(holds("NumericGreaterThan", "10", "100"));
  EXPECT_FALSE(holds("NumericGreaterThan", "10", "10"));
  EXPECT_TRUE(holds("NumericGreaterThanEquals", "10", "10"));
  EXPECT_FALSE(holds("NumericGreaterThanEquals", "10", "-10"));
}

TEST(Condition, Dates) {
  EXPECT_TRUE(holds("DateEquals", "2026-01-31T12:00:00Z", "1769860800"));
  EXPECT_FALSE(holds("DateNotEquals", "2026-01-31T12:00:00Z", "2026-01-31T13:00:00+01:00"));
  EXPECT_TRUE(holds("DateNotEquals", "2026-01-31", "2026-01-30"));
  EXPECT_TRUE(holds("DateLessThan", "2026-01-31T12:00:00Z", "2026-01-31T11:59:59.999Z"));
  EXPECT_FALSE(holds("DateLessThan", "2026-01-31", "2026-01-31"));
  EXPECT_TRUE(holds("DateLessThanEquals", "2026-01-31", "2026-01-31"));
  EXPECT_TRUE(holds("DateGreaterThan", "2026-01-31", "2026-02-01"));
  EXPECT_FALSE(holds("DateGreaterThan", "2026-01-31", "2026-01-31"));
  EXPECT_TRUE(holds("DateGreaterThanEquals", "2026-01-31", "2026-01-31"));
  EXPECT_FALSE(holds("DateGreaterThanEquals", "2026-01-31", "2025-12-31"));
}

TEST(Condition, BooleansAndBinary) {
  EXPECT_TRUE(holds("Bool", "true", "TRUE"));
  EXPECT_TRUE(holds("Bool", "False", "false"));
  EXPECT_FALSE(holds("Bool", "true", "false"));
  EXPECT_FALSE(holds("Bool", "true", "1"));
  EXPECT_FALSE(holds("Bool", "yes", "yes"));
  EXPECT_TRUE(holds("BinaryEquals", "QmVybQ==", "QmVybQ=="));
  EXPECT_FALSE(holds("BinaryEquals", "QmVybQ==", "qmVybQ=="));
}

TEST(Condition, Addresses) {
  EXPECT_TRUE(holds("IpAddress", "10.0.0.0/8", "10.1.2.3"));
  EXPECT_TRUE(holds("IpAddress", "10.1.2.3", "10.1.2.3"));
  EXPECT_FALSE(holds("IpAddress", "10.0.0.0/8", "11.1.2.3"));
  EXPECT_TRUE(holds("IpAddress", "2001:db8::/32", "2001:0db8::1"));
  EXPECT_FALSE(holds("IpAddress", "0.0.0.0/0", "2001:db8::1"));
  EXPECT_FALSE(holds("NotIpAddress", "10.0.0.0/8", "10.1.2.3"));
  EXPECT_TRUE(holds("NotIpAddress", "10.0.0.0/8", "2001:db8::1"));
  EXPECT_FALSE(holds("NotIpAddress", {"10.0.0.0/8", "11.0.0.0/8"}, Values{"11.0.0.1"}));
}

TEST(Condition, ArnEqualsIsArnLike) {
  for (const char* op : {"ArnLike", "ArnEquals"}) {
    EXPECT_TRUE(holds(op, "arn:aws:iam::*:role/adm*", "arn:aws:iam::1:role/admin")) << op;
    EXPECT_FALSE(holds(op, "arn:aws:iam:*:role/admin", "arn:aws:iam::1:role/admin")) << op;
  }
  for (const char* op : {"ArnNotLike", "ArnNotEquals"}) {
    EXPECT_FALSE(holds(op, "arn:aws:iam::*:role/adm*", "arn:aws:iam::1:role/admin")) << op;
    EXPECT_TRUE(holds(op, "arn:aws:iam::*:role/adm*", "arn:aws:iam::1:role/x")) << op;
  }
}

TEST(Condition, ValuesOfTheWrongTypeHoldInNeitherPolarity) {
  for (const char* op : {"NumericEquals", "NumericNotEquals", "DateEquals", "DateNotEquals", "IpAddress",
                         "NotIpAddress", "ArnLike", "ArnNotLike", "NumericLessThan", "DateGreaterThan"}) {
    EXPECT_FALSE(holds(op, "10", "x")) << op;
    EXPECT_FALSE(holds(op, "x", "10")) << op;
  }
  EXPECT_FALSE(holds("StringEqual", "a", "a"));
}

TEST(Condition, MissingKey) {
  for (const char* op :
       {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "NumericLessThan", "DateEquals",
        "DateGreaterThan", "Bool", "BinaryEquals", "IpAddress", "ArnEquals", "ArnLike"}) {
    EXPECT_FALSE(holds(op, Values{"x"}, std::nullopt)) << op;
    EXPECT_FALSE(holds(op, Values{"x"}, Values{})) << op;
    EXPECT_TRUE(holds(std::string(op) + "IfExists", Values{"x"}, std::nullopt)) << op;
    EXPECT_TRUE(holds(std::string("ForAllValues:") + op, Values{"x"}, std::nullopt)) << op;
    EXPECT_FALSE(holds(std::string("ForAnyValue:") + op, Values{"x"}, std::nullopt)) << op;
  }
  for (const char* op : {"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals",
                         "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"}) {
    EXPECT_TRUE(holds(op, Values{"x"}, std::nullopt)) << op;
    EXPECT_TRUE(holds(std::string(op) + "IfExists", Values{"x"}, std::nullopt)) << op;
    EXPECT_TRUE(holds(std::string("ForAllValues:") + op, Values{"x"}, std::nullopt)) << op;
    EXPECT_FALSE(holds(std::string("ForAnyValue:") + op, Values{"x"}, std::nullopt)) << op;
  }
}

TEST(Condition, IfExistsTestsAKeyThatIsThere) {
  EXPECT_TRUE(holds("BoolIfExists", "true", "true"));
  EXPECT_FALSE(holds("BoolIfExists", "true", "false"));
  EXPECT_FALSE(holds("ForAnyValue:StringEqualsIfExists", "a", "b"));
  EXPECT_TRUE(holds("ForAnyValue:StringEqualsIfExists", Values{"a"}, std::nullopt));
}

TEST(Condition, NullTestsPresence) {
  EXPECT_TRUE(holds("Null", Values{"true"}, std::nullopt));
  EXPECT_FALSE(holds("Null", Values{"false"}, std::nullopt));
  EXPECT_FALSE(holds("Null", Values{"true"}, Values{"x"}));
  EXPECT_TRUE(holds("Null", Values{"false"}, Values{"x"}));
  EXPECT_TRUE(holds("Null", Values{"false"}, Values{"x", "y"}));
  EXPECT_TRUE(holds("Null", Values{"true"}, Values{}));
  EXPECT_FALSE(holds("Null", Values{"maybe"}, Values{"x"}));
}

TEST(Condition, SetOperators) {
  EXPECT_TRUE(holds("ForAllValues:StringEquals", {"a", "b"}, Values{"a", "b", "a"}));
  EXPECT_FALSE(holds("ForAllValues:StringEquals", {"a", "b"}, Values{"a", "c"}));
  EXPECT_TRUE(holds("ForAnyValue:StringEquals", {"a", "b"}, Values{"c", "b"}));
  EXPECT_FALSE(holds("ForAnyValue:StringEquals", {"a", "b"}, Values{"c", "d"}));
  // Negated: each value (any value) must fit none.
  EXPECT_TRUE(holds("ForAllValues:StringNotEquals", {"a", "b"}, Values{"c", "d"}));
  EXPECT_FALSE(holds("ForAllValues:StringNotEquals", {"a", "b"}, Values{"c", "a"}));
  EXPECT_TRUE(holds("ForAnyValue:StringNotEquals", {"a", "b"}, Values{"c", "a"}));
  EXPECT_FALSE(holds("ForAnyValue:StringNotEquals", {"a", "b"}, Values{"b", "a"}));
  // One value is a set of one.
  EXPECT_TRUE(holds("ForAllValues:StringLike", {"a*"}, Values{"ab"}));
  EXPECT_FALSE(holds("ForAnyValue:StringLike", {"a*"}, Values{"b"}));
}

TEST(Condition, ListsNeverMatchWithoutASetOperator) {
  EXPECT_FALSE(holds("StringEquals", {"a"}, Values{"a", "a"}));
  EXPECT_FALSE(holds("StringNotEquals", {"x"}, Values{"a", "b"}));
  EXPECT_FALSE(holds("StringLikeIfExists", {"*"}, Values{"a", "b"}));
  Request request;
  request.multivalued = {"test:key"};
  EXPECT_FALSE(holds("StringEquals", {"a"}, Values{"a"}, request));
  EXPECT_FALSE(holds("StringNotEquals", {"b"}, Values{"a"}, request));
  EXPECT_TRUE(holds("ForAnyValue:StringEquals", {"a"}, Values{"a"}, request));
}

TEST(Condition, VariablesInStringsAndArnsOnly) {
  Request request;
  request.context = {{"aws:username", {"bob"}}, {"aws:secure", {"true"}}, {"aws:n", {"7"}}};
  EXPECT_TRUE(holds("StringEquals", {"x-${aws:username}"}, Values{"x-bob"}, request));
  EXPECT_TRUE(holds("StringLike", {"${aws:username}/*"}, Values{"bob/1"}, request));
  EXPECT_TRUE(holds("StringEqualsIgnoreCase", {"${aws:username}"}, Values{"BOB"}, request));
  EXPECT_TRUE(holds("ArnLike", {"arn:aws:iam::1:user/${aws:username}"}, Values{"arn:aws:iam::1:user/bob"}, request));
  EXPECT_FALSE(holds("Bool", {"${aws:secure}"}, Values{"true"}, request));
  EXPECT_FALSE(holds("NumericEquals", {"${aws:n}"}, Values{"7"}, request));
  EXPECT_TRUE(holds("StringLike", {"a${*}"}, Values{"a*"}, request));
  EXPECT_FALSE(holds("StringLike", {"a${*}"}, Values{"ab"}, request));
  EXPECT_FALSE(holds("StringEquals", {"${aws:username}"}, Values{"bob"}, request, "2008-10-17"));
  EXPECT_TRUE(holds("StringEquals", {"${aws:username}"}, Values{"${aws:username}"}, request, "2008-10-17"));
}

TEST(Condition, AVariableWithoutAValueEqualsNothing) {
  EXPECT_FALSE(holds("StringEquals", "${aws:username}", "x"));
  EXPECT_FALSE(holds("StringLike", "${aws:username}", ""));
  EXPECT_FALSE(holds("ArnLike", "arn:aws:iam::1:user/${aws:username}", "arn:aws:iam::1:user/x"));
  EXPECT_TRUE(holds("StringNotEquals", "${aws:username}", "x"));
  EXPECT_TRUE(holds("StringNotLike", "${aws:username}", "x"));
  EXPECT_TRUE(holds("ArnNotLike", "arn:aws:iam::1:user/${aws:username}", "arn:aws:iam::1:user/x"));
  EXPECT_TRUE(holds("StringEquals", "${aws:username, 'none'}", "none"));
}

TEST(Operators, AreReadWithoutRegardToCase) {
  auto op = parse_operator("foranyvalue:stringnotlikeifexists");
  ASSERT_TRUE(op);
  EXPECT_EQ(op->set, SetOperator::ForAnyValue);
  EXPECT_TRUE(op->negated && op->if_exists);
  EXPECT_EQ(op->comparison, Comparison::Glob);
  for (std::string_view text : {"", "IfExists", "NullIfExists", "ForAnyValue:Null", "ForSomeValues:StringEquals",
                                "ForAnyValue::StringEquals", "StringEqualsIfExistsIfExists", "NotBool"}) {
    EXPECT_FALSE(parse_operator(text)) << text;
  }
  EXPECT_EQ(nearest_operator("StringEqals"), "StringEquals");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (std::string_view text :
       {"", "-", ".", "1.2.3", "0x10", "1e", "1e+-2", "inf", "nan", " 1", "1 ", "1e99999999999"}) {
    EXPECT_FALSE(parse_decimal(text)) << text;
  }
  EXPECT_LT(*parse_decimal("-2"), *parse_decimal("-1.5"));
  EXPECT_LT(*parse_decimal("-1"), *parse_decimal("0"));
  EXPECT_LT(*parse_decimal("0.09"), *parse_decimal(".1"));
  EXPECT_EQ(*parse_decimal("00.50"), *parse_decimal("5e-1"));
}

}  // namespace
}  // namespace berm::access
