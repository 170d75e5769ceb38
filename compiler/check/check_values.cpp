// Params and lets: their values, and the names that expressions of a file see.
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "compiler/check/names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

bool is_value(const Symbol& symbol) { return symbol.kind == SymbolKind::Param || symbol.kind == SymbolKind::Let; }

// The longest part of a dotted name that stands for a value: `regions.eu` of `regions.eu.x`.
struct ValueName {
  const Symbol* symbol = nullptr;
  std::string name;
  bool lost = false;  // its declaration was left out for its mistakes
  bool none = false;  // it is nothing but names and dots, and no part of it stands for a value
};

ValueName find_value(Symbols& symbols, size_t file, const ast::Expr& expr) {
  std::optional<ast::DottedName> name = dotted_name(expr);
  if (!name) return {};
  std::vector<std::string_view> parts = parts_of(*name);
  for (; !parts.empty(); parts.pop_back()) {
    const Symbol* symbol = symbols.find(file, parts);
    if (symbol && is_value(*symbol)) return {symbol, dotted(parts), false};
    if (!symbol && symbols.is_lost(file, parts)) return {nullptr, dotted(parts), true};
  }
  return {.none = true};
}

}  // namespace

void Checker::check_values() {
  for (const Symbol& symbol : symbols_.all()) {
    if (is_value(symbol)) value_of(symbol, symbol.base->name.span);
  }
}

void Checker::check_manifest_params() {
  std::set<std::string, std::less<>> names;
  for (const Symbol& symbol : symbols_.all()) {
    if (symbol.kind != SymbolKind::Param) continue;
    names.insert(symbol.qualified());
    names.insert(std::string(symbol.base->name.text));
  }
  for (const auto& [name, value] : input_.params) {
    if (names.contains(name)) continue;
    NearestName nearest(name);
    for (const std::string& other : names) nearest.offer(other);
    Diagnostic& diagnostic =
        diagnostics_.add(DiagnosticKind::UnknownParameter, fmt::format("no parameter is called `{}`", name));
    diagnostic.at(value.position);
    if (std::optional<std::string> best = nearest.best()) diagnostic.help(fmt::format("did you mean `{}`?", *best));
  }
}

const Binding* Checker::value_of(const Symbol& symbol, Span use) {
  auto [at, fresh] = values_.try_emplace(&symbol);
  if (fresh) {
    at->second.value = make_value(symbol);
    at->second.state = Made<Binding>::State::Done;
  } else if (at->second.state == Made<Binding>::State::Running) {
    report_cycle(symbol, symbol.kind == SymbolKind::Param ? "parameter" : "constant", use);
    return nullptr;
  }
  return &at->second.value;
}

Binding Checker::make_value(const Symbol& symbol) {
  if (const auto* param = std::get_if<ast::ParamDecl>(symbol.decl)) return make_param(symbol, *param);
  return make_let(symbol, std::get<ast::LetDecl>(*symbol.decl));
}

const ParamValue* Checker::manifest_value(const Symbol& symbol) {
  auto at = input_.params.find(symbol.qualified());
  if (at == input_.params.end()) at = input_.params.find(symbol.base->name.text);
  return at == input_.params.end() ? nullptr : &at->second;
}

Binding Checker::make_param(const Symbol& symbol, const ast::ParamDecl& decl) {
  Type type = expressions_.from_type_expr(decl.type);
  Place place{symbol.file, &file_scopes_[symbol.file]};
  std::optional<ir::Value> value;
  if (decl.value) value = constant(*decl.value, place, type);
  const ParamValue* given = manifest_value(symbol);
  if (given) {
    value = given->value;
    if (std::optional<std::string> reason = expressions_.fit(*value, type)) {
      diagnostics_
          .add(DiagnosticKind::ParameterType,
               fmt::format("parameter `{}` takes {}, and {}", decl.name.text, describe(type), *reason))
          .at(given->position)
          .label(decl.name.span, "declared here");
      value.reset();
    }
  } else if (!decl.value) {
    report(DiagnosticKind::MissingParameter, fmt::format("parameter `{}` has no value", decl.name.text), decl.name.span)
        .help(fmt::format("give it a default with `= …`, or a value under `params` in berm.yaml"));
  }
  if (!value)
    return {std::string(decl.name.text), Type::failed(), 0, expressions_.literal({}, Type::failed(), decl.span)};
  return {std::string(decl.name.text), type, 0, expressions_.literal(std::move(*value), type, decl.name.span),
          decl.name.span};
}

Binding Checker::make_let(const Symbol& symbol, const ast::LetDecl& decl) {
  Type type = decl.type ? expressions_.from_type_expr(*decl.type) : Type{};
  std::optional<ir::Value> value;
  if (decl.value) {
    use_names(symbol.file, *decl.value);
    Type found;
    value = expressions_.constant(*decl.value, file_scopes_[symbol.file], type, &found);
    if (!decl.type) type = found;
  }
  if (!value) {
    value.emplace();
    type = Type::failed();
  }
  return {std::string(decl.name.text), type, 0, expressions_.literal(std::move(*value), type, decl.name.span),
          decl.name.span};
}

void Checker::declare_value(size_t file, const std::string& name, const Symbol& symbol, Span use) {
  if (file_scopes_[file].find(name)) return;
  const Binding* value = value_of(symbol, use);
  // In a cycle: reported, and known from here on, so that it is not called unknown as well.
  Binding binding =
      value ? *value : Binding{name, Type::failed(), 0, expressions_.literal({}, Type::failed(), use), use};
  binding.name = name;
  file_scopes_[file].declare(std::move(binding));
}

// Nested at most as deep as the parser lets source be.
void Checker::use_names(size_t file, const ast::Expr& expr) {
  if (expr.kind == ast::ExprKind::String) warn_of_other_partition(file, expr);
  ValueName found = find_value(symbols_, file, expr);
  if (found.symbol) return declare_value(file, found.name, *found.symbol, expr.span);
  if (found.lost) {
    const ir::Expr* nothing = expressions_.literal({}, Type::failed(), expr.span);
    file_scopes_[file].declare({found.name, Type::failed(), 0, nothing, expr.span});
    return;
  }
  if (found.none) return;
  for (const ast::Expr* child : expr.children) use_names(file, *child);
  if (expr.grant) use_names(file, *expr.grant);
}

void Checker::use_names(size_t file, const ast::GrantTest& grant) {
  for (const ast::Expr* on : grant.on) use_names(file, *on);
  if (grant.to_account) use_names(file, *grant.to_account);
  auto [at, fresh] = grant_actions_.try_emplace(&grant);
  if (!fresh) return;
  at->second = lower(grant.actions, file);
  require_actions(at->second, grant.actions.span);
}

// `arn:aws-cn:…` names nothing in another partition.
void Checker::warn_of_other_partition(size_t file, const ast::Expr& text) {
  std::vector<std::string_view> parts = split(text.text, ':');
  bool arn = parts.size() > 2 && parts[0] == "arn" && parts[1].starts_with("aws") && !has_wildcard(parts[1]);
  if (!arn || parts[1] == input_.partition || input_.standard_library[file]) return;
  if (!other_partitions_.emplace(file, text.span.begin).second) return;
  report(DiagnosticKind::OtherPartition,
         fmt::format("this is an ARN of the partition `{}`, and the manifest's is `{}`", parts[1], input_.partition),
         text.span)
      .help(fmt::format("write `arn:{}:…`, or set `partition` in berm.yaml", input_.partition));
}

const Scope& Checker::scope_for(size_t file, const ast::Expr& expr) {
  use_names(file, expr);
  return file_scopes_[file];
}

void Checker::declare_visible_values() {
  for (const Symbol& symbol : symbols_.all()) {
    if (!is_value(symbol)) continue;
    for (size_t file = 0; file < input_.files.size(); ++file) {
      if (symbols_.package_of(file) == symbol.package)
        declare_value(file, std::string(symbol.base->name.text), symbol, symbol.base->name.span);
    }
  }
}

std::optional<ir::Value> Checker::constant(const ast::Expr& expr, const Place& place, const Type& expected) {
  use_names(place.file, expr);
  return expressions_.constant(expr, *place.scope, expected);
}

std::optional<std::vector<std::string>> Checker::texts(const ast::Expr& expr, const Place& place, ir::Type kind,
                                                       std::string_view what, DiagnosticKind invalid) {
  std::optional<ir::Value> value = constant(expr, place, Type{});
  if (!value) return std::nullopt;
  ir::ValueList list;
  if (auto* several = std::get_if<ir::ValueList>(&value->data)) {
    list = std::move(*several);
  } else {
    list.push_back(std::move(*value));
  }
  std::vector<std::string> out;
  for (ir::Value& element : list) {
    std::optional<std::string> reason = expressions_.fit(element, Type::of(kind));
    const std::string* text = std::get_if<std::string>(&element.data);
    if (!reason && text) {
      out.push_back(*text);
      continue;
    }
    report(invalid,
           reason ? fmt::format("{} is wanted here, and {}", what, *reason) : fmt::format("{} is wanted here", what),
           expr.span);
    return std::nullopt;
  }
  return out;
}

}  // namespace berm::check
