// The condition operators of IAM, taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berm::access {

enum class Comparison : uint8_t { Text, TextIgnoreCase, Glob, Number, Date, Boolean, Binary, Address, Arn, Presence };
enum class Relation : uint8_t { Equal, Less, LessEqual, Greater, GreaterEqual };
enum class SetOperator : uint8_t { None, ForAllValues, ForAnyValue };

// "ForAnyValue:StringNotLikeIfExists"
struct Operator {
  Comparison comparison = Comparison::Text;
  Relation relation = Relation::Equal;
  bool negated = false;
  bool if_exists = false;
  SetOperator set = SetOperator::None;
};

// Without regard to case. None: IAM has no such operator (`NullIfExists` included).
std::optional<Operator> parse_operator(std::string_view text);
std::optional<std::string> nearest_operator(std::string_view text);

// Policy variables are replaced under these only, as AWS documents.
bool takes_variables(Comparison comparison);

}  // namespace berm::access
