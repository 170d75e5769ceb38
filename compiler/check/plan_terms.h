// Makes conditions on planned values that no source spells out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ir/ir.h"

namespace berm::check {

// What a rule of its own meaning has to say of a plan; all at the place of its sentence.
class PlanTerms {
 public:
  PlanTerms(ir::Module& module, Span span) : module_(module), span_(span) {}

  const ir::Expr* resource(ir::Variable variable);
  const ir::Expr* element(ir::Variable variable);  // a text
  const ir::Expr* path(ir::Variable variable, std::string attribute, ir::Type type = ir::Type::String);
  const ir::Expr* text(std::string text);
  const ir::Expr* texts(const std::vector<std::string>& texts);
  const ir::Expr* call(ir::Builtin builtin, ir::Type type, std::vector<const ir::Expr*> arguments);
  const ir::Expr* concat(std::vector<const ir::Expr*> parts);
  const ir::Expr* equal(const ir::Expr* left, std::string right);
  const ir::Expr* is_null(const ir::Expr* value);
  const ir::Expr* in(const ir::Expr* element, const std::vector<std::string>& values);
  // Text is compared with a pattern, or with what equals it where it has no wildcards.
  const ir::Expr* like(const ir::Expr* value, std::string pattern);
  const ir::Expr* like_any(const ir::Expr* value, const std::vector<std::string>& patterns);
  const ir::Expr* negate(const ir::Expr* condition);
  const ir::Expr* both(std::vector<const ir::Expr*> conditions);
  const ir::Expr* either(std::vector<const ir::Expr*> conditions);
  const ir::Expr* coalesce(const ir::Expr* value, std::string otherwise);
  using Body = std::function<const ir::Expr*(ir::Variable element)>;
  const ir::Expr* any(const ir::Expr* collection, const Body& body);
  const ir::Expr* all(const ir::Expr* collection, const Body& body);
  // Some planned resource of the type, for which the body holds.
  const ir::Expr* exists(std::string type, const Body& body);
  const ir::Expr* refers(const ir::Expr* attribute, ir::Variable resource);
  // The planned role or user is one of these by its path and name. One that the provider names has no name that
  // anybody could write in full.
  const ir::Expr* is_iam_entity(ir::Variable entity, const std::vector<std::string>& arns);

 private:
  const ir::Expr* quantifier(ir::Op op, const ir::Expr* collection, const Body& body);

  ir::Module& module_;
  Span span_;
};

}  // namespace berm::check
