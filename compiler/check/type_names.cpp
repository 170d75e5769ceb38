// Types as they are written: of params, of declared resources, of a clause's binder.
#include <fmt/format.h>

#include "base/text.h"
#include "compiler/check/expressions.h"

namespace berm::check {
namespace {

struct TypeName {
  std::string_view name;
  ir::Type type;
  bool generic = false;
};

constexpr TypeName kTypes[] = {
    {"any", ir::Type::Any},       {"bool", ir::Type::Bool},         {"int", ir::Type::Int},
    {"float", ir::Type::Float},   {"string", ir::Type::String},     {"list", ir::Type::List, true},
    {"set", ir::Type::Set, true}, {"map", ir::Type::Map, true},     {"object", ir::Type::Object},
    {"time", ir::Type::Time},     {"duration", ir::Type::Duration}, {"cidr", ir::Type::Cidr},
    {"arn", ir::Type::Arn},       {"region", ir::Type::Region},     {"account", ir::Type::Account},
};

const TypeName* find_type(std::string_view name) {
  for (const TypeName& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

void unknown_type(const ast::TypeExpr& type, Diagnostics& diagnostics) {
  NearestName nearest(type.name.text);
  for (const TypeName& candidate : kTypes) nearest.offer(candidate.name);
  std::optional<std::string> best = nearest.best();
  std::string hint = best ? fmt::format("did you mean `{}`?", *best) : "";
  if (type.name.text == "number") hint = "write `int` or `float`";
  diagnostics.add(DiagnosticKind::UnknownType, fmt::format("no type is called `{}`", type.name.text))
      .at(type.name.span)
      .help(hint);
}

}  // namespace

Type ExpressionChecker::from_type_expr(const ast::TypeExpr& type) {
  const TypeName* named = find_type(type.name.text);
  if (named == nullptr) {
    unknown_type(type, diagnostics_);
    return Type::failed();
  }
  Type out = Type::of(named->type);
  size_t wanted = named->generic ? 1 : 0;
  if (type.arguments.size() > wanted) {
    diagnostics_
        .add(DiagnosticKind::WrongArguments,
             fmt::format("`{}` takes {}", type.name.text, wanted == 1 ? "one type" : "no types in `<…>`"))
        .at(type.span)
        .help(wanted == 1 ? fmt::format("write `{}<string>`", type.name.text)
                          : fmt::format("write `{}`", type.name.text));
    return Type::failed();
  }
  out.nullable = out.is_any();
  if (!type.arguments.empty()) out.element = std::make_shared<const Type>(from_type_expr(type.arguments[0]));
  return out;
}

}  // namespace berm::check
