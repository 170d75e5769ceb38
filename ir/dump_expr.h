// Expressions as text, with short names for the variables in scope.
#pragma once

#include <map>
#include <string>

#include "ir/ir.h"

namespace berm::ir {

// Names variables in the order of their binding, so that a dump does not depend on the rules before it.
class ExprPrinter {
 public:
  // The resource of a clause is `x`, the one that it belongs to `s`, quantified elements are v1, v2 …
  void bind_resource(Variable variable, const char* name = "x") { names_[variable] = name; }
  std::string print(const Expr& expr);

 private:
  std::string print_path(const Expr& expr);
  std::string print_quantifier(const Expr& expr, const char* word);
  std::string print_exists(const Expr& expr, const char* word);
  std::string print_grants(const Expr& expr);
  std::string print_infix(const Expr& expr, const char* word);
  std::string print_call(const Expr& expr);
  std::string print_children(const Expr& expr);
  std::string print_concat(const Expr& expr);
  std::string variable_name(Variable variable) const;

  std::map<Variable, std::string> names_;
  int bound_ = 0;
};

// As source: "text" with escapes, true, 1, [..], {..}, null.
std::string dump_value(const Value& value);
std::string quote(std::string_view text);

}  // namespace berm::ir
