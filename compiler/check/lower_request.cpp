// The words of the call context: `request`, `principal`, `resource`, `context["svc:Key"]`, `unchecked "svc:Key"`.
#include <fmt/format.h>

#include "compiler/check/lowering.h"

namespace berm::check {
namespace {

struct RequestWord {
  CallRoot root;
  std::string_view attribute;
  std::string_view key;
  ir::Type type;
  bool multivalued;
};

constexpr RequestWord kWords[] = {
#define BERM_REQUEST_KEY(root, attribute, key, type, multivalued) \
  {CallRoot::root, attribute, key, ir::Type::type, multivalued},
#include "compiler/check/request_key.def"
};

struct TagWord {
  CallRoot root;  // where `tags` is an attribute
  CallRoot tags;  // what it makes
  std::string_view prefix;
};

constexpr TagWord kTags[] = {
    {CallRoot::Request, CallRoot::RequestTags, "aws:RequestTag/"},
    {CallRoot::Resource, CallRoot::ResourceTags, "aws:ResourceTag/"},
    {CallRoot::Principal, CallRoot::PrincipalTags, "aws:PrincipalTag/"},
};

std::string_view tag_prefix(CallRoot root) {
  for (const TagWord& word : kTags) {
    if (word.tags == root) return word.prefix;
  }
  return "";
}

ir::Type kind_of(catalog::KeyType type) {
  switch (type) {
    case catalog::KeyType::String:
    case catalog::KeyType::Binary: return ir::Type::String;
    case catalog::KeyType::Arn: return ir::Type::Arn;
    case catalog::KeyType::Bool: return ir::Type::Bool;
    case catalog::KeyType::Numeric: return ir::Type::Int;
    case catalog::KeyType::Date: return ir::Type::Time;
    case catalog::KeyType::Ip: return ir::Type::Cidr;
  }
  return ir::Type::String;
}

}  // namespace

std::optional<CallRoot> Lowering::root_named(std::string_view name) const {
  if (context_ != Context::Call) return std::nullopt;
  if (name == "request") return CallRoot::Request;
  if (name == "principal") return CallRoot::Principal;
  if (name == "resource") return CallRoot::Resource;
  if (name == "context") return CallRoot::Context;
  return std::nullopt;
}

Typed Lowering::root(CallRoot which, Span span) {
  Type type;
  type.root = which;
  return literal({}, type, span);
}

Typed Lowering::member_of_root(const Typed& object, const ast::Expr& expr) {
  CallRoot which = object.type.root;
  if (std::string_view prefix = tag_prefix(which); !prefix.empty()) {
    return request_key(fmt::format("{}{}", prefix, expr.text), Type::of(ir::Type::String), false, expr.span);
  }
  for (const TagWord& word : kTags) {
    if (word.root == which && expr.text == "tags") return root(word.tags, expr.span);
  }
  NearestName nearest(expr.text);
  for (const RequestWord& word : kWords) {
    if (word.root != which) continue;
    if (word.attribute == expr.text) return request_key(word.key, Type::of(word.type), word.multivalued, expr.span);
    nearest.offer(word.attribute);
  }
  std::optional<std::string> best = nearest.best();
  report(DiagnosticKind::UnknownAttribute, expr.name_span,
         fmt::format("{} has no attribute `{}`", quoted(*expr.children[0]), expr.text))
      .help(best ? fmt::format("did you mean `{}`?", *best)
                 : "other condition keys are read by `context[\"service:Key\"]`");
  return failed(expr.span);
}

Typed Lowering::index_of_root(const Typed& object, const ast::Expr& expr) {
  const ast::Expr& at = *expr.children[1];
  CallRoot which = object.type.root;
  if (which == CallRoot::Context && at.kind == ast::ExprKind::Unchecked) return lower_unchecked(at);
  std::string_view prefix = tag_prefix(which);
  if (which != CallRoot::Context && prefix.empty()) return root_as_value(object, *expr.children[0]);
  Typed name = value(at);
  if (!convert(name, Type::of(ir::Type::String), at) || name.failed()) return failed(expr.span);
  if (!name.is_literal()) {
    report(DiagnosticKind::NotConstant, at.span, fmt::format("{} is not a constant", quoted(at)))
        .help("the name of a condition key is a literal");
    return failed(expr.span);
  }
  const std::string& text = std::get<std::string>(name.expr->value.data);
  if (which == CallRoot::Context) {
    Typed key = catalogue_key(text, at);
    key.expr->span = expr.span;
    return key;
  }
  return request_key(std::string(prefix) + text, Type::of(ir::Type::String), false, expr.span);
}

Typed Lowering::catalogue_key(std::string_view name, const ast::Expr& at) {
  std::optional<catalog::ConditionKey> key = catalog_.condition_key(name);
  if (key) return request_key(name, Type::of(kind_of(key->type)), key->multivalued, at.span);
  std::optional<std::string> best = catalog_.nearest_condition_key(name);
  report(DiagnosticKind::UnknownConditionKey, at.span, fmt::format("no condition key `{}` is known", name))
      .help(best ? fmt::format("did you mean `{}`?", *best)
                 : fmt::format("a key newer than the catalogue is written `unchecked \"{}\"`", name));
  return failed(at.span);
}

Typed Lowering::lower_unchecked(const ast::Expr& expr) {
  if (context_ != Context::Call) {
    return not_here(expr, fmt::format("{} is a condition key of a call, and this is not about a call", quoted(expr)),
                    "");
  }
  if (expr.text.find(':') == std::string_view::npos) {
    report(DiagnosticKind::InvalidLiteral, expr.span, fmt::format("`{}` is not a condition key", expr.text))
        .help("a condition key is a service and a name, such as `s3:prefix`");
    return failed(expr.span);
  }
  Type any;
  return request_key(expr.text, any, false, expr.span);
}

Typed Lowering::request_key(std::string_view name, Type type, bool multivalued, Span span) {
  ir::Expr* expr = module_.make(ir::Op::RequestKey, type.kind, span);
  expr->key = to_lower(name);
  expr->multivalued = type.multivalued = multivalued;
  type.nullable = true;
  return {expr, std::move(type)};
}

Typed Lowering::root_as_value(const Typed& typed, const ast::Expr& at) {
  bool tags = !tag_prefix(typed.type.root).empty();
  std::string word = written(at.span);
  std::string hint = tags || typed.type.root == CallRoot::Context
                         ? fmt::format("name one: `{}[\"…\"]`", word)
                         : fmt::format("name an attribute of it, such as `{}.{}`", word,
                                       typed.type.root == CallRoot::Request ? "region" : "arn");
  report(DiagnosticKind::TypeMismatch, at.span, fmt::format("{} is not a value by itself", quoted(at))).help(hint);
  return failed(at.span);
}

}  // namespace berm::check
