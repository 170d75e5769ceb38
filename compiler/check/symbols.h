// The declarations of all packages by name, and how a name written in a file finds one.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/ast/ast.h"
#include "compiler/check/check.h"

namespace berm::check {

enum class SymbolKind : uint8_t { Param, Let, Principal, Actions, Hazard, Team, Rule };
// With its article: "a hazard", "an action set".
std::string_view words(SymbolKind kind);

struct Symbol {
  SymbolKind kind = SymbolKind::Param;
  size_t file = 0;  // index in Input::files
  const ast::Decl* decl = nullptr;
  const ast::DeclBase* base = nullptr;
  std::string package;

  std::string qualified() const { return package + "." + std::string(base->name.text); }
};

class Symbols {
 public:
  // Reports names declared twice and imports that are wrong.
  Symbols(const Input& input, Diagnostics& diagnostics);

  // Own package first, then through an import's qualifier, then fully qualified. Reports nothing.
  const Symbol* find(size_t file, const std::vector<std::string_view>& parts);
  // The same, reported: an unknown name with its nearest neighbour, and a declaration that is none of `kinds`
  // (`wanted` says in words what belongs there).
  const Symbol* resolve(size_t file, const ast::DottedName& name, const std::vector<SymbolKind>& kinds,
                        std::string_view wanted);
  // Whether the parser left a declaration of this name out for its mistakes: using it is no further mistake.
  bool is_lost(size_t file, const std::vector<std::string_view>& parts);
  // In order of declaration.
  const std::vector<Symbol>& all() const { return symbols_; }
  const std::string& package_of(size_t file) const { return packages_[file]; }
  // After everything was resolved.
  void report_unused_imports();

 private:
  struct Import {
    std::string package;
    const ast::ImportDecl* decl = nullptr;
    bool used = false;
  };
  using Names = std::map<std::string, size_t, std::less<>>;  // name → index in symbols_

  void declare(size_t file, const ast::Decl& decl);
  void import(size_t file, const ast::ImportDecl& decl);
  void report_unknown_package(const ast::ImportDecl& decl);
  void report_reserved_package(size_t file);
  void report_unknown(size_t file, const ast::DottedName& name, const std::vector<SymbolKind>& kinds);
  std::optional<std::string> package_named(size_t file, std::string_view qualifier, bool mark_used);
  const Names* names_of(size_t file, std::string_view qualifier, bool mark_used);
  const Symbol* find_in(const Names& names, std::string_view name) const;

  const Input& input_;
  Diagnostics& diagnostics_;
  std::vector<Symbol> symbols_;
  std::vector<std::string> packages_;  // by file
  std::map<std::string, Names, std::less<>> by_package_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> lost_;  // by package
  std::vector<std::set<std::string, std::less<>>> failed_imports_;               // by file: qualifiers
  std::vector<std::map<std::string, Import, std::less<>>> imports_;              // by file, by qualifier
};

std::string dotted(const std::vector<std::string_view>& parts);
std::vector<std::string_view> parts_of(const ast::DottedName& name);

}  // namespace berm::check
