#include "compiler/ast/dump.h"

namespace berm::ast {

static constexpr std::string_view kKinds[] = {
#define BERM_EXPR(name) #name,
#include "compiler/ast/expr_kind.def"
};

std::string_view text(BinaryOp op) {
  switch (op) {
    case BinaryOp::Equal: return "==";
    case BinaryOp::NotEqual: return "!=";
    case BinaryOp::Less: return "<";
    case BinaryOp::LessEqual: return "<=";
    case BinaryOp::Greater: return ">";
    case BinaryOp::GreaterEqual: return ">=";
    case BinaryOp::In: return "in";
    case BinaryOp::NotIn: return "not in";
    case BinaryOp::Like: return "like";
    case BinaryOp::NotLike: return "not like";
    case BinaryOp::Matches: return "matches";
    case BinaryOp::NotMatches: return "not matches";
    case BinaryOp::And: return "and";
    case BinaryOp::Or: return "or";
    case BinaryOp::Coalesce: return "??";
  }
  return {};
}

static std::string_view text(QuantifierKind kind) {
  switch (kind) {
    case QuantifierKind::Any: return "any";
    case QuantifierKind::All: return "all";
    case QuantifierKind::No: return "no";
    case QuantifierKind::Count: return "count";
  }
  return {};
}

std::string quoted(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    uint8_t byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

static std::string describe(const Expr& expr) {
  std::string out(kKinds[static_cast<size_t>(expr.kind)]);
  switch (expr.kind) {
    case ExprKind::String: return out + " " + quoted(expr.text);
    case ExprKind::Binary: return out + " " + std::string(text(expr.op));
    case ExprKind::Quantifier: return out + " " + std::string(text(expr.quantifier)) + " " + std::string(expr.text);
    default: break;
  }
  if (!expr.text.empty()) out += " " + std::string(expr.text);
  return out;
}

void Dumper::grant_test(const GrantTest& grant) {
  using Quantifier = GrantTest::Quantifier;
  std::string_view which = grant.quantifier == Quantifier::Any ? "any" : "all";
  actions(grant.quantifier == Quantifier::None ? "set" : which, grant.actions);
  for (const Expr* on : grant.on) labelled("on", on);
  if (grant.to_anyone) line("to anyone", grant.span);
  labelled("to account", grant.to_account);
}

void Dumper::expr(const Expr* expr) {
  line(describe(*expr), expr->span);
  Indent indent(*this);
  for (const Expr* child : expr->children) this->expr(child);
  if (expr->grant != nullptr) grant_test(*expr->grant);
}

void Dumper::labelled(std::string_view label, const Expr* expr) {
  if (expr == nullptr) return;
  line(label, expr->span);
  Indent indent(*this);
  this->expr(expr);
}

}  // namespace berm::ast
