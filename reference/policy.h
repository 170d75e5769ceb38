// A policy document of a plan as a list of statements, with holes where the plan does not know.
#pragma once

#include <string>
#include <string_view>

#include "reference/value.h"

namespace berm::reference {

// Each statement is an object with the members sid, effect, actions, not_actions, resources, not_resources, principals,
// not_principals and conditions, as docs/language.md tells; unknown parts are unknown values.
struct Policy {
  Value statements;   // a list; unknown: see `error`
  bool open = false;  // there may be more statements
  std::string error;  // why it can't be read, in words
};

// The values live in `arena`.
Policy read_policy_text(std::string_view json, Arena& arena);

// The planned blocks of an `aws_iam_policy_document`.
Policy read_policy_blocks(const Value& data_source, Arena& arena);

// What a statement is made of; lists are never null.
struct StatementParts {
  Value sid, effect, actions, not_actions, resources, not_resources, principals, not_principals, conditions;
};
Value make_statement(const StatementParts& parts, Arena& arena);
// `"*"` of any type is `AWS` `"*"`.
Value make_principal(Value type, Value value, Arena& arena);
Value make_condition(Value op, Value key, Value values, Arena& arena);

}  // namespace berm::reference
