// The IAM policy document: its structure, reading and writing as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace berm::access {

enum class Effect : uint8_t { Allow, Deny };

// One operator on one key: {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}
struct Condition {
  std::string op;                   // as written: "ForAnyValue:StringLikeIfExists"
  std::string key;                  // as written
  std::vector<std::string> values;  // JSON booleans and numbers as their text
  bool operator==(const Condition&) const = default;
};

// Principal element of resource, trust and resource control policies.
struct PrincipalEntry {
  std::string
      type;  // "AWS", "Service", "Federated", "CanonicalUser", or "*" for `"Principal": "*"` (its one value is "*")
  std::vector<std::string> values;
  bool operator==(const PrincipalEntry&) const = default;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::Deny;
  bool not_principal = false;
  std::vector<PrincipalEntry> principals;  // empty: no such element
  bool not_action = false;
  std::vector<std::string> actions;
  bool not_resource = false;
  std::vector<std::string> resources;  // empty: no such element
  std::vector<Condition> conditions;   // all must hold
  bool operator==(const Statement&) const = default;
};

struct Document {
  std::string version = "2012-10-17";  // empty: the document names none (then 2008-10-17 holds)
  std::string id;
  std::vector<Statement> statements;
  bool operator==(const Document&) const = default;
};

struct ReadResult {
  std::optional<Document> document;
  std::string error;  // in words, with the JSON path; empty where `document` is set
};

// Strict: unknown or repeated elements, wrong types and missing required ones are errors.
ReadResult read_policy(std::string_view json);

// Deterministic; single values as a plain string, several as a list. Conditions are grouped by operator, in the
// order of first use. A document for which `find_unwritable` answers must not be written.
std::string write_policy_minified(const Document& document);
std::string write_policy_pretty(const Document& document);

// The path of the first condition that JSON has no place for: one operator and key twice in a statement.
std::optional<std::string> find_unwritable(const Document& document);

// Characters as IAM counts managed policies: without white space outside strings.
size_t policy_size_without_whitespace(std::string_view json);

}  // namespace berm::access
