#include "compiler/documents/operand.h"

#include <fmt/format.h>

#include <utility>

#include "access/instant.h"

namespace berm::documents {
namespace {

Operand constant_operand(const ir::Value& value, ir::Type type) {
  Operand operand;
  operand.type = type;
  const auto* list = std::get_if<ir::ValueList>(&value.data);
  operand.kind = list ? Operand::Kind::List : Operand::Kind::Constant;
  operand.value = value;
  if (list == nullptr) return operand;
  for (const ir::Value& item : *list) operand.items.push_back(constant_operand(item, ir::Type::Any));
  return operand;
}

Operand resolve_variable(const ir::Expr& expr, const Scope& scope) {
  if (!expr.steps.empty()) return {};
  if (scope.element == expr.variable) {
    Operand operand = scope.element_key;
    operand.kind = Operand::Kind::Element;
    if (expr.type != ir::Type::Any) operand.type = expr.type;
    return operand;
  }
  const auto found = scope.constants.find(expr.variable);
  return found == scope.constants.end() ? Operand{} : constant_operand(found->second, expr.type);
}

Operand resolve_coalesce(const ir::Expr& expr, const Scope& scope) {
  Operand left = resolve(*expr.children[0], scope);
  Operand right = resolve(*expr.children[1], scope);
  if (left.kind == Operand::Kind::Constant) return left.value.is_null() ? right : left;
  if (left.kind == Operand::Kind::Element) return left;
  if (left.kind != Operand::Kind::Key || right.kind != Operand::Kind::Constant) return {};
  if (!left.otherwise && !right.value.is_null()) left.otherwise = right.value;
  return left;
}

Operand resolve_concat(const ir::Expr& expr, const Scope& scope) {
  Operand result;
  result.type = ir::Type::String;
  for (const ir::Expr* child : expr.children) {
    const Operand part = resolve(*child, scope);
    if (part.kind == Operand::Kind::Constant) {
      result.text.push_back({Part::Kind::Literal, constant_text(part.value, part.type)});
    } else if (part.kind == Operand::Kind::Key && !part.multivalued && !part.otherwise && !part.folded) {
      result.text.push_back({Part::Kind::Key, part.key});
    } else if (part.kind == Operand::Kind::Joined) {
      result.text.insert(result.text.end(), part.text.begin(), part.text.end());
    } else {
      return {};
    }
  }
  result.kind = Operand::Kind::Joined;
  if (has_variables(result.text)) return result;
  std::string joined;
  for (const Part& part : result.text) joined += part.text;
  return constant_operand({joined}, ir::Type::String);
}

Operand resolve_call(const ir::Expr& expr, const Scope& scope) {
  if (expr.builtin != ir::Builtin::Lower) return {};
  Operand operand = resolve(*expr.children[0], scope);
  if (!operand.is_key() || operand.otherwise) return {};
  operand.folded = true;
  return operand;
}

Operand resolve_list(const ir::Expr& expr, const Scope& scope) {
  Operand list;
  list.kind = Operand::Kind::List;
  for (const ir::Expr* child : expr.children) list.items.push_back(resolve(*child, scope));
  return list;
}

Operand resolve_key(const ir::Expr& expr) {
  Operand operand;
  operand.kind = Operand::Kind::Key;
  operand.type = expr.type;
  operand.key = expr.key;
  operand.multivalued = expr.multivalued;
  return operand;
}

}  // namespace

Operand resolve(const ir::Expr& expr, const Scope& scope) {
  switch (expr.op) {
    case ir::Op::Literal: return constant_operand(expr.value, expr.type);
    case ir::Op::RequestKey: return resolve_key(expr);
    case ir::Op::Path: return resolve_variable(expr, scope);
    case ir::Op::Coalesce: return resolve_coalesce(expr, scope);
    case ir::Op::Concat: return resolve_concat(expr, scope);
    case ir::Op::List: return resolve_list(expr, scope);
    case ir::Op::Call: return resolve_call(expr, scope);
    default: return {};
  }
}

std::string constant_text(const ir::Value& value, ir::Type type) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag ? "true" : "false";
  if (const auto* real = std::get_if<double>(&value.data)) return fmt::format("{}", *real);
  if (const auto* whole = std::get_if<int64_t>(&value.data)) {
    return type == ir::Type::Time ? access::time_text(*whole) : std::to_string(*whole);
  }
  return "";
}

Text value_text(const Operand& operand, ir::Type type, bool glob) {
  Text text = operand.kind == Operand::Kind::Joined ? operand.text : literal(constant_text(operand.value, type));
  if (!glob) return text;
  for (Part& part : text) {
    if (part.kind == Part::Kind::Literal) part.kind = Part::Kind::Glob;
  }
  return text;
}

}  // namespace berm::documents
