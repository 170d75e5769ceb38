#include "ir/dump_expr.h"

#include <fmt/format.h>

namespace berm::ir {
namespace {

std::string dump_list(const ValueList& list) {
  std::string out = "[";
  for (const Value& item : list) out += (out.size() > 1 ? ", " : "") + dump_value(item);
  return out + "]";
}

std::string dump_map(const ValueMap& map) {
  std::string out = "{";
  for (const auto& [key, item] : map) {
    out += fmt::format("{}{}: {}", out.size() > 1 ? ", " : "", quote(key), dump_value(item));
  }
  return out + "}";
}

// Values that are not compared as plain text or numbers say so.
std::string dump_literal(const Expr& expr) {
  std::string value = dump_value(expr.value);
  bool tagged =
      expr.type == Type::Cidr || expr.type == Type::Arn || expr.type == Type::Time || expr.type == Type::Duration;
  return tagged && !expr.value.is_null() ? fmt::format("{}({})", name(expr.type), value) : value;
}

}  // namespace

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string dump_value(const Value& value) {
  struct {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(int64_t i) const { return fmt::format("{}", i); }
    std::string operator()(double d) const { return fmt::format("{}", d); }
    std::string operator()(const std::string& text) const { return quote(text); }
    std::string operator()(const ValueList& list) const { return dump_list(list); }
    std::string operator()(const ValueMap& map) const { return dump_map(map); }
  } visitor;
  return std::visit(visitor, value.data);
}

std::string ExprPrinter::print(const Expr& expr) {
  switch (expr.op) {
    case Op::Literal: return dump_literal(expr);
    case Op::Path: return print_path(expr);
    case Op::Before: return "before(" + print_path(expr) + ")";
    case Op::Index: return fmt::format("{}[{}]", print(*expr.children[0]), print(*expr.children[1]));
    case Op::RequestKey: return fmt::format("request[{}]{}", quote(expr.key), expr.multivalued ? "[*]" : "");
    case Op::Not: return "not " + print(*expr.children[0]);
    case Op::And: return print_infix(expr, "and");
    case Op::Or: return print_infix(expr, "or");
    case Op::Coalesce: return print_infix(expr, "??");
    case Op::Equal: return print_infix(expr, "==");
    case Op::Less: return print_infix(expr, "<");
    case Op::LessEqual: return print_infix(expr, "<=");
    case Op::In: return print_infix(expr, "in");
    case Op::Like: return print_infix(expr, "like");
    case Op::Matches: return fmt::format("({} matches {})", print(*expr.children[0]), dump_value(expr.value));
    case Op::Any: return print_quantifier(expr, "any");
    case Op::All: return print_quantifier(expr, "all");
    case Op::Count: return print_quantifier(expr, "count");
    case Op::Call: return print_call(expr);
    case Op::List: return "[" + print_children(expr) + "]";
    case Op::Concat: return print_concat(expr);
    case Op::Exists: return print_exists(expr, "has");
    case Op::CountOf: return print_exists(expr, "count");
    case Op::Refers: return fmt::format("refers({})", print_children(expr));
    case Op::Grants: return print_grants(expr);
  }
  return "";
}

std::string ExprPrinter::print_path(const Expr& expr) {
  std::string out = variable_name(expr.variable);
  for (const Step& step : expr.steps) {
    switch (step.kind) {
      case Step::Kind::Attribute: out += "." + step.attribute; break;
      case Step::Kind::Index: out += "[" + print(*step.index) + "]"; break;
      case Step::Kind::Each: out += "[*]"; break;
    }
  }
  return out;
}

std::string ExprPrinter::print_quantifier(const Expr& expr, const char* word) {
  std::string collection = print(*expr.children[0]);
  names_[expr.variable] = fmt::format("v{}", ++bound_);
  return fmt::format("({} {} in {} {{ {} }})", word, variable_name(expr.variable), collection,
                     print(*expr.children[1]));
}

std::string ExprPrinter::print_exists(const Expr& expr, const char* word) {
  names_[expr.variable] = fmt::format("v{}", ++bound_);
  std::string types;
  for (const std::string& type : expr.types) types += (types.empty() ? "" : ", ") + type;
  return fmt::format("({} {} {} {{ {} }})", word, types, variable_name(expr.variable), print(*expr.children[0]));
}

std::string ExprPrinter::print_grants(const Expr& expr) {
  const Grant& grant = *expr.grant;
  std::string out = fmt::format("({} grants {}", print(*expr.children[0]), grant.every_action ? "all" : "any");
  for (const ActionItem& item : grant.actions.items) out += fmt::format(" {}{}", item.plus ? "+" : "-", item.pattern);
  for (const std::string& resource : grant.resources) out += fmt::format(" on {}", quote(resource));
  if (grant.to == Grant::To::Anyone) out += " to anyone";
  if (grant.to == Grant::To::Account) out += fmt::format(" to account {}", quote(grant.account));
  return out + ")";
}

std::string ExprPrinter::print_infix(const Expr& expr, const char* word) {
  std::string out;
  for (const Expr* child : expr.children) {
    if (!out.empty()) out += fmt::format(" {} ", word);
    out += print(*child);
  }
  return "(" + out + ")";
}

std::string ExprPrinter::print_call(const Expr& expr) {
  return fmt::format("{}({})", spelling(expr.builtin), print_children(expr));
}

std::string ExprPrinter::print_children(const Expr& expr) {
  std::string out;
  for (const Expr* child : expr.children) out += (out.empty() ? "" : ", ") + print(*child);
  return out;
}

std::string ExprPrinter::print_concat(const Expr& expr) {
  std::string out;
  for (const Expr* child : expr.children) out += (out.empty() ? "" : " ++ ") + print(*child);
  return "(" + out + ")";
}

std::string ExprPrinter::variable_name(Variable variable) const {
  auto found = names_.find(variable);
  return found == names_.end() ? fmt::format("x{}", variable) : found->second;
}

std::string dump(const Expr& expr) { return ExprPrinter().print(expr); }

}  // namespace berm::ir
