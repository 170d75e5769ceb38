// Short ways to write IR and plans within this folder's tests.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "reference/eval_plan.h"
#include "reference/reference.h"
#include "runtime/plan/plan.h"

namespace berm::reference {

using ir::Builtin;
using ir::Op;
using Ex = const ir::Expr*;

class Build {
 public:
  ir::Module module;
  ir::Variable resource = module.make_variable();

  Ex make(Op op, std::vector<Ex> children, ir::Type type = ir::Type::Bool) {
    ir::Expr* expr = module.make(op, type, {});
    expr->children = std::move(children);
    return expr;
  }
  Ex literal(ir::Value value, ir::Type type) {
    ir::Expr* expr = module.make(Op::Literal, type, {});
    expr->value = std::move(value);
    return expr;
  }
  Ex text(const char* text, ir::Type type = ir::Type::String) { return literal({std::string(text)}, type); }
  Ex number(int64_t number) { return literal({number}, ir::Type::Int); }
  Ex flag(bool flag) { return literal({flag}, ir::Type::Bool); }
  Ex null() { return literal({}, ir::Type::Any); }
  Ex texts(std::initializer_list<const char*> items) {
    ir::ValueList list;
    for (const char* item : items) list.push_back({std::string(item)});
    return literal({list}, ir::Type::List);
  }

  // "a", "a.b", "ingress[*].cidr_blocks[*]", "list[0]", "tags[k]"; the resource's or another variable's.
  Ex path(std::string_view steps, ir::Type type = ir::Type::Any) { return path(resource, steps, type); }
  Ex path(ir::Variable variable, std::string_view steps, ir::Type type = ir::Type::Any) {
    ir::Expr* expr = module.make(Op::Path, type, {});
    expr->variable = variable;
    for (size_t at = 0; at < steps.size();) {
      size_t end = std::min(steps.find_first_of(".[", at + 1), steps.size());
      expr->steps.push_back(step(steps.substr(at, end - at)));
      at = end;
    }
    return expr;
  }
  Ex before(std::string_view steps, ir::Type type = ir::Type::Any) {
    auto* expr = const_cast<ir::Expr*>(path(steps, type));
    expr->op = Op::Before;
    return expr;
  }

  Ex call(Builtin builtin, std::vector<Ex> arguments, ir::Type type = ir::Type::Bool) {
    ir::Expr* expr = module.make(Op::Call, type, {});
    expr->builtin = builtin;
    expr->children = std::move(arguments);
    return expr;
  }
  // `body` gets the element's variable.
  template <class Body>
  Ex quantifier(Op op, Ex collection, Body body) {
    ir::Expr* expr = module.make(op, op == Op::Count ? ir::Type::Int : ir::Type::Bool, {});
    expr->variable = module.make_variable();
    expr->children = {collection, body(expr->variable)};
    return expr;
  }
  // Over whatever exists of a type; `body` gets its variable.
  template <class Body>
  Ex join(Op op, const char* type, Body body) {
    ir::Expr* expr = module.make(op, op == Op::CountOf ? ir::Type::Int : ir::Type::Bool, {});
    expr->variable = module.make_variable();
    expr->types = {type};
    expr->children = {body(expr->variable)};
    return expr;
  }
  Ex refers(Ex attribute, ir::Variable to) { return make(Op::Refers, {attribute, path(to, "")}); }
  Ex key(const char* name, ir::Type type = ir::Type::String, bool multivalued = false) {
    ir::Expr* expr = module.make(Op::RequestKey, type, {});
    expr->key = name;
    expr->multivalued = multivalued;
    return expr;
  }
  Ex equal(Ex a, Ex b) { return make(Op::Equal, {a, b}); }
  Ex negate(Ex a) { return make(Op::Not, {a}); }

 private:
  ir::Step step(std::string_view text) {
    if (text == "[*]") return {ir::Step::Kind::Each};
    if (text[0] == '[') {
      std::string inside(text.substr(1, text.size() - 2));
      bool digits = inside.find_first_not_of("0123456789") == std::string::npos;
      return {ir::Step::Kind::Index, "", digits ? number(std::stoi(inside)) : this->text(inside.c_str())};
    }
    return {ir::Step::Kind::Attribute, std::string(text.substr(text[0] == '.' ? 1 : 0))};
  }
};

// `rest` stands behind the changes: `,"complete":false`.
inline facts::Plan plan_with(const std::string& changes, const std::string& rest = "") {
  Diagnostics diagnostics;
  std::string json = R"({"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[)" + changes + "]";
  auto plan = plan::read_plan_text(json + rest + "}", "plan.json", diagnostics);
  for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
  return plan ? std::move(*plan) : facts::Plan{};
}

// One change of a managed `x.NAME`; `body` is what follows the actions: `"after":{…},"after_unknown":{…}`.
inline std::string change(const std::string& actions, const std::string& body, const std::string& name = "a",
                          const std::string& more = "") {
  return R"({"address":"x.)" + name + R"(","mode":"managed","type":"x","name":")" + name + "\"" + more +
         R"(,"change":{"actions":[)" + actions + "]," + body + "}}";
}
inline std::string create(const std::string& after, const std::string& unknown = "{}") {
  return change(R"("create")", R"("before":null,"after":)" + after + R"(,"after_unknown":)" + unknown);
}
inline std::string update(const std::string& before, const std::string& after, const std::string& unknown = "{}") {
  return change(R"("update")", R"("before":)" + before + R"(,"after":)" + after + R"(,"after_unknown":)" + unknown);
}
inline std::string remove(const std::string& before) {
  return change(R"("delete")", R"("before":)" + before + R"(,"after":null,"after_unknown":{})");
}

// What `x.a` says: "true", "false", "unknown PATH", or "unknown PATH: WHY" of what is there but can't be judged.
inline std::string answer(const Build& build, Ex expr, const facts::Plan& plan) {
  PlanContext context(plan);
  PlanEvaluator evaluator(context, build.resource, plan.changes.at(0), false);
  Result result = evaluator.test(*expr);
  Tri value = truth(result.value);
  std::string why = result.why.empty() ? "" : ": " + std::string(result.why);
  if (value == Tri::Unknown) return "unknown " + result.path + why;
  return value == Tri::True ? "true" : "false";
}

}  // namespace berm::reference
