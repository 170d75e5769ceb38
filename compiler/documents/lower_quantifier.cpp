// Quantifiers over multi-valued keys: ForAnyValue and ForAllValues each ask one operator of the elements, so a body
// is taken apart until each part asks one.
#include <utility>

#include "compiler/documents/conjuncts.h"
#include "compiler/documents/lower.h"

namespace berm::documents {
namespace {

// Some element, whatever it is: the key is there and not empty.
Formula not_empty(const std::string& key) {
  Test test;
  test.key = key;
  test.elements = Test::Elements::Any;
  test.match = Match::Glob;
  test.values.push_back({{Part::Kind::Glob, "*"}});
  return leaf(std::move(test));
}

// One conjunct of the body. A test of another key would say something on legs that never carry `key`, where the
// quantifier is false; it belongs outside the braces.
Formula some_element_of(const std::string& key, const Conjunct& conjunct) {
  if (conjunct.reason) return opaque(*conjunct.reason);
  std::vector<Test> tests = conjunct.tests;
  for (Test& test : tests) {
    if (!test.key.empty())
      return opaque("a quantifier's braces test `" + test.key + "`, which belongs outside of them");
    test.on_missing = test.negated;
  }
  if (!merge_tests(tests)) return never(key, Test::Elements::Any);
  if (tests.size() > 1) {
    return opaque("IAM asks a multi-valued key's elements one thing at a time, not two of the same one");
  }
  if (tests.empty()) return not_empty(key);
  Test test = std::move(tests.front());
  test.key = key;
  test.elements = Test::Elements::Any;
  test.on_missing = false;
  return leaf(std::move(test));
}

// A list known at compile time: one copy of the body an element.
Formula unroll(const ir::Expr& expr, const Operand& list, const Scope& scope) {
  std::vector<Formula> copies;
  for (const Operand& item : list.items) {
    if (item.kind != Operand::Kind::Constant) return opaque("IAM cannot go over a list of request keys");
    Scope inner = scope;
    inner.constants[expr.variable] = item.value;
    copies.push_back(lower_expr(*expr.children[1], inner));
  }
  return expr.op == ir::Op::Any ? either(std::move(copies)) : both(std::move(copies));
}

}  // namespace

Formula some_element(const std::string& key, const Formula& body) {
  const auto conjuncts = to_conjuncts(body);
  if (!conjuncts) return opaque("the quantifier's body has too many cases");
  std::vector<Formula> choices;
  for (const Conjunct& conjunct : *conjuncts) choices.push_back(some_element_of(key, conjunct));
  return choices.empty() ? never(key, Test::Elements::Any) : either(std::move(choices));
}

Formula lower_quantifier(const ir::Expr& expr, const Scope& scope) {
  const Operand collection = resolve(*expr.children[0], scope);
  if (collection.kind == Operand::Kind::List) return unroll(expr, collection, scope);
  if (collection.kind == Operand::Kind::Constant && collection.value.is_null()) {
    return constant(expr.op == ir::Op::All);
  }
  if (collection.kind != Operand::Kind::Key) return opaque("IAM goes over the values of a request key only");
  if (scope.element) return opaque("IAM has no quantifier within a quantifier");
  Scope inner = scope;
  inner.element = expr.variable;
  inner.element_key = collection;
  inner.element_key.multivalued = false;
  Formula body = lower_expr(*expr.children[1], inner);
  if (expr.op == ir::Op::Any) return some_element(collection.key, body);
  return negate(some_element(collection.key, negate(std::move(body))));
}

}  // namespace berm::documents
