// Writes the lines of dump(): one for each node, indented by depth, with its place.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace berm::ast {

class Dumper {
 public:
  explicit Dumper(const SourceSet& sources) : sources_(sources) {}

  void file(const File& file);
  std::string take() { return std::move(out_); }

 private:
  // Adds a line `text @line:column-line:column`, and indents what follows until the Indent goes.
  void line(std::string_view text, Span span);
  class Indent {
   public:
    explicit Indent(Dumper& dumper) : dumper_(dumper) { ++dumper_.depth_; }
    ~Indent() { --dumper_.depth_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    Dumper& dumper_;
  };

  void expr(const Expr* expr);
  void grant_test(const GrantTest& grant);
  void labelled(std::string_view label, const Expr* expr);
  void who(std::string_view label, const Who& who);
  void term(const PrincipalTerm& term);
  void actions(std::string_view label, const Actions& actions);
  void head(std::string_view word, const DeclBase& decl);
  void decl_details(const DeclBase& decl);

  void decl(const ParamDecl& decl);
  void decl(const LetDecl& decl);
  void decl(const PrincipalDecl& decl);
  void decl(const ActionsDecl& decl);
  void decl(const HazardDecl& decl);
  void decl(const TeamDecl& decl);
  void decl(const DeclareResourceDecl& decl);
  void decl(const RuleDecl& decl);
  void decl(const TestDecl& decl);

  void plan(const PlanClause& plan);
  void sentence(const ForbidSentence& sentence, Span span);
  void sentence(const RequireSentence& sentence, Span span);
  void sentence(const CapSentence& sentence, Span span);
  void sentence(const ConfineSentence& sentence, Span span);
  void sentence(const TrustSentence& sentence, Span span);
  void sentence(const GrantSentence& sentence, Span span);
  void grants(const std::vector<CapSentence::Grant>& grants);
  void exception(const Exception& exception);
  void call_case(const CallCase& subject);
  void plan_case(const PlanCase& subject);
  void planned(const PlannedResource& resource);
  void block(std::string_view label, const BlockBody& body);
  void expectation(const Expectation& expectation);

  const SourceSet& sources_;
  std::string out_;
  unsigned depth_ = 0;
};

std::string_view text(BinaryOp op);
std::string text(const TypeExpr& type);
// In quotes, with control characters and quotes escaped.
std::string quoted(std::string_view text);

}  // namespace berm::ast
