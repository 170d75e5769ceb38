// Rules built by hand and what documents make of them. Tests only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/documents/condition.h"
#include "compiler/documents/conjuncts.h"
#include "compiler/documents/documents.h"
#include "compiler/documents/lower.h"

namespace berm::documents {

using ir::Expr;
using ir::Op;
using ir::Type;

class DocumentsTest : public ::testing::Test {
 protected:
  Expr* make(Op op, Type type, std::vector<const Expr*> children) {
    Expr* expr = module_.make(op, type, {});
    expr->children = std::move(children);
    return expr;
  }
  Expr* test(Op op, const Expr* left, const Expr* right) { return make(op, Type::Bool, {left, right}); }
  Expr* negated(const Expr* expr) { return make(Op::Not, Type::Bool, {expr}); }
  const Expr* key(std::string name, Type type = Type::String, bool multivalued = false) {
    Expr* expr = make(Op::RequestKey, type, {});
    expr->key = std::move(name);
    expr->multivalued = multivalued;
    return expr;
  }
  const Expr* value(ir::Value constant, Type type = Type::String) {
    Expr* expr = make(Op::Literal, type, {});
    expr->value = std::move(constant);
    return expr;
  }
  const Expr* text(std::string constant) { return value({std::move(constant)}); }
  const Expr* or_else(const Expr* left, const Expr* right) { return make(Op::Coalesce, left->type, {left, right}); }
  const Expr* call(ir::Builtin builtin, std::vector<const Expr*> children) {
    Expr* expr = make(Op::Call, Type::Bool, std::move(children));
    expr->builtin = builtin;
    return expr;
  }
  const Expr* quantifier(Op op, const Expr* collection, const std::function<const Expr*(const Expr*)>& body) {
    Expr* element = make(Op::Path, Type::String, {});
    element->variable = module_.make_variable();
    Expr* expr = make(op, Type::Bool, {collection, body(element)});
    expr->variable = element->variable;
    return expr;
  }
  const Expr* role(const std::string& name) {
    return test(Op::Like, key("aws:principalarn", Type::Arn), value({"arn:aws:iam::*:role/" + name}, Type::Arn));
  }
  const Expr* mfa() {
    return test(Op::Equal, key("aws:multifactorauthpresent", Type::Bool), value({true}, Type::Bool));
  }

  // The condition's statements, each as its Condition element, in minified JSON.
  std::vector<std::string> conditions(const Expr* condition) {
    const auto conjuncts = to_conjuncts(lower_condition(condition));
    if (!conjuncts) return {"too many"};
    std::vector<std::string> result;
    for (const Conjunct& conjunct : *conjuncts) result.push_back(one(conjunct));
    return result;
  }

  static std::string one(const Conjunct& conjunct) {
    if (conjunct.reason) return "reason: " + *conjunct.reason;
    const auto rendered = render_conditions(conjunct.tests, catalog::Catalog::builtin());
    if (const auto* reason = std::get_if<std::string>(&rendered)) return "reason: " + *reason;
    access::Document document;
    document.statements.push_back({.actions = {"a:B"}, .resources = {"*"}, .conditions = std::get<0>(rendered)});
    const std::string json = access::write_policy_minified(document);
    const size_t begin = json.find("\"Condition\":");
    return begin == std::string::npos ? "{}" : json.substr(begin + 12, json.size() - begin - 12 - 3);
  }

  ir::Rule& forbid(const std::string& name, std::vector<ir::ActionItem> actions, const Expr* condition = nullptr) {
    ir::Rule rule;
    rule.name = name;
    rule.package = name.substr(0, name.rfind('.'));
    rule.calls.push_back({{std::move(actions)}, condition, {}});
    module_.rules.push_back(std::move(rule));
    return module_.rules.back();
  }

  static Spec spec_of(Kind kind, std::vector<Attachment> attach = {{"r-ab12", ""}}) {
    Spec spec;
    spec.kind = kind;
    spec.name = "doc";
    spec.rules = {"acme.**"};
    spec.attach = std::move(attach);
    return spec;
  }
  Result compile_all(Kind kind = Kind::Scp, std::vector<Attachment> attach = {{"r-ab12", ""}}) {
    return compile_as(spec_of(kind, std::move(attach)));
  }
  Result compile_as(const Spec& spec) {
    diagnostics_ = {};
    return compile(module_, {spec}, catalog::Catalog::builtin(), diagnostics_);
  }

  std::vector<std::string> found() const {
    std::vector<std::string> ids;
    for (const Diagnostic& item : diagnostics_.items()) ids.emplace_back(id(item.kind));
    return ids;
  }

  ir::Module module_;
  Diagnostics diagnostics_;
};

}  // namespace berm::documents
