// Second passes: a formula as a list of conjuncts, one a statement, each as small as it gets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/documents/formula.h"

namespace berm::documents {

inline constexpr size_t kMaxConjuncts = 64;

struct Conjunct {
  std::vector<Test> tests;            // sorted
  std::optional<std::string> reason;  // IAM cannot say one of its tests
};

// Disjunctive normal form; none where it has more than kMaxConjuncts. No conjuncts: never true.
std::optional<std::vector<Conjunct>> to_conjuncts(const Formula& formula);

// Unites tests of a conjunction that ask the same of the same key, and drops implied ones. False: they contradict.
bool merge_tests(std::vector<Test>& tests);

// Unites two tests of a disjunction, where one list of values says both.
std::optional<Test> merge_alternatives(const Test& a, const Test& b);

}  // namespace berm::documents
