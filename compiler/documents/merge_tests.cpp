// Tests of one key that stand beside each other.
#include <algorithm>
#include <set>
#include <utility>

#include "base/lists.h"
#include "compiler/documents/conjuncts.h"

namespace berm::documents {
namespace {

bool asks_alike(const Test& a, const Test& b) {
  return a.key == b.key && a.match == b.match && a.elements == b.elements && a.negated == b.negated;
}

bool all_literal(const Test& test) {
  return std::none_of(test.values.begin(), test.values.end(), [](const Text& text) { return has_variables(text); });
}

// k not in A and k not in B: k not in A ∪ B.
bool unite_negated(Test& kept, const Test& other) {
  if (!asks_alike(kept, other) || !kept.negated || !takes_lists(kept.match)) return false;
  if (kept.elements == Test::Elements::Any || kept.on_missing != other.on_missing) return false;
  add_missing(kept.values, other.values);
  return true;
}

// k in A and k in B: k in A ∩ B, where both compare for equality with constants.
bool intersect(Test& kept, const Test& other) {
  if (!asks_alike(kept, other) || kept.negated || kept.elements != Test::Elements::Single) return false;
  const bool equality = kept.match == Match::Text || kept.match == Match::NumberEqual || kept.match == Match::DateEqual;
  if (!equality || !all_literal(kept) || !all_literal(other)) return false;
  std::erase_if(kept.values, [&](const Text& value) {
    return std::find(other.values.begin(), other.values.end(), value) == other.values.end();
  });
  kept.on_missing = kept.on_missing && other.on_missing;
  return true;
}

void settle_bool(Test& test) {
  if (test.match != Match::Bool || !test.negated || test.values.size() != 1) return;
  test.values[0] = literal(test.values[0] == literal("true") ? "false" : "true");
  test.negated = false;
}

// Two Bool tests of one key: the same answer is one test; of different answers only a missing key can give both.
bool unite_bool(Test& kept, const Test& other, bool& contradiction) {
  if (!asks_alike(kept, other) || kept.match != Match::Bool || kept.elements != Test::Elements::Single) return false;
  const bool on_missing = kept.on_missing && other.on_missing;
  if (kept.values != other.values) {
    kept.match = Match::Null;
    kept.values.clear();
    contradiction = !on_missing;
  }
  kept.on_missing = on_missing;
  return true;
}

bool is_missing_test(const Test& test, bool missing) { return test.match == Match::Null && test.on_missing == missing; }

// With `k is missing` in the conjunction every other test of k is decided; with `k is there`, some already say so.
bool apply_null_tests(std::vector<Test>& tests) {
  std::set<std::string> missing;
  for (const Test& test : tests) {
    if (is_missing_test(test, true)) missing.insert(test.key);
  }
  for (const Test& test : tests) {
    if (missing.contains(test.key) && !test.on_missing) return false;
  }
  std::erase_if(tests, [&](const Test& test) { return missing.contains(test.key) && test.match != Match::Null; });
  const std::vector<Test> all = tests;
  std::erase_if(tests, [&](const Test& test) {
    return is_missing_test(test, false) && std::any_of(all.begin(), all.end(), [&](const Test& other) {
             return other.key == test.key && other.match != Match::Null && !other.on_missing;
           });
  });
  return true;
}

bool unite(Test& kept, const Test& other, bool& contradiction) {
  return unite_negated(kept, other) || intersect(kept, other) || unite_bool(kept, other, contradiction);
}

}  // namespace

bool merge_tests(std::vector<Test>& tests) {
  std::vector<Test> kept;
  for (Test& test : tests) {
    if (is_never(test)) return false;
    settle_bool(test);
    bool contradiction = false;
    const bool merged = std::any_of(kept.begin(), kept.end(), [&](Test& earlier) {
      return earlier == test || unite(earlier, test, contradiction);
    });
    if (contradiction) return false;
    if (!merged) kept.push_back(std::move(test));
  }
  for (const Test& test : kept) {
    if (test.values.empty() && test.match != Match::Null && !test.on_missing) return false;
  }
  // An empty list that a missing key passes says that the key is missing.
  for (Test& test : kept) {
    if (test.values.empty() && test.match != Match::Null) test.match = Match::Null, test.negated = false;
  }
  tests = std::move(kept);
  if (!apply_null_tests(tests)) return false;
  std::sort(tests.begin(), tests.end());
  tests.erase(std::unique(tests.begin(), tests.end()), tests.end());
  return true;
}

std::optional<Test> merge_alternatives(const Test& a, const Test& b) {
  if (a.key != b.key || a.elements != b.elements) return std::nullopt;
  // A variable of a key that another leg carries makes its own test false there, not the other one.
  if ((a.on_missing || b.on_missing) && (!all_literal(a) || !all_literal(b))) return std::nullopt;
  // k in A or k missing: one test with `on_missing`.
  if (a.elements == Test::Elements::Single && is_missing_test(b, true) && a.match != Match::Null) {
    Test united = a;
    united.on_missing = true;
    return united;
  }
  if (!asks_alike(a, b) || a.negated || !takes_lists(a.match) || a.elements == Test::Elements::All) return std::nullopt;
  Test united = a;
  add_missing(united.values, b.values);
  united.on_missing = a.on_missing || b.on_missing;
  return united;
}

}  // namespace berm::documents
