// One side of a comparison: what an expression over request keys is, seen by IAM.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/documents/formula.h"
#include "ir/ir.h"

namespace berm::documents {

struct Operand {
  enum class Kind : uint8_t {
    Constant,  // value
    Key,       // a request key
    Element,   // the element of the multi-valued key that the quantifier goes over
    Joined,    // text: an interpolation of keys
    List,      // items
    Other      // nothing that IAM can read
  } kind = Kind::Other;
  ir::Type type = ir::Type::Any;
  ir::Value value;
  std::string key;                     // Key, Element
  bool multivalued = false;            // Key
  bool folded = false;                 // Key, Element: lower(…)
  std::optional<ir::Value> otherwise;  // Key: `?? otherwise`
  Text text;                           // Joined
  std::vector<Operand> items;          // List

  bool is_key() const { return kind == Kind::Key || kind == Kind::Element; }
  bool is_text() const { return kind == Kind::Constant || kind == Kind::Joined; }
};

// What the variables of the quantifiers around an expression stand for.
struct Scope {
  std::map<ir::Variable, ir::Value> constants;
  std::optional<ir::Variable> element;
  Operand element_key;
};

Operand resolve(const ir::Expr& expr, const Scope& scope);

// The text of a constant as IAM writes it for a key of this type: times as ISO 8601, numbers in decimal.
std::string constant_text(const ir::Value& value, ir::Type type);
// A constant or an interpolation as a value; with `glob`, its own `*` and `?` are wildcards.
Text value_text(const Operand& operand, ir::Type type, bool glob);

}  // namespace berm::documents
