// A condition over request keys, in negation normal form: what lies between ir::Expr and IAM's operators.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace berm::documents {

enum class Match : uint8_t {
#define BERM_MATCH(name, positive, negative, list) name,
#include "compiler/documents/match.def"
};

// The operator's name in IAM, and whether several values may stand in one test of either polarity.
std::string_view operator_name(Match match, bool negated);
bool takes_lists(Match match);

// A value is literal text, wildcards, and request keys in a row.
struct Part {
  enum class Kind : uint8_t { Literal, Glob, Key } kind = Kind::Literal;
  std::string text;  // Key: lower case
  auto operator<=>(const Part&) const = default;
};
using Text = std::vector<Part>;

// One test of one key. Where the key is there, it holds if some value matches, turned round by `negated`; of a
// multi-valued key some (Any) or every (All) element is asked. Where it is missing, it holds if `on_missing`.
struct Test {
  enum class Elements : uint8_t { Single, Any, All } elements = Elements::Single;
  std::string key;  // lower case, or "resource.arn"
  Match match = Match::Text;
  bool negated = false;
  bool on_missing = false;
  std::vector<Text> values;
  auto operator<=>(const Test&) const = default;
};

struct Formula {
  enum class Kind : uint8_t { True, False, And, Or, Test, Opaque } kind = Kind::True;
  std::vector<Formula> children;  // And, Or
  documents::Test test;           // Test
  std::string reason;             // Opaque: why IAM cannot say it
};

Formula constant(bool value);
Formula leaf(Test test);
Formula opaque(std::string reason);
// Flattens, drops neutral children and folds constants.
Formula both(std::vector<Formula> children);
Formula either(std::vector<Formula> children);
Formula negate(Formula formula);

inline constexpr std::string_view kResourceArn = "resource.arn";

// Keys that the values name as variables.
std::vector<std::string> variable_keys(const Test& test);
bool has_variables(const Text& text);
Text literal(std::string text);

// A test that no value passes. Unlike `false`, its negation still says that the call's resource type carries the key.
Formula never(const std::string& key, Test::Elements elements);
bool is_never(const Test& test);

}  // namespace berm::documents
