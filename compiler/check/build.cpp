#include "compiler/check/build.h"

#include <utility>

namespace berm::check {

const ir::Expr* make_text(ir::Module& module, std::string text, ir::Type type, Span span) {
  ir::Expr* expr = module.make(ir::Op::Literal, type, span);
  expr->value.data = std::move(text);
  return expr;
}

const ir::Expr* make_texts(ir::Module& module, const std::vector<std::string>& texts, Span span) {
  ir::ValueList list;
  for (const std::string& text : texts) list.push_back({text});
  ir::Expr* expr = module.make(ir::Op::Literal, ir::Type::List, span);
  expr->value.data = std::move(list);
  return expr;
}

const ir::Expr* make_key(ir::Module& module, std::string key, ir::Type type, Span span, bool multivalued) {
  ir::Expr* expr = module.make(ir::Op::RequestKey, type, span);
  expr->key = std::move(key);
  expr->multivalued = multivalued;
  return expr;
}

const ir::Expr* make(ir::Module& module, ir::Op op, ir::Type type, std::vector<const ir::Expr*> children, Span span) {
  ir::Expr* expr = module.make(op, type, span);
  expr->children = std::move(children);
  return expr;
}

const ir::Expr* key_equal(ir::Module& module, std::string key, ir::Type type, std::string text, Span span) {
  const ir::Expr* left = make_key(module, std::move(key), type, span);
  const ir::Expr* right = make_text(module, std::move(text), type, span);
  return make(module, ir::Op::Equal, ir::Type::Bool, {left, right}, span);
}

const ir::Expr* key_like(ir::Module& module, std::string key, ir::Type type, std::string pattern, Span span) {
  const ir::Expr* left = make_key(module, std::move(key), type, span);
  const ir::Expr* right = make_text(module, std::move(pattern), type, span);
  return make(module, ir::Op::Like, ir::Type::Bool, {left, right}, span);
}

const ir::Expr* key_true(ir::Module& module, std::string key, Span span) {
  const ir::Expr* left = make_key(module, std::move(key), ir::Type::Bool, span);
  ir::Expr* yes = module.make(ir::Op::Literal, ir::Type::Bool, span);
  yes->value.data = true;
  return make(module, ir::Op::Equal, ir::Type::Bool, {left, yes}, span);
}

const ir::Expr* key_in(ir::Module& module, std::string key, ir::Type type, const std::vector<std::string>& values,
                       Span span) {
  if (values.size() == 1) return key_equal(module, std::move(key), type, values[0], span);
  const ir::Expr* left = make_key(module, std::move(key), type, span);
  return make(module, ir::Op::In, ir::Type::Bool, {left, make_texts(module, values, span)}, span);
}

const ir::Expr* key_missing(ir::Module& module, std::string key, ir::Type type, Span span) {
  const ir::Expr* left = make_key(module, std::move(key), type, span);
  const ir::Expr* null = module.make(ir::Op::Literal, ir::Type::Any, span);
  return make(module, ir::Op::Equal, ir::Type::Bool, {left, null}, span);
}

const ir::Expr* and_of(ir::Module& module, const std::vector<const ir::Expr*>& conditions, Span span) {
  std::vector<const ir::Expr*> all;
  for (const ir::Expr* condition : conditions) {
    if (condition) all.push_back(condition);
  }
  if (all.empty()) return nullptr;
  return all.size() == 1 ? all[0] : make(module, ir::Op::And, ir::Type::Bool, std::move(all), span);
}

const ir::Expr* or_of(ir::Module& module, const std::vector<const ir::Expr*>& conditions, Span span) {
  return conditions.size() == 1 ? conditions[0] : make(module, ir::Op::Or, ir::Type::Bool, conditions, span);
}

const ir::Expr* not_of(ir::Module& module, const ir::Expr* condition, Span span) {
  return make(module, ir::Op::Not, ir::Type::Bool, {condition}, span);
}

}  // namespace berm::check
