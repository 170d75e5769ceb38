#include "compiler/check/plan_terms.h"

#include "base/text.h"
#include "compiler/check/build.h"

namespace berm::check {

const ir::Expr* PlanTerms::resource(ir::Variable variable) {
  ir::Expr* out = module_.make(ir::Op::Path, ir::Type::Object, span_);
  out->variable = variable;
  return out;
}

const ir::Expr* PlanTerms::element(ir::Variable variable) {
  ir::Expr* out = module_.make(ir::Op::Path, ir::Type::String, span_);
  out->variable = variable;
  return out;
}

const ir::Expr* PlanTerms::path(ir::Variable variable, std::string attribute, ir::Type type) {
  ir::Expr* out = module_.make(ir::Op::Path, type, span_);
  out->variable = variable;
  out->steps.push_back({ir::Step::Kind::Attribute, std::move(attribute), nullptr});
  return out;
}

const ir::Expr* PlanTerms::text(std::string text) {
  return make_text(module_, std::move(text), ir::Type::String, span_);
}

const ir::Expr* PlanTerms::texts(const std::vector<std::string>& texts) { return make_texts(module_, texts, span_); }

const ir::Expr* PlanTerms::call(ir::Builtin builtin, ir::Type type, std::vector<const ir::Expr*> arguments) {
  ir::Expr* out = module_.make(ir::Op::Call, type, span_);
  out->builtin = builtin;
  out->children = std::move(arguments);
  return out;
}

const ir::Expr* PlanTerms::concat(std::vector<const ir::Expr*> parts) {
  return make(module_, ir::Op::Concat, ir::Type::String, std::move(parts), span_);
}

const ir::Expr* PlanTerms::equal(const ir::Expr* left, std::string right) {
  return make(module_, ir::Op::Equal, ir::Type::Bool, {left, text(std::move(right))}, span_);
}

const ir::Expr* PlanTerms::is_null(const ir::Expr* value) {
  const ir::Expr* null = module_.make(ir::Op::Literal, ir::Type::Any, span_);
  return make(module_, ir::Op::Equal, ir::Type::Bool, {value, null}, span_);
}

const ir::Expr* PlanTerms::in(const ir::Expr* element, const std::vector<std::string>& values) {
  return make(module_, ir::Op::In, ir::Type::Bool, {element, texts(values)}, span_);
}

const ir::Expr* PlanTerms::like(const ir::Expr* value, std::string pattern) {
  if (!has_wildcard(pattern)) return equal(value, std::move(pattern));
  return make(module_, ir::Op::Like, ir::Type::Bool, {value, text(std::move(pattern))}, span_);
}

const ir::Expr* PlanTerms::like_any(const ir::Expr* value, const std::vector<std::string>& patterns) {
  std::vector<const ir::Expr*> tests;
  for (const std::string& pattern : patterns) tests.push_back(like(value, pattern));
  return either(std::move(tests));
}

const ir::Expr* PlanTerms::negate(const ir::Expr* condition) { return not_of(module_, condition, span_); }

const ir::Expr* PlanTerms::both(std::vector<const ir::Expr*> conditions) { return and_of(module_, conditions, span_); }

const ir::Expr* PlanTerms::either(std::vector<const ir::Expr*> conditions) { return or_of(module_, conditions, span_); }

const ir::Expr* PlanTerms::coalesce(const ir::Expr* value, std::string otherwise) {
  return make(module_, ir::Op::Coalesce, ir::Type::String, {value, text(std::move(otherwise))}, span_);
}

const ir::Expr* PlanTerms::any(const ir::Expr* collection, const Body& body) {
  return quantifier(ir::Op::Any, collection, body);
}

const ir::Expr* PlanTerms::all(const ir::Expr* collection, const Body& body) {
  return quantifier(ir::Op::All, collection, body);
}

const ir::Expr* PlanTerms::quantifier(ir::Op op, const ir::Expr* collection, const Body& body) {
  ir::Expr* out = module_.make(op, ir::Type::Bool, span_);
  out->variable = module_.make_variable();
  out->children = {collection, body(out->variable)};
  return out;
}

const ir::Expr* PlanTerms::exists(std::string type, const Body& body) {
  ir::Expr* out = module_.make(ir::Op::Exists, ir::Type::Bool, span_);
  out->types = {std::move(type)};
  out->variable = module_.make_variable();
  out->children = {body(out->variable)};
  return out;
}

const ir::Expr* PlanTerms::refers(const ir::Expr* attribute, ir::Variable target) {
  return make(module_, ir::Op::Refers, ir::Type::Bool, {attribute, resource(target)}, span_);
}

const ir::Expr* PlanTerms::is_iam_entity(ir::Variable entity, const std::vector<std::string>& arns) {
  const ir::Expr* full = concat({coalesce(path(entity, "path"), "/"), path(entity, "name")});
  std::vector<std::string> patterns;
  for (const std::string& arn : arns) patterns.push_back(arn.substr(arn.find('/')));
  const ir::Expr* written = call(ir::Builtin::Configured, ir::Type::Bool, {path(entity, "name")});
  const ir::Expr* prefixed = negate(is_null(path(entity, "name_prefix")));
  return both({either({written, prefixed}), like_any(full, patterns)});
}

}  // namespace berm::check
