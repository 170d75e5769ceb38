// Literals, lists and texts; what every construct shares.
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "compiler/check/lowering.h"

namespace berm::check {
namespace {

// Whether a value of one type may stand where the other is wanted. Strings are text of any shape until a literal shows
// its own.
bool fits(const Type& from, const Type& to) {
  if (from.error || to.error || from.is_any() || to.is_any() || from.null_literal) return true;
  if (from.is_array() && to.is_array()) return fits(from.element_type(), to.element_type());
  if (from.is(ir::Type::Map) && to.is(ir::Type::Map)) return fits(from.element_type(), to.element_type());
  if (from.is_text() && to.is_text()) {
    return from.kind == to.kind || from.is(ir::Type::String) || to.is(ir::Type::String);
  }
  if (from.is(ir::Type::String) && to.is(ir::Type::Time)) return true;
  if (from.is_number() && to.is_number()) return true;
  return from.kind == to.kind && !from.resource && !to.resource;
}

bool is_scalar(const Type& type) {
  return type.is_text() || type.is_number() || type.is(ir::Type::Bool) || type.is_any();
}

// What both are: the type of a list's elements so far and of the next one. None: they don't go together.
std::optional<Type> common_type(const Type& a, const Type& b) {
  if (a.null_literal || b.is_any()) return b.null_literal ? a : b;
  if (b.null_literal || a.kind == b.kind) return a;
  if (a.is_number() && b.is_number()) return Type::of(ir::Type::Float);
  if (a.is_text() && b.is_text()) return Type::of(ir::Type::String);
  return a.is_any() ? std::optional<Type>(a) : std::nullopt;
}

}  // namespace

Typed Lowering::value(const ast::Expr& expr) {
  Typed typed = lower(expr);
  return typed.type.root == CallRoot::None ? typed : root_as_value(typed, expr);
}

Typed Lowering::lower(const ast::Expr& expr) {
  switch (expr.kind) {
    case ast::ExprKind::Null: return literal({}, natural_type({}), expr.span);
    case ast::ExprKind::Bool: return literal({expr.text == "true"}, Type::of(ir::Type::Bool), expr.span);
    case ast::ExprKind::Integer:
    case ast::ExprKind::Float: return lower_number(expr);
    case ast::ExprKind::Duration: return lower_duration(expr);
    case ast::ExprKind::String: return literal({std::string(expr.text)}, Type::of(ir::Type::String), expr.span);
    case ast::ExprKind::Interpolation: return lower_interpolation(expr);
    case ast::ExprKind::Regex:
      // `let` names a pattern.
      if (context_ == Context::Constant)
        return literal({std::string(expr.text)}, Type::of(ir::Type::String), expr.span);
      return not_here(expr, "a regular expression stands only behind `matches`", "other texts are written in quotes");
    case ast::ExprKind::List: return lower_list(expr);
    case ast::ExprKind::Object: return lower_object(expr);
    case ast::ExprKind::Unknown:
      return not_here(expr, "`unknown` stands only in the plans of tests",
                      "`known(x.a)` asks whether a value is known");
    case ast::ExprKind::Name: return lower_name(expr);
    case ast::ExprKind::Member: return lower_member(expr);
    case ast::ExprKind::Index: return lower_index(expr);
    case ast::ExprKind::Splat: return lower_splat(expr);
    case ast::ExprKind::Call: return lower_call(expr);
    case ast::ExprKind::Not: return lower_not(expr);
    case ast::ExprKind::Negate: return lower_negate(expr);
    case ast::ExprKind::Binary: return lower_binary(expr);
    case ast::ExprKind::Quantifier: return lower_quantifier(expr);
    case ast::ExprKind::Has:
    case ast::ExprKind::CountOf: return lower_exists(expr);
    case ast::ExprKind::Grants: return lower_grants(expr);
    case ast::ExprKind::Unchecked: return lower_unchecked(expr);
    case ast::ExprKind::Error: return failed(expr.span);
  }
  return failed(expr.span);
}

Typed Lowering::literal(ir::Value value, Type type, Span span) {
  ir::Expr* expr = module_.make(ir::Op::Literal, type.kind, span);
  expr->value = std::move(value);
  return {expr, std::move(type)};
}

Typed Lowering::lower_number(const ast::Expr& expr) {
  const char* begin = expr.text.data();
  const char* end = begin + expr.text.size();
  int64_t integer = 0;
  if (expr.kind == ast::ExprKind::Integer) {
    auto [stop, error] = std::from_chars(begin, end, integer);
    if (error == std::errc() && stop == end) return literal({integer}, Type::of(ir::Type::Int), expr.span);
  } else {
    double number = 0;
    auto [stop, error] = std::from_chars(begin, end, number);
    if (error == std::errc() && stop == end && std::isfinite(number)) {
      return literal({number}, Type::of(ir::Type::Float), expr.span);
    }
  }
  report(DiagnosticKind::InvalidLiteral, expr.span, fmt::format("{} is too large a number", quoted(expr)))
      .help("whole numbers go up to 9223372036854775807");
  return failed(expr.span);
}

Typed Lowering::lower_duration(const ast::Expr& expr) {
  if (std::optional<int64_t> seconds = parse_duration(expr.text)) {
    return literal({*seconds}, Type::of(ir::Type::Duration), expr.span);
  }
  report(DiagnosticKind::InvalidLiteral, expr.span, fmt::format("{} is not a duration", quoted(expr)))
      .help("a duration is a number and a unit: `90s`, `30m`, `12h`, `7d` or `2w`");
  return failed(expr.span);
}

Typed Lowering::lower_negate(const ast::Expr& expr) {
  const ast::Expr& operand = *expr.children[0];
  Typed typed = value(operand);
  if (typed.failed()) return failed(expr.span);
  if (typed.is_literal() && typed.type.is(ir::Type::Int)) {
    return literal({-std::get<int64_t>(typed.expr->value.data)}, typed.type, expr.span);
  }
  if (typed.is_literal() && typed.type.is(ir::Type::Float)) {
    return literal({-std::get<double>(typed.expr->value.data)}, typed.type, expr.span);
  }
  report(DiagnosticKind::TypeMismatch, operand.span,
         fmt::format("`-` before {}, which is no number constant", quoted(operand)))
      .help("`-` makes a constant negative, such as `-1`");
  return failed(expr.span);
}

Typed Lowering::lower_list(const ast::Expr& expr) {
  ir::Expr* list = module_.make(ir::Op::List, ir::Type::List, expr.span);
  ir::ValueList values;
  std::optional<Type> element;
  bool broken = false, constant = true;
  for (const ast::Expr* child : expr.children) {
    Typed item = value(*child);
    if (item.failed() || !single(item, *child, "is an element of a list")) {
      broken = true;
      continue;
    }
    std::optional<Type> common = element ? common_type(*element, item.type) : item.type;
    if (!common) {
      report(DiagnosticKind::TypeMismatch, child->span,
             fmt::format("{} is {} among {}", quoted(*child), describe(item.type), describe_many(*element)))
          .help("the elements of a list have one type");
      broken = true;
      continue;
    }
    element = common;
    constant = constant && item.is_literal();
    if (item.is_literal()) values.push_back(item.expr->value);
    list->children.push_back(item.expr);
  }
  if (broken) return failed(expr.span);
  Type type = element && !element->null_literal ? Type::list_of(*element) : Type::of(ir::Type::List);
  if (constant) return literal({std::move(values)}, type, expr.span);
  return {list, type};
}

Typed Lowering::lower_object(const ast::Expr& expr) {
  ir::ValueMap values;
  for (size_t i = 0; i + 1 < expr.children.size(); i += 2) {
    const ast::Expr& item = *expr.children[i + 1];
    Typed typed = value(item);
    if (typed.failed()) return failed(expr.span);
    if (!typed.is_literal()) {
      report(DiagnosticKind::NotConstant, item.span, fmt::format("{} is not a constant", quoted(item)))
          .help("the values of an object are literals");
      return failed(expr.span);
    }
    values[std::string(expr.children[i]->text)] = typed.expr->value;
  }
  return literal({std::move(values)}, Type::of(ir::Type::Map), expr.span);
}

Typed Lowering::lower_interpolation(const ast::Expr& expr) {
  ir::Expr* concat = module_.make(ir::Op::Concat, ir::Type::String, expr.span);
  bool broken = false;
  for (const ast::Expr* child : expr.children) {
    Typed part = value(*child);
    broken |= part.failed() || !is_text_part(part, *child);
    if (!broken) append_part(*concat, part);
  }
  if (broken) return failed(expr.span);
  bool constant = concat->children.size() == 1 && concat->children[0]->op == ir::Op::Literal;
  if (constant) return literal(concat->children[0]->value, Type::of(ir::Type::String), expr.span);
  if (concat->children.empty()) return literal({std::string()}, Type::of(ir::Type::String), expr.span);
  return {concat, Type::of(ir::Type::String)};
}

// What a condition key's variable can carry is text; in a plan numbers and booleans have a text too.
bool Lowering::is_text_part(const Typed& part, const ast::Expr& at) {
  if (!single(part, at, "is part of a text")) return false;
  bool is_key = part.expr->op == ir::Op::RequestKey;
  if (is_key ? part.type.is_text() || part.type.is_any() : is_scalar(part.type)) return true;
  std::string hint = part.type.resource ? fmt::format("`address({})` is its address", written(at.span)) : "";
  report(DiagnosticKind::TypeMismatch, at.span,
         fmt::format("{} is {}, which has no place in a text", quoted(at), describe(part.type)))
      .help(hint);
  return false;
}

// Neighbouring constants become one.
void Lowering::append_part(ir::Expr& concat, const Typed& part) {
  if (!part.is_literal()) {
    concat.children.push_back(part.expr);
    return;
  }
  const ir::Value& value = part.expr->value;
  auto* own = std::get_if<std::string>(&value.data);
  std::string text = own != nullptr ? *own : show(value);
  if (!concat.children.empty() && concat.children.back()->op == ir::Op::Literal) {
    text = std::get<std::string>(concat.children.back()->value.data) + text;
    concat.children.pop_back();
  }
  if (text.empty()) return;
  concat.children.push_back(literal({text}, Type::of(ir::Type::String), part.expr->span).expr);
}

Typed Lowering::text(const ast::Expr& expr) {
  Typed typed = value(expr);
  return convert(typed, Type::of(ir::Type::String), expr) ? typed : failed(expr.span);
}

bool Lowering::convert(Typed& typed, const Type& expected, const ast::Expr& at) {
  if (typed.failed() || expected.error || expected.is_any()) return true;
  if (!single(typed, at, "is used as one")) return false;
  if (!fits(typed.type, expected)) {
    report(DiagnosticKind::TypeMismatch, at.span,
           fmt::format("{} is {}, not {}", quoted(at), describe(typed.type), describe(expected)));
    return false;
  }
  if (typed.is_literal() && !convert_constant(typed.expr->value, expected, at)) return false;
  bool text_as = typed.type.is(ir::Type::String) || typed.type.is_any();
  if (text_as && !typed.type.null_literal) {
    typed.type.kind = typed.expr->type = expected.kind;
  } else if (typed.is_literal() && !typed.type.null_literal) {
    typed.type.kind = typed.expr->type = expected.kind;
    typed.type.element = expected.element;
  }
  return true;
}

// A mistake in a list that is written out is shown at its element.
bool Lowering::convert_constant(ir::Value& value, const Type& expected, const ast::Expr& at) {
  auto* list = std::get_if<ir::ValueList>(&value.data);
  bool written_out = list != nullptr && at.kind == ast::ExprKind::List && list->size() == at.children.size();
  if (written_out && expected.is_array()) {
    bool fine = true;
    for (size_t i = 0; i < list->size(); ++i) {
      fine &= convert_constant((*list)[i], expected.element_type(), *at.children[i]);
    }
    return fine;
  }
  std::optional<Misfit> misfit = fit_value(value, expected);
  if (!misfit) return true;
  report(misfit->shape ? DiagnosticKind::InvalidLiteral : DiagnosticKind::TypeMismatch, at.span, misfit->message)
      .help(misfit->hint);
  return false;
}

Typed Lowering::failed(Span span) { return literal({}, Type::failed(), span); }

Typed Lowering::not_here(const ast::Expr& at, std::string what, std::string hint) {
  report(DiagnosticKind::NotAvailableHere, at.span, std::move(what)).help(std::move(hint));
  return failed(at.span);
}

Diagnostic& Lowering::report(DiagnosticKind kind, Span span, std::string message) {
  return diagnostics_.add(kind, std::move(message)).at(span);
}

std::string Lowering::written(Span span) const {
  std::string folded;
  for (char c : sources_.text(span)) {
    bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space || (!folded.empty() && folded.back() != ' ')) folded += space ? ' ' : c;
  }
  if (folded.size() <= 60) return folded;
  size_t cut = 57;
  while (cut > 0 && (static_cast<unsigned char>(folded[cut]) & 0xC0) == 0x80) --cut;
  return folded.substr(0, cut) + "…";
}

std::string Lowering::quoted(const ast::Expr& expr) const { return fmt::format("`{}`", written(expr.span)); }

}  // namespace berm::check
