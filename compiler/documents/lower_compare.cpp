// Comparisons: which operator of IAM each is, by the type of the key.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "compiler/documents/lower.h"

namespace berm::documents {
namespace {

bool is_number(ir::Type type) { return type == ir::Type::Int || type == ir::Type::Float || type == ir::Type::Duration; }

// The key's type, or what the constant looks like where the key's is not known.
ir::Type compared_type(const Operand& key, const Operand& other) {
  if (key.type != ir::Type::Any || other.kind != Operand::Kind::Constant) return key.type;
  if (std::holds_alternative<bool>(other.value.data)) return ir::Type::Bool;
  if (std::holds_alternative<int64_t>(other.value.data)) return ir::Type::Int;
  if (std::holds_alternative<double>(other.value.data)) return ir::Type::Float;
  return ir::Type::String;
}

std::optional<double> as_number(const ir::Value& value) {
  if (const auto* whole = std::get_if<int64_t>(&value.data)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value.data)) return *real;
  return std::nullopt;
}

bool equal_values(const ir::Value& a, const ir::Value& b) {
  const auto x = as_number(a), y = as_number(b);
  return x && y ? *x == *y : a == b;
}

std::string unreadable(const Operand& operand) {
  if (operand.multivalued) return fmt::format("`{}` has many values, and IAM compares it only one by one", operand.key);
  return "IAM compares a request key with constants and other keys only";
}

Test make_test(const Operand& key, Match match) {
  Test test;
  if (key.kind != Operand::Kind::Element) test.key = key.key;
  test.match = match;
  return test;
}

// Never true; the element of a quantifier is no key of its own.
Formula never_of(const Operand& key) {
  const bool plain = key.kind == Operand::Kind::Key && key.key != kResourceArn;
  return plain ? never(key.key, Test::Elements::Single) : constant(false);
}

Formula lower_null(const Operand& key) {
  if (key.key == kResourceArn) return constant(false);
  if (key.kind == Operand::Kind::Element || key.otherwise) return never_of(key);
  Test test = make_test(key, Match::Null);
  test.on_missing = true;
  return leaf(std::move(test));
}

// lower(k) == "text": a text with capitals never matches.
Formula lower_folded(const Operand& key, const Operand& other) {
  if (other.kind != Operand::Kind::Constant) return opaque("IAM folds the case of a key only against a constant");
  const std::string text = constant_text(other.value, ir::Type::String);
  if (to_lower(text) != text) return never_of(key);
  Test test = make_test(key, Match::TextIgnoreCase);
  test.values.push_back(literal(text));
  return leaf(std::move(test));
}

Match equality_of(ir::Type type) {
  if (type == ir::Type::Bool) return Match::Bool;
  if (is_number(type)) return Match::NumberEqual;
  if (type == ir::Type::Time) return Match::DateEqual;
  if (type == ir::Type::Cidr) return Match::Ip;
  return Match::Text;
}

Formula lower_key_equal(const Operand& key, const Operand& other) {
  if (key.folded) return lower_folded(key, other);
  const ir::Type type = compared_type(key, other);
  Test test = make_test(key, equality_of(type));
  if (other.kind == Operand::Kind::Constant) {
    test.on_missing = key.otherwise && equal_values(*key.otherwise, other.value);
    test.values.push_back(literal(constant_text(other.value, type)));
    return leaf(std::move(test));
  }
  if (test.match != Match::Text) return opaque("IAM's variables stand in texts only");
  if (key.otherwise) return opaque("IAM cannot give a key a default and compare it with another key");
  if (other.kind == Operand::Kind::Joined) {
    test.values.push_back(other.text);
    return leaf(std::move(test));
  }
  if (other.kind != Operand::Kind::Key || other.multivalued || other.otherwise || other.folded) {
    return opaque(unreadable(other));
  }
  test.values.push_back({{Part::Kind::Key, other.key}});
  return leaf(std::move(test));
}

struct Order {
  Match number, date;
};

Formula lower_order(const Operand& key, const Operand& bound, Order order, bool fallback_holds) {
  const ir::Type type = compared_type(key, bound);
  if (bound.kind != Operand::Kind::Constant) return opaque("IAM orders a key only against a constant");
  if (!is_number(type) && type != ir::Type::Time) {
    return opaque(fmt::format("IAM orders numbers and times only, and `{}` is neither", key.key));
  }
  Test test = make_test(key, type == ir::Type::Time ? order.date : order.number);
  test.on_missing = fallback_holds;
  test.values.push_back(literal(constant_text(bound.value, type)));
  return leaf(std::move(test));
}

bool holds(const std::optional<ir::Value>& left, const ir::Value& right, bool or_equal) {
  if (!left) return false;
  const auto a = as_number(*left), b = as_number(right);
  return a && b && (or_equal ? *a <= *b : *a < *b);
}

Formula lower_less(const Operand& left, const Operand& right, bool or_equal) {
  if (left.is_key() && !left.multivalued) {
    const Order order =
        or_equal ? Order{Match::NumberLessEqual, Match::DateLessEqual} : Order{Match::NumberLess, Match::DateLess};
    return lower_order(left, right, order, holds(left.otherwise, right.value, or_equal));
  }
  if (right.is_key() && !right.multivalued) {
    const Order order = or_equal ? Order{Match::NumberGreaterEqual, Match::DateGreaterEqual}
                                 : Order{Match::NumberGreater, Match::DateGreater};
    return lower_order(right, left, order, right.otherwise && holds(left.value, *right.otherwise, or_equal));
  }
  if (left.kind == Operand::Kind::Constant && right.kind == Operand::Kind::Constant) {
    return constant(holds(left.value, right.value, or_equal));
  }
  return opaque(unreadable(left.is_key() ? left : right));
}

// A text test by wildcards; `pattern` is in IAM's form already.
Formula lower_glob(const Operand& key, Text pattern, bool arn, bool fallback_holds) {
  if (!key.is_key() || key.multivalued || key.folded) return opaque(unreadable(key));
  Test test = make_test(key, arn ? Match::Arn : Match::Glob);
  test.on_missing = fallback_holds;
  test.values.push_back(std::move(pattern));
  return leaf(std::move(test));
}

Formula lower_like(const Operand& text, const Operand& pattern) {
  if (!pattern.is_text()) return opaque("IAM matches a key only against a pattern");
  if (text.kind == Operand::Kind::Constant && pattern.kind == Operand::Kind::Constant) {
    return constant(glob_match(constant_text(pattern.value, text.type), constant_text(text.value, text.type)));
  }
  bool fallback_holds = false;
  if (text.otherwise) {
    if (pattern.kind != Operand::Kind::Constant) return opaque("IAM cannot give a key a default and match variables");
    fallback_holds = glob_match(constant_text(pattern.value, text.type), constant_text(*text.otherwise, text.type));
  }
  return lower_glob(text, value_text(pattern, text.type, true), text.type == ir::Type::Arn, fallback_holds);
}

Formula lower_affix(const Operand& text, const Operand& affix, bool open_before, bool open_after) {
  if (!affix.is_text() || text.otherwise) return opaque("IAM matches a key only against a pattern");
  Text pattern = value_text(affix, ir::Type::String, false);
  if (open_before) pattern.insert(pattern.begin(), {Part::Kind::Glob, "*"});
  if (open_after) pattern.push_back({Part::Kind::Glob, "*"});
  return lower_glob(text, std::move(pattern), false, false);
}

Formula lower_covers(const Operand& outer, const Operand& inner) {
  if (outer.kind != Operand::Kind::Constant || !inner.is_key() || inner.multivalued || inner.otherwise) {
    return opaque("IAM tests an address only against a constant range");
  }
  Test test = make_test(inner, Match::Ip);
  test.values.push_back(literal(constant_text(outer.value, ir::Type::Cidr)));
  return leaf(std::move(test));
}

Formula lower_in(const Operand& element, const Operand& collection) {
  if (collection.kind == Operand::Kind::Key && collection.multivalued) {
    Operand each = collection;
    each.kind = Operand::Kind::Element;
    each.multivalued = false;
    return some_element(collection.key, lower_equal(each, element));
  }
  if (collection.kind != Operand::Kind::List) return opaque(unreadable(collection));
  if (collection.items.empty() && element.is_key()) return never_of(element);
  std::vector<Formula> choices;
  for (const Operand& item : collection.items) choices.push_back(lower_equal(element, item));
  return either(std::move(choices));
}

Formula lower_builtin(const ir::Expr& expr, const Scope& scope) {
  if (expr.children.size() != 2) return opaque(fmt::format("IAM has no `{}`", ir::spelling(expr.builtin)));
  const Operand first = resolve(*expr.children[0], scope);
  const Operand second = resolve(*expr.children[1], scope);
  switch (expr.builtin) {
    case ir::Builtin::StartsWith: return lower_affix(first, second, false, true);
    case ir::Builtin::EndsWith: return lower_affix(first, second, true, false);
    case ir::Builtin::Contains: return lower_affix(first, second, true, true);
    case ir::Builtin::Covers: return lower_covers(first, second);
    // A request's address is a single one: to overlap it is to cover it.
    case ir::Builtin::Overlaps: return first.is_key() ? lower_covers(second, first) : lower_covers(first, second);
    default: return opaque(fmt::format("IAM has no `{}`", ir::spelling(expr.builtin)));
  }
}

}  // namespace

Formula lower_equal(const Operand& left, const Operand& right) {
  const bool left_null = left.kind == Operand::Kind::Constant && left.value.is_null();
  const bool right_null = right.kind == Operand::Kind::Constant && right.value.is_null();
  if (left.is_key() && right_null) return lower_null(left);
  if (right.is_key() && left_null) return lower_null(right);
  if (left.multivalued || right.multivalued) return opaque(unreadable(left.multivalued ? left : right));
  if (left.is_key()) return lower_key_equal(left, right);
  if (right.is_key()) return lower_key_equal(right, left);
  if (left.kind == Operand::Kind::Constant && right.kind == Operand::Kind::Constant) {
    return constant(equal_values(left.value, right.value));
  }
  return opaque("IAM compares a request key with constants and other keys only");
}

Formula lower_comparison(const ir::Expr& expr, const Scope& scope) {
  if (expr.op == ir::Op::Call) return lower_builtin(expr, scope);
  const Operand left = resolve(*expr.children[0], scope);
  const Operand right = resolve(*expr.children[1], scope);
  switch (expr.op) {
    case ir::Op::Equal: return lower_equal(left, right);
    case ir::Op::Less: return lower_less(left, right, false);
    case ir::Op::LessEqual: return lower_less(left, right, true);
    case ir::Op::In: return lower_in(left, right);
    default: return lower_like(left, right);
  }
}

Formula lower_truth(const ir::Expr& expr, const Scope& scope) {
  const Operand operand = resolve(expr, scope);
  Operand yes;
  yes.kind = Operand::Kind::Constant;
  yes.type = ir::Type::Bool;
  yes.value = {true};
  return lower_equal(operand, yes);
}

}  // namespace berm::documents
