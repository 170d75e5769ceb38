#include "compiler/documents/conjuncts.h"

#include <algorithm>
#include <utility>

namespace berm::documents {
namespace {

// Conjuncts looked at before absorption.
constexpr size_t kMaxProduct = 16 * kMaxConjuncts;

// k == "a" or k == "b": one test with two values.
void unite_alternatives(std::vector<Formula>& children) {
  for (size_t i = 0; i < children.size(); ++i) {
    for (size_t j = children.size(); j-- > 0;) {
      if (i == j || children[i].kind != Formula::Kind::Test || children[j].kind != Formula::Kind::Test) continue;
      const auto united = merge_alternatives(children[i].test, children[j].test);
      if (!united) continue;
      children[i].test = *united;
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
    }
  }
}

bool implies(const Conjunct& narrow, const Conjunct& wide) {
  return !wide.reason && std::includes(narrow.tests.begin(), narrow.tests.end(), wide.tests.begin(), wide.tests.end());
}

// A conjunct that another one covers adds nothing.
void absorb(std::vector<Conjunct>& conjuncts) {
  for (size_t i = 0; i < conjuncts.size(); ++i) {
    for (size_t j = conjuncts.size(); j-- > 0;) {
      if (i == j || !implies(conjuncts[j], conjuncts[i])) continue;
      conjuncts.erase(conjuncts.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
    }
  }
}

using Conjuncts = std::optional<std::vector<Conjunct>>;

Conjuncts any_of(const Formula& formula) {
  std::vector<Formula> children = formula.children;
  unite_alternatives(children);
  std::vector<Conjunct> result;
  for (const Formula& child : children) {
    Conjuncts more = to_conjuncts(child);
    if (!more) return std::nullopt;
    result.insert(result.end(), more->begin(), more->end());
    absorb(result);
    if (result.size() > kMaxConjuncts) return std::nullopt;
  }
  return result;
}

Conjunct join(const Conjunct& a, const Conjunct& b) {
  Conjunct joined = a;
  joined.tests.insert(joined.tests.end(), b.tests.begin(), b.tests.end());
  if (!joined.reason) joined.reason = b.reason;
  return joined;
}

Conjuncts all_of(const Formula& formula) {
  std::vector<Conjunct> result(1);
  for (const Formula& child : formula.children) {
    const Conjuncts factors = to_conjuncts(child);
    if (!factors) return std::nullopt;
    std::vector<Conjunct> product;
    for (const Conjunct& left : result) {
      for (const Conjunct& right : *factors) {
        Conjunct joined = join(left, right);
        if (merge_tests(joined.tests)) product.push_back(std::move(joined));
      }
    }
    if (product.size() > kMaxProduct) return std::nullopt;
    absorb(product);
    if (product.size() > kMaxConjuncts) return std::nullopt;
    result = std::move(product);
  }
  return result;
}

}  // namespace

Conjuncts to_conjuncts(const Formula& formula) {
  switch (formula.kind) {
    case Formula::Kind::True: return std::vector<Conjunct>(1);
    case Formula::Kind::False: return std::vector<Conjunct>{};
    case Formula::Kind::Opaque: return std::vector<Conjunct>{{{}, formula.reason}};
    case Formula::Kind::And: return all_of(formula);
    case Formula::Kind::Or: return any_of(formula);
    case Formula::Kind::Test: break;
  }
  std::vector<Conjunct> one{{{formula.test}, std::nullopt}};
  if (!merge_tests(one[0].tests)) one.clear();
  return one;
}

}  // namespace berm::documents
