// Why a rule judged a resource as it did, step by step: what an evaluator makes for `berm check --explain`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/report/verdict.h"

namespace berm::report {

// Of a condition. Value: the step is not a condition; its value says all.
enum class Answer : uint8_t { Yes, No, Unknown, Value };

// An expression and what it came to; below it, in the order of evaluation, what it was made from.
struct Step {
  std::string text;   // as the source writes it, white space folded
  std::string value;  // ready to show, as Evidence::value is; may be empty for a condition
  std::string note;   // in words: why it is unknown, "the provider's default is assumed"; may be empty
  Answer answer = Answer::Value;
  std::vector<Step> children;  // nested at most as deep as expressions are
};

// One rule on one resource.
struct Explanation {
  std::string rule, address, change;  // as in RuleResult and Finding
  Verdict verdict = Verdict::NotApplicable;
  std::string reason;         // in words, where no clause looked at the resource
  std::vector<Step> clauses;  // one for each clause that did: its text, and whether the resource is what it speaks of
};

}  // namespace berm::report
