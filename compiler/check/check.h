// Syntax trees → IR: names resolved, types and catalogue names checked, parameters set, teams expanded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/ast/ast.h"
#include "ir/ir.h"

namespace berm::check {

// A parameter's value from the manifest, with its place there. The manifest has no types: a scalar is a string ("true",
// "3", "eu-west-1"), a list a ValueList of strings; check reads them as the parameter's declared type.
struct ParamValue {
  ir::Value value;
  InputPosition position;
};

// A permission boundary that the project writes: the policy's name, and patterns of the rules that it holds.
struct Boundary {
  std::string policy;
  std::vector<std::string> rules;
};

// The organisation of callers in tests who name none.
inline constexpr std::string_view kMadeUpOrganisation = "o-berm0example";

struct Input {
  std::vector<ast::File> files;                           // sorted by path; imported standard library files included
  std::vector<bool> standard_library;                     // by file
  std::map<std::string, ParamValue, std::less<>> params;  // by name or qualified name
  std::vector<Boundary> boundaries;
  std::string partition = "aws";
  std::vector<std::string> other_packages;  // that could be imported as well
};

// Reports every mistake; the module holds what could be made and is used only when no error was reported.
ir::Module check(const Input& input, const SourceSet& sources, const catalog::Catalog& catalog,
                 Diagnostics& diagnostics);

}  // namespace berm::check
