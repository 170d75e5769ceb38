// Concrete syntax → ast.h, a .cpp a construct.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/ast/ast.h"
#include "compiler/parse/syntax.h"

namespace berm::parse {

// A text with so many mistakes is no policy source: the rest of it is left unread.
inline constexpr size_t kMaxReports = 1000;

// What every step below works on.
struct Context {
  FileId file;
  std::string_view text;
  llvm::BumpPtrAllocator& arena;
  Diagnostics& diagnostics;

  Span span(uint32_t begin, uint32_t end) const { return {file, begin, end}; }
  Span span(const Token& token) const { return {file, token.begin, token.end}; }
  Span span(const Node& node) const { return {file, node.begin, node.end}; }
  std::string_view source(const Node& node) const { return text.substr(node.begin, node.end - node.begin); }
  std::string_view source(const Token& token) const { return text.substr(token.begin, token.end - token.begin); }
  // Keeps a text as long as the tree.
  std::string_view keep(std::string_view made) const;
};

class Builder {
 public:
  Builder(Context context, ast::File& file) : context_(context), file_(file) {}

  // Adds the declaration below a `Declaration` node to the file.
  void declaration(const Node& node, std::string_view doc);

 private:
  // build_decl.cpp
  void package(const Node& node, std::string_view doc);
  void import(const Node& node);
  template <typename Decl>
  Decl start(const Node& node, std::string_view doc);
  void param(const Node& node, std::string_view doc);
  void let(const Node& node, std::string_view doc);
  void principal(const Node& node, std::string_view doc);
  void actions(const Node& node, std::string_view doc);
  void team(const Node& node, std::string_view doc);
  void declare(const Node& node, std::string_view doc);
  ast::Name name(const Node& node) const;
  ast::DottedName dotted(const Node& node) const;
  ast::TypeExpr type(const Node& node) const;
  std::vector<ast::Annotation> annotations(const Node& declaration);
  // Reports each further clause of a kind that may stand once only.
  void once(const Node& node, RuleKind clause, std::string_view text);
  void empty_braces(const Node& node, std::string_view message, std::string_view hint);

  // build_hazard.cpp
  void hazard(const Node& node, std::string_view doc);
  ast::CallsClause calls(const Node& node);
  ast::PlanClause plan(const Node& node);
  ast::SubjectOf subject(const Node& node);
  ast::Assumption assumption(const Node& node);
  std::vector<ast::Name> types(const Node& node) const;
  const ast::Expr* where(const Node* node);

  // build_rule.cpp
  void rule(const Node& node, std::string_view doc);
  ast::ForbidSentence forbid(const Node& node);
  ast::RequireSentence require(const Node& node);
  ast::CapSentence cap(const Node& node);
  std::vector<ast::CapSentence::Grant> grants(const Node& node);
  ast::Exception exception(const Node& node);
  void rule_clauses(const Node& node, ast::RuleDecl& decl);

  // build_confine.cpp
  ast::ConfineSentence confine(const Node& node);

  // build_trust.cpp
  ast::TrustSentence trust(const Node& node);
  ast::TrustSentence::Identity identity(const Node& node);
  ast::TrustSentence::Claim claim(const Node& node);
  ast::GrantSentence timed_grant(const Node& node);

  // build_who.cpp
  ast::Who who(const Node& node);
  ast::PrincipalTerm term(const Node& node);
  ast::Narrowing narrowing(const Node& node);
  const ast::Expr* principal_name(const Node& node);
  std::string_view one_word(const Node& node) const;
  ast::Actions action_set(const Node& node);
  void action_item(const Node& node, ast::ActionItem::Sign sign, std::vector<ast::ActionItem>& items);
  void action_braces(const Node& node, ast::ActionItem::Sign sign, std::vector<ast::ActionItem>& items);

  // build_test.cpp
  void test(const Node& node, std::string_view doc);
  ast::TestStep step(const Node& node);
  ast::CallCase call_case(const Node& node);
  ast::PlanCase plan_case(const Node& node);
  ast::PlannedResource planned(const Node& node);
  void check_change(const ast::Name& word);
  std::vector<ast::PlannedResource::Option> planned_options(const Node& node);
  ast::BlockBody block(const Node& node);
  ast::Expectation expectation(const Node& node);

  // build_expr.cpp
  const ast::Expr* value(const Node& node);
  const ast::Expr* object(const Node& node);
  std::vector<const ast::Expr*> operands(const Node& node);
  const ast::Expr* operand(const Node& node);
  const ast::Expr* expr(const Node& node);
  const ast::Expr* logic(const Node& node, RuleKind operand_kind, ast::BinaryOp op);
  const ast::Expr* conjunction(const Node& node);
  const ast::Expr* negation(const Node& node);
  const ast::Expr* quantifier(const Node& node);
  const ast::Expr* some(const Node& node, ast::ExprKind kind, Span span);
  const ast::Expr* comparison(const Node& node);
  const ast::Expr* coalesce(const Node& node);
  const ast::Expr* unary(const Node& node);
  const ast::Expr* postfix(const Node& node);
  const ast::Expr* primary(const Node& node);
  const ast::Expr* call(const Node& node);
  const ast::Expr* count(const Node& node, const ast::Name& function);
  const ast::Expr* list(const Node& node);
  const ast::Expr* literal(const Node& node);

  // build_grant.cpp
  const ast::Expr* policy_grant(const ast::Expr* policy, const Node& node);
  const ast::GrantTest* grant_test(const Node& node);

  // build_string.cpp
  const ast::Expr* string(const Node& token);
  // A string that stands for itself: a title, a path, the name of an unchecked action.
  std::string_view plain_string(const Node& token);
  const ast::Expr* interpolated(uint32_t begin, uint32_t end);

  ast::Expr* make(ast::ExprKind kind, Span span);
  const ast::Expr* leaf(ast::ExprKind kind, Span span, std::string_view text);
  const ast::Expr* error(Span span) { return make(ast::ExprKind::Error, span); }
  const ast::Expr* binary(ast::BinaryOp op, const ast::Expr* left, Span op_span, const ast::Expr* right);
  // Sets the children and the depth; an Error node where that is too deep.
  const ast::Expr* with_children(ast::Expr* made, const std::vector<const ast::Expr*>& children);

  Context context_;
  ast::File& file_;
  std::vector<ast::Annotation> annotations_;  // of the declaration at hand
};

// `==`, `not in` …
ast::BinaryOp compare_op(const Node& node);

}  // namespace berm::parse
