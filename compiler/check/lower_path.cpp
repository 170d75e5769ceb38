// Names, attributes, `[…]` and `[*]`.
#include <fmt/format.h>

#include "compiler/check/lowering.h"
#include "compiler/check/schema.h"

namespace berm::check {
namespace {

// `a.b.c` where it is nothing but names and dots.
std::optional<std::string> dotted(const ast::Expr& expr) {
  if (expr.kind == ast::ExprKind::Name) return std::string(expr.text);
  if (expr.kind != ast::ExprKind::Member) return std::nullopt;
  std::optional<std::string> left = dotted(*expr.children[0]);
  return left ? std::optional<std::string>(*left + "." + std::string(expr.text)) : std::nullopt;
}

bool has_attributes(const Type& type) { return type.is(ir::Type::Object) || type.is(ir::Type::Map) || type.is_any(); }

}  // namespace

Typed Lowering::lower_name(const ast::Expr& expr) {
  if (const Binding* binding = scope_->find(expr.text)) return from_binding(*binding, expr);
  if (std::optional<CallRoot> which = root_named(expr.text)) return root(*which, expr.span);
  return unknown_name(expr);
}

Typed Lowering::from_binding(const Binding& binding, const ast::Expr& at) {
  Span span = at.span;
  if (binding.type.error) return failed(span);
  if (binding.type.root != CallRoot::None) return root(binding.type.root, span);
  if (binding.constant != nullptr) return literal(binding.constant->value, binding.type, span);
  if (context_ == Context::Call && binding.type.resource) {
    return not_here(at, fmt::format("{} is a planned resource, and this is about a call", quoted(at)),
                    "the resource of a call is `resource`");
  }
  ir::Expr* path = module_.make(ir::Op::Path, binding.type.kind, span);
  path->variable = binding.variable;
  return {path, binding.type, binding.type.resource};
}

// `regions.eu` is one name where `regions` alone is none: a constant of an imported package.
std::optional<Typed> Lowering::qualified_name(const ast::Expr& expr) {
  std::optional<std::string> name = dotted(expr);
  if (!name) return std::nullopt;
  std::string_view first = std::string_view(*name).substr(0, name->find('.'));
  if (scope_->find(first) != nullptr) return std::nullopt;
  const Binding* binding = scope_->find(*name);
  return binding != nullptr ? std::optional<Typed>(from_binding(*binding, expr)) : std::nullopt;
}

Typed Lowering::unknown_name(const ast::Expr& expr) {
  NearestName nearest(expr.text);
  scope_->offer_names(nearest);
  bool call_word =
      expr.text == "request" || expr.text == "principal" || expr.text == "context" || expr.text == "resource";
  if (call_word && context_ != Context::Call) {
    return not_here(expr, fmt::format("{} is about a call, and this is not", quoted(expr)),
                    "conditions on calls stand behind `calls …` and in the `where` of a rule on actions");
  }
  Diagnostic& diagnostic =
      report(DiagnosticKind::UnknownVariable, expr.span, fmt::format("{} is not a name known here", quoted(expr)));
  if (std::optional<std::string> best = nearest.best()) diagnostic.help(fmt::format("did you mean `{}`?", *best));
  return failed(expr.span);
}

Typed Lowering::lower_member(const ast::Expr& expr) {
  if (std::optional<Typed> qualified = qualified_name(expr)) return *qualified;
  Typed object = lower(*expr.children[0]);
  if (object.failed()) return failed(expr.span);
  if (object.type.root != CallRoot::None) return member_of_root(object, expr);
  return member_of(std::move(object), expr);
}

Typed Lowering::member_of(Typed object, const ast::Expr& expr) {
  if (object.type.multivalued) {
    single(object, *expr.children[0], "has an attribute taken");
    return failed(expr.span);
  }
  if (object.type.is_array() && has_attributes(object.type.element_type())) return missing_element(object, expr);
  if (!has_attributes(object.type)) return unknown_attribute(object, expr);
  std::optional<Type> found =
      object.type.is(ir::Type::Map) ? object.type.element_type() : find_attribute(object.type, expr.text);
  if (!found) return unknown_attribute(object, expr);
  found->nullable = found->nullable || object.type.is(ir::Type::Map) || (object.type.nullable && !object.type.sequence);
  if (object.is_literal()) return member_of_constant(object, *found, expr);
  ir::Step step{.kind = ir::Step::Kind::Attribute, .attribute = std::string(expr.text)};
  if (object.type.is(ir::Type::Map)) {
    ir::Value key{std::string(expr.text)};
    step = {.kind = ir::Step::Kind::Index, .index = literal(key, Type::of(ir::Type::String), expr.name_span).expr};
  }
  return add_step(std::move(object), std::move(step), std::move(*found), expr.span);
}

Typed Lowering::member_of_constant(const Typed& object, const Type& type, const ast::Expr& expr) {
  auto* map = std::get_if<ir::ValueMap>(&object.expr->value.data);
  auto found = map == nullptr ? ir::ValueMap::const_iterator() : map->find(std::string(expr.text));
  if (map == nullptr || found == map->end()) return literal({}, natural_type({}), expr.span);
  return literal(found->second, type.is_any() ? natural_type(found->second) : type, expr.span);
}

// Steps go onto the path itself. Only a path and what `tags` made have any.
Typed Lowering::add_step(Typed object, ir::Step step, Type type, Span span) {
  bool path = object.expr->op == ir::Op::Path || object.expr->op == ir::Op::Before;
  bool indexed_call = object.expr->op == ir::Op::Call && step.kind == ir::Step::Kind::Index;
  if (!path && !indexed_call) {
    report(DiagnosticKind::TypeMismatch, span,
           fmt::format("`{}` reads inside the result of an operation", written(span)))
        .help("take the attribute first, then compare or `??` it");
    return failed(span);
  }
  type.sequence = type.sequence || object.type.sequence;
  if (indexed_call) {
    ir::Expr* index = module_.make(ir::Op::Index, type.kind, span);
    index->children = {object.expr, step.index};
    return {index, std::move(type)};
  }
  object.expr->steps.push_back(std::move(step));
  object.expr->type = type.sequence ? ir::Type::List : type.kind;
  object.expr->span = span;
  object.type = std::move(type);
  return object;
}

Typed Lowering::unknown_attribute(const Typed& object, const ast::Expr& expr) {
  const ast::Expr& left = *expr.children[0];
  if (!has_attributes(object.type)) {
    report(DiagnosticKind::UnknownAttribute, expr.name_span,
           fmt::format("{} is {} and has no attribute `{}`", quoted(left), describe(object.type), expr.text));
    return failed(expr.span);
  }
  std::string lacking = lacking_resource(object.type, expr.text);
  std::string owner = lacking.empty() ? quoted(left) : fmt::format("`{}`", lacking);
  std::optional<std::string> best = nearest_attribute(object.type, expr.text);
  Diagnostic& diagnostic = report(DiagnosticKind::UnknownAttribute, expr.name_span,
                                  fmt::format("{} has no attribute `{}`", owner, expr.text));
  if (best) diagnostic.help(fmt::format("did you mean `{}`?", *best));
  return failed(expr.span);
}

Typed Lowering::missing_element(const Typed& object, const ast::Expr& expr) {
  std::string list = written(expr.children[0]->span);
  std::string hint = fmt::format("write `{}[*].{}` for all of them", list, expr.text);
  if (object.type.is(ir::Type::List)) hint += fmt::format(" or `{}[0].{}` for the first", list, expr.text);
  report(DiagnosticKind::MissingElement, expr.name_span,
         fmt::format("`{}` is {}, and only its elements can have `{}`", list, describe(object.type), expr.text))
      .help(hint);
  return failed(expr.span);
}

Typed Lowering::lower_index(const ast::Expr& expr) {
  Typed object = lower(*expr.children[0]);
  if (object.failed()) return failed(expr.span);
  if (object.type.root != CallRoot::None) return index_of_root(object, expr);
  return index_of(std::move(object), expr);
}

Typed Lowering::index_of(Typed object, const ast::Expr& expr) {
  const ast::Expr& left = *expr.children[0];
  const ast::Expr& at = *expr.children[1];
  Typed index = value(at);
  if (index.failed()) return failed(expr.span);
  bool list = object.type.is_array(), map = object.type.is(ir::Type::Map) || object.type.is(ir::Type::Object);
  if (object.type.multivalued || object.type.resource || !(list || map || object.type.is_any())) {
    report(DiagnosticKind::TypeMismatch, left.span,
           fmt::format("{} is {} and has no elements", quoted(left), describe(object.type)));
    return failed(expr.span);
  }
  bool by_text = map || (object.type.is_any() && index.type.is_text());
  if (object.type.is(ir::Type::Set)) {
    report(DiagnosticKind::TypeMismatch, at.span,
           fmt::format("{} is a set, whose elements have no order", quoted(left)))
        .help(fmt::format("go over all of them: `any e in {}[*] {{ … }}`", written(left.span)));
    return failed(expr.span);
  }
  if (!convert(index, Type::of(by_text ? ir::Type::String : ir::Type::Int), at)) return failed(expr.span);
  if (object.type.is(ir::Type::Object) && index.is_literal() && !object.type.shapes.empty()) {
    report(DiagnosticKind::TypeMismatch, at.span, fmt::format("{} has attributes, not keys", quoted(left)))
        .help(fmt::format("write `{}.{}`", written(left.span), std::get<std::string>(index.expr->value.data)));
    return failed(expr.span);
  }
  Type element = object.type.element_type();
  element.nullable = true;
  if (object.is_literal()) return index_of_constant(object, element, index, expr);
  ir::Step step{.kind = ir::Step::Kind::Index, .index = index.expr};
  return add_step(std::move(object), std::move(step), std::move(element), expr.span);
}

Typed Lowering::index_of_constant(const Typed& object, const Type& element, const Typed& index, const ast::Expr& expr) {
  const ast::Expr& at = *expr.children[1];
  if (!index.is_literal()) {
    report(DiagnosticKind::NotConstant, at.span, fmt::format("{} is not a constant", quoted(at)))
        .help("a constant is indexed by a constant");
    return failed(expr.span);
  }
  const ir::Value* found = nullptr;
  if (auto* map = std::get_if<ir::ValueMap>(&object.expr->value.data)) {
    auto entry = map->find(std::get<std::string>(index.expr->value.data));
    if (entry != map->end()) found = &entry->second;
  } else if (auto* list = std::get_if<ir::ValueList>(&object.expr->value.data)) {
    int64_t position = std::get<int64_t>(index.expr->value.data);
    if (position < 0 || position >= static_cast<int64_t>(list->size())) {
      report(DiagnosticKind::InvalidLiteral, at.span,
             fmt::format("{} has {} element{}, none of them `[{}]`", quoted(*expr.children[0]), list->size(),
                         list->size() == 1 ? "" : "s", position))
          .help("the first element is `[0]`");
      return failed(expr.span);
    }
    found = &(*list)[static_cast<size_t>(position)];
  }
  if (found == nullptr) return literal({}, natural_type({}), expr.span);
  Type type = element.is_any() ? natural_type(*found) : element;
  type.nullable = found->is_null();
  return literal(*found, type, expr.span);
}

Typed Lowering::lower_splat(const ast::Expr& expr) {
  const ast::Expr& left = *expr.children[0];
  Typed object = value(left);
  if (object.failed()) return failed(expr.span);
  bool collection = (object.type.is_array() || object.type.is_any()) && !object.type.multivalued;
  if (!collection) {
    report(DiagnosticKind::TypeMismatch, left.span,
           fmt::format("{} is {}, and `[*]` goes over a list", quoted(left), describe(object.type)));
    return failed(expr.span);
  }
  // All elements of a constant list are the list.
  if (object.is_literal()) return object;
  Type element = object.type.element_type();
  element.sequence = true;
  return add_step(std::move(object), {.kind = ir::Step::Kind::Each}, std::move(element), expr.span);
}

Typed Lowering::attribute_path(const ast::Expr& expr) {
  Typed typed = value(expr);
  if (typed.failed()) return typed;
  bool attribute = typed.expr->op == ir::Op::Path && typed.of_resource && !typed.expr->steps.empty();
  if (attribute) return typed;
  report(DiagnosticKind::TypeMismatch, expr.span, fmt::format("{} is not an attribute of a resource", quoted(expr)))
      .help("write the clause's resource and the attribute, such as `x.name`");
  return failed(expr.span);
}

}  // namespace berm::check
