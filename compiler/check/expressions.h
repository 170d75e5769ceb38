// ast::Expr → ir::Expr, with names resolved and types checked. Internal to compiler/check.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/ast/ast.h"
#include "compiler/check/scope.h"
#include "compiler/check/types.h"
#include "ir/ir.h"

namespace berm::check {

// What the expression is about; it decides what it may read and whether logic has three values.
//   Plan: resources of the scope, builtins of changes. What may be null is neither ordered nor a bare boolean.
//   Call: `request`, `principal`, `resource`, `context[…]`, constants. Two-valued: a missing key makes a test false.
//   Constant: literals and constants of the scope.
enum class Context : uint8_t { Plan, Call, Constant };

// The actions of each `grants`: resolved before the expression that it stands in.
using GrantActions = std::map<const ast::GrantTest*, ir::ActionSet>;

// What the words of expressions may mean.
struct Vocabulary {
  const catalog::Catalog& catalog;
  const Records& declared;
  const GrantActions& grants;
};

class ExpressionChecker {
 public:
  // All outlive the checker. `declared` and `grants` may grow between calls.
  ExpressionChecker(ir::Module& module, const catalog::Catalog& catalog, const SourceSet& sources,
                    const Records& declared, const GrantActions& grants, Diagnostics& diagnostics);

  // `expected` types the literals: a string used as a cidr, arn, region, account or time is validated. Anything else
  // that does not fit it is reported. Never null: after a mistake (reported here) a Literal null of type Any.
  ir::Expr* lower(const ast::Expr& expr, const Scope& scope, Context context, const std::optional<Type>& expected = {},
                  Type* result = nullptr);

  // A boolean that can't be null. What is put between the braces of a `where`.
  ir::Expr* lower_condition(const ast::Expr& expr, const Scope& scope, Context context);

  // The text of a `say`, or any text of plan context: String or Interpolation. Parts may be null or unknown.
  ir::Expr* lower_text(const ast::Expr& expr, const Scope& scope, Context context);

  // `assume unset x.a`: an attribute of the clause's binder, without `[*]`; `type` gets its type. Null after a mistake.
  const ir::Expr* lower_attribute(const ast::Expr& expr, const Scope& scope, Type* type);

  // The value of a constant expression: of params, lets, annotations, teams, calls of tests. Reports what is not
  // constant or does not fit; `expected` of kind Any takes every value. `result` gets the value's own type (for a `let`
  // without one).
  std::optional<ir::Value> constant(const ast::Expr& expr, const Scope& scope, const Type& expected,
                                    Type* result = nullptr);

  // Whether a value from elsewhere (the manifest) fits the type; otherwise the reason, as "`x` is not a region".
  // Strings that stand for times and durations are turned into seconds, integers for a float into a float.
  std::optional<std::string> fit(ir::Value& value, const Type& expected) const;

  // A Literal for Binding::constant.
  const ir::Expr* literal(ir::Value value, const Type& type, Span span);

  // The type of a clause's binder. Unknown resource types are reported; where none is known the type fits everything.
  Type resource_type(const std::vector<ast::Name>& types);

  // Reports an unknown type or wrong arguments of it.
  Type from_type_expr(const ast::TypeExpr& type);

 private:
  ir::Module& module_;
  Vocabulary vocabulary_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
};

}  // namespace berm::check
