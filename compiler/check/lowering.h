// The passes behind ExpressionChecker: one expression, one context. Each group of constructs has its own lower_*.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/ast/ast.h"
#include "compiler/check/expressions.h"
#include "compiler/check/literals.h"
#include "compiler/check/scope.h"
#include "compiler/check/types.h"
#include "ir/ir.h"

namespace berm::check {

// An expression in the making. `expr` is the caller's alone until it becomes a child.
struct Typed {
  ir::Expr* expr = nullptr;
  Type type;
  bool of_resource = false;  // a path that starts at a clause's binder

  bool failed() const { return type.error; }
  bool is_literal() const { return expr->op == ir::Op::Literal; }
};

class Lowering {
 public:
  Lowering(ir::Module& module, const Vocabulary& vocabulary, const SourceSet& sources, Diagnostics& diagnostics,
           const Scope& scope, Context context)
      : module_(module),
        vocabulary_(vocabulary),
        catalog_(vocabulary.catalog),
        sources_(sources),
        diagnostics_(diagnostics),
        scope_(&scope),
        context_(context) {}

  // Any expression but a bare word of the call context. `condition` must be a boolean; `text` a string.
  Typed value(const ast::Expr& expr);
  Typed condition(const ast::Expr& expr);
  Typed text(const ast::Expr& expr);
  // A path that starts at a resource and names an attribute of it.
  Typed attribute_path(const ast::Expr& expr);

  // Makes the value one of the type, or reports why it is none.
  bool convert(Typed& typed, const Type& expected, const ast::Expr& at);

 private:
  // lower_value.cpp
  Typed lower(const ast::Expr& expr);
  Typed literal(ir::Value value, Type type, Span span);
  Typed lower_number(const ast::Expr& expr);
  Typed lower_duration(const ast::Expr& expr);
  Typed lower_list(const ast::Expr& expr);
  Typed lower_object(const ast::Expr& expr);
  Typed lower_negate(const ast::Expr& expr);
  Typed lower_interpolation(const ast::Expr& expr);
  bool is_text_part(const Typed& part, const ast::Expr& at);
  void append_part(ir::Expr& concat, const Typed& part);
  bool convert_constant(ir::Value& value, const Type& expected, const ast::Expr& at);

  // lower_path.cpp
  Typed lower_name(const ast::Expr& expr);
  Typed lower_member(const ast::Expr& expr);
  Typed lower_index(const ast::Expr& expr);
  Typed lower_splat(const ast::Expr& expr);
  Typed from_binding(const Binding& binding, const ast::Expr& at);
  std::optional<Typed> qualified_name(const ast::Expr& expr);
  Typed member_of(Typed object, const ast::Expr& expr);
  Typed member_of_constant(const Typed& object, const Type& type, const ast::Expr& expr);
  Typed index_of(Typed object, const ast::Expr& expr);
  Typed index_of_constant(const Typed& object, const Type& element, const Typed& index, const ast::Expr& expr);
  Typed add_step(Typed object, ir::Step step, Type type, Span span);
  Typed unknown_name(const ast::Expr& expr);
  Typed unknown_attribute(const Typed& object, const ast::Expr& expr);
  Typed missing_element(const Typed& object, const ast::Expr& expr);

  // lower_request.cpp
  Typed root(CallRoot which, Span span);
  std::optional<CallRoot> root_named(std::string_view name) const;
  Typed member_of_root(const Typed& object, const ast::Expr& expr);
  Typed index_of_root(const Typed& object, const ast::Expr& expr);
  Typed lower_unchecked(const ast::Expr& expr);
  Typed catalogue_key(std::string_view name, const ast::Expr& at);
  Typed request_key(std::string_view name, Type type, bool multivalued, Span span);
  Typed root_as_value(const Typed& typed, const ast::Expr& at);

  // lower_logic.cpp
  Typed lower_not(const ast::Expr& expr);
  Typed lower_binary(const ast::Expr& expr);
  Typed lower_and_or(const ast::Expr& expr);
  Typed combine(ir::Op op, const std::vector<Typed>& operands, Span span);
  Typed lower_coalesce(const ast::Expr& expr);
  Typed as_condition(Typed typed, const ast::Expr& at);
  Typed negate(Typed typed, Span span);
  Typed make_bool(ir::Op op, Span span, std::initializer_list<const ir::Expr*> children);

  // lower_compare.cpp: false is always after a report
  Typed lower_equal(const ast::Expr& expr);
  Typed lower_order(const ast::Expr& expr);
  Typed lower_like(const ast::Expr& expr);
  Typed lower_matches(const ast::Expr& expr);
  std::optional<std::string> regex(const ast::Expr& at);
  bool unify(Typed& left, Typed& right, const ast::Expr& expr);
  bool unify_texts(Typed& left, Typed& right, const ast::Expr& expr);
  bool ordered(const Typed& typed, const ast::Expr& at);
  bool is_pattern_for(Typed& pattern, const Typed& text, const ast::Expr& at);
  bool one_address(const Typed& left, const Typed& right, const ast::Expr& expr);
  bool key_and_constant(const Typed& left, const Typed& right, const ast::Expr& expr);
  bool is_key(const Typed& typed) const;
  bool single(const Typed& typed, const ast::Expr& at, const char* role);
  void mismatch(const Typed& left, const Typed& right, const ast::Expr& expr);

  // lower_membership.cpp
  Typed lower_in(const ast::Expr& expr);
  bool is_collection(Typed& typed, const ast::Expr& at, const char* user);
  bool unify_elements(Typed& element, Typed& collection, const ast::Expr& expr);
  bool readable_in_call(const Typed& element, const Typed& collection, const ast::Expr& expr);
  Typed in_ranges(const Typed& address, const Typed& ranges, Span span);

  // lower_quantifier.cpp
  Typed lower_quantifier(const ast::Expr& expr);
  Typed quantify(const ast::Expr& expr, const Typed& collection);
  Typed expand(const ast::Expr& expr, const Typed& collection);
  Typed too_many_expansions(const ast::Expr& expr);
  Typed body(const ast::Expr& expr, Binding element);
  std::optional<std::vector<ir::Variable>> nested_under(const ast::Expr& over, const ir::Expr& collection,
                                                        ir::Variable element);
  bool is_planned_map(const Typed& typed) const;
  bool is_new_name(const ast::Expr& expr);
  Typed count_of(const ast::Expr& expr);

  // lower_relation.cpp: has, count of resources, refers
  Typed lower_exists(const ast::Expr& expr);
  Typed lower_refers(const ast::Expr& expr);
  Typed reference_argument(const ast::Expr& expr);
  // False, after a report, where the condition would be judged for every pair of resources.
  bool has_index(const ast::Expr& expr, const ir::Expr& condition, ir::Variable inner);

  // lower_grant.cpp
  Typed lower_grants(const ast::Expr& expr);
  Typed policy_argument(const ast::Expr& expr);
  bool check_quantified(const ast::GrantTest& test, const ir::ActionSet& actions);
  bool add_granted_resources(const ast::GrantTest& test, ir::Grant& grant);
  bool add_grantee(const ast::GrantTest& test, ir::Grant& grant);

  // lower_function.cpp
  Typed lower_call(const ast::Expr& expr);
  Typed lower_before(const ast::Expr& expr);
  Typed lower_builtin(ir::Builtin builtin, const ast::Expr& expr);
  Typed argument(ir::Builtin builtin, const ast::Expr& expr);
  Typed resource_argument(const ast::Expr& expr);
  Typed known_argument(const ast::Expr& expr);
  Typed sized_argument(const ast::Expr& expr);
  Typed covered_by_call(const ast::Expr& expr, Typed call);
  bool has_tags(const Typed& resource, const ast::Expr& at);
  bool available_here(ir::Builtin builtin, const ast::Expr& expr);
  Typed unknown_function(const ast::Expr& expr);
  bool argument_count(const ast::Expr& expr, size_t wanted);

  // Shared.
  Typed failed(Span span);
  Typed not_here(const ast::Expr& at, std::string what, std::string hint);
  Diagnostic& report(DiagnosticKind kind, Span span, std::string message);
  std::string quoted(const ast::Expr& expr) const;  // as written, in backticks, shortened
  std::string written(Span span) const;

  ir::Module& module_;
  const Vocabulary& vocabulary_;
  const catalog::Catalog& catalog_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  const Scope* scope_;
  Context context_;
  size_t expansions_ = 0;
  // Elements of the quantifiers around, but for those whose parts a further one goes over: the condition is judged once
  // for each combination of these.
  std::vector<ir::Variable> combined_;
};

}  // namespace berm::check
