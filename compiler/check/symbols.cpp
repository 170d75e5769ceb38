#include "compiler/check/symbols.h"

#include <algorithm>

#include "base/text.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

// Tests and declared resources have no name that others use.
std::optional<SymbolKind> kind_of(const ast::Decl& decl) {
  using Kind = std::optional<SymbolKind>;
  return std::visit(Overloaded{[](const ast::ParamDecl&) -> Kind { return SymbolKind::Param; },
                               [](const ast::LetDecl&) -> Kind { return SymbolKind::Let; },
                               [](const ast::PrincipalDecl&) -> Kind { return SymbolKind::Principal; },
                               [](const ast::ActionsDecl&) -> Kind { return SymbolKind::Actions; },
                               [](const ast::HazardDecl&) -> Kind { return SymbolKind::Hazard; },
                               [](const ast::TeamDecl&) -> Kind { return SymbolKind::Team; },
                               [](const ast::RuleDecl&) -> Kind { return SymbolKind::Rule; },
                               [](const ast::DeclareResourceDecl&) -> Kind { return std::nullopt; },
                               [](const ast::TestDecl&) -> Kind { return std::nullopt; }},
                    decl);
}

const ast::DeclBase* base_of(const ast::Decl& decl) {
  return std::visit([](const ast::DeclBase& base) { return &base; }, decl);
}

bool is_one_of(SymbolKind kind, const std::vector<SymbolKind>& kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

std::string_view words(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Param: return "a parameter";
    case SymbolKind::Let: return "a constant";
    case SymbolKind::Principal: return "a principal";
    case SymbolKind::Actions: return "an action set";
    case SymbolKind::Hazard: return "a hazard";
    case SymbolKind::Team: return "a team";
    case SymbolKind::Rule: return "a rule";
  }
  return "";
}

std::string dotted(const std::vector<std::string_view>& parts) {
  return join(std::vector<std::string>(parts.begin(), parts.end()), ".");
}

std::vector<std::string_view> parts_of(const ast::DottedName& name) {
  std::vector<std::string_view> parts;
  for (const ast::Name& part : name.parts) parts.push_back(part.text);
  return parts;
}

Symbols::Symbols(const Input& input, Diagnostics& diagnostics) : input_(input), diagnostics_(diagnostics) {
  for (const ast::File& file : input.files) {
    packages_.push_back(dotted(parts_of(file.package)));
    by_package_[packages_.back()];
    for (const ast::Name& name : file.lost) lost_[packages_.back()].emplace(name.text);
  }
  for (size_t file = 0; file < input.files.size(); ++file) {
    for (const ast::Decl& decl : input.files[file].decls) declare(file, decl);
  }
  imports_.resize(input.files.size());
  failed_imports_.resize(input.files.size());
  for (size_t file = 0; file < input.files.size(); ++file) report_reserved_package(file);
  for (size_t file = 0; file < input.files.size(); ++file) {
    for (const ast::ImportDecl& decl : input.files[file].imports) import(file, decl);
  }
}

void Symbols::declare(size_t file, const ast::Decl& decl) {
  std::optional<SymbolKind> kind = kind_of(decl);
  const ast::DeclBase* base = base_of(decl);
  if (!kind || base->name.text.empty()) return;
  auto [at, fresh] = by_package_[packages_[file]].try_emplace(std::string(base->name.text), symbols_.size());
  if (!fresh) {
    const Symbol& first = symbols_[at->second];
    diagnostics_.add(DiagnosticKind::DuplicateDeclaration, fmt::format("`{}` is declared twice", base->name.text))
        .at(base->name.span)
        .label(first.base->name.span, fmt::format("first declared here, as {}", words(first.kind)))
        .help("all declarations of a package share one set of names");
  }
  symbols_.push_back({*kind, file, &decl, base, packages_[file]});
}

void Symbols::import(size_t file, const ast::ImportDecl& decl) {
  if (decl.path.parts.empty()) return;
  std::string package = dotted(parts_of(decl.path));
  std::string qualifier(decl.path.parts.back().text);
  if (!by_package_.contains(package)) {
    failed_imports_[file].insert({qualifier, package});
    return report_unknown_package(decl);
  }
  auto [at, fresh] = imports_[file].try_emplace(qualifier, Import{package, &decl});
  if (fresh) return;
  const Import& first = at->second;
  bool same = first.package == package;
  diagnostics_
      .add(DiagnosticKind::DuplicateImport, same ? fmt::format("`{}` is imported twice", package)
                                                 : fmt::format("two imports are called `{}` here", qualifier))
      .at(decl.path.span)
      .label(first.decl->path.span, "first imported here")
      .help(same ? "remove one of them" : fmt::format("remove this one and write `{}.…` in full", package));
}

void Symbols::report_unknown_package(const ast::ImportDecl& decl) {
  std::string package = dotted(parts_of(decl.path));
  NearestName nearest(package);
  for (const auto& [name, names] : by_package_) nearest.offer(name);
  for (const std::string& name : input_.other_packages) nearest.offer(name);
  Diagnostic& diagnostic =
      diagnostics_.add(DiagnosticKind::UnknownPackage, fmt::format("unknown package `{}`", package)).at(decl.path.span);
  if (std::optional<std::string> best = nearest.best()) diagnostic.help(fmt::format("did you mean `{}`?", *best));
}

// A package of one's own called `std.…` would be taken for the standard library's.
void Symbols::report_reserved_package(size_t file) {
  bool reserved = packages_[file] == "std" || packages_[file].starts_with("std.");
  if (!reserved || input_.standard_library[file]) return;
  diagnostics_
      .add(DiagnosticKind::ReservedPackage, fmt::format("`{}` is a name of the standard library", packages_[file]))
      .at(input_.files[file].package.span)
      .help("start it with a name of your own, such as `acme.baseline`");
}

std::optional<std::string> Symbols::package_named(size_t file, std::string_view qualifier, bool mark_used) {
  if (auto at = imports_[file].find(qualifier); at != imports_[file].end()) {
    at->second.used |= mark_used;
    return at->second.package;
  }
  if (!by_package_.contains(qualifier)) return std::nullopt;
  for (auto& [name, entry] : imports_[file]) {
    if (entry.package == qualifier) entry.used |= mark_used;
  }
  return std::string(qualifier);
}

const Symbols::Names* Symbols::names_of(size_t file, std::string_view qualifier, bool mark_used) {
  std::optional<std::string> package = package_named(file, qualifier, mark_used);
  return package ? &by_package_.find(*package)->second : nullptr;
}

bool Symbols::is_lost(size_t file, const std::vector<std::string_view>& parts) {
  if (parts.empty()) return false;
  // What an import that failed would have brought is no further mistake.
  if (parts.size() > 1 && failed_imports_[file].contains(dotted({parts.begin(), parts.end() - 1}))) return true;
  std::optional<std::string> package =
      parts.size() == 1 ? packages_[file] : package_named(file, dotted({parts.begin(), parts.end() - 1}), true);
  auto at = package ? lost_.find(*package) : lost_.end();
  return at != lost_.end() && at->second.contains(parts.back());
}

const Symbol* Symbols::find_in(const Names& names, std::string_view name) const {
  auto at = names.find(name);
  return at == names.end() ? nullptr : &symbols_[at->second];
}

const Symbol* Symbols::find(size_t file, const std::vector<std::string_view>& parts) {
  if (parts.empty()) return nullptr;
  if (parts.size() == 1) return find_in(by_package_[packages_[file]], parts[0]);
  std::string qualifier = dotted({parts.begin(), parts.end() - 1});
  const Names* names = names_of(file, qualifier, true);
  return names ? find_in(*names, parts.back()) : nullptr;
}

const Symbol* Symbols::resolve(size_t file, const ast::DottedName& name, const std::vector<SymbolKind>& kinds,
                               std::string_view wanted) {
  const Symbol* found = find(file, parts_of(name));
  if (!found) {
    if (!name.parts.empty() && !is_lost(file, parts_of(name))) report_unknown(file, name, kinds);
    return nullptr;
  }
  if (is_one_of(found->kind, kinds)) return found;
  diagnostics_
      .add(DiagnosticKind::WrongDeclaration,
           fmt::format("`{}` is {}, not {}", dotted(parts_of(name)), words(found->kind), wanted))
      .at(name.span)
      .label(found->base->name.span, "declared here");
  return nullptr;
}

void Symbols::report_unknown(size_t file, const ast::DottedName& name, const std::vector<SymbolKind>& kinds) {
  std::vector<std::string_view> parts = parts_of(name);
  std::string qualifier = dotted({parts.begin(), parts.end() - 1});
  const Names* names = parts.size() == 1 ? &by_package_[packages_[file]] : names_of(file, qualifier, false);
  std::string prefix = parts.size() == 1 ? "" : qualifier + ".";
  Diagnostic& diagnostic =
      diagnostics_.add(DiagnosticKind::UnknownDeclaration, fmt::format("unknown name `{}`", dotted(parts)))
          .at(name.span);
  if (!names) {
    NearestName nearest(qualifier);
    for (const auto& [other, entry] : imports_[file]) nearest.offer(other);
    std::optional<std::string> best = nearest.best();
    diagnostic.help(best ? fmt::format("did you mean `{}.{}`?", *best, parts.back())
                         : fmt::format("no import of this file is called `{}`", qualifier));
    return;
  }
  NearestName nearest(parts.back());
  for (const auto& [other, index] : *names) {
    if (is_one_of(symbols_[index].kind, kinds)) nearest.offer(other);
  }
  if (std::optional<std::string> best = nearest.best())
    diagnostic.help(fmt::format("did you mean `{}{}`?", prefix, *best));
}

void Symbols::report_unused_imports() {
  for (const auto& of_file : imports_) {
    for (const auto& [qualifier, entry] : of_file) {
      if (entry.used) continue;
      diagnostics_.add(DiagnosticKind::UnusedImport, fmt::format("`{}` is imported but not used", entry.package))
          .at(entry.decl->path.span)
          .help("remove the import");
    }
  }
}

}  // namespace berm::check
