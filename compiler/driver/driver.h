// The pipeline, for commands: a directory → a checked project.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/ast/ast.h"
#include "compiler/documents/documents.h"
#include "compiler/manifest/manifest.h"
#include "ir/ir.h"

namespace berm::driver {

struct InputFile {
  std::string path, text;
};

// What a directory holds, read and not yet compiled.
struct Inputs {
  std::string directory;
  std::string manifest_path, manifest_text;  // empty: there is none
  manifest::Manifest manifest;
  std::vector<InputFile> sources;  // sorted by path
  std::vector<InputFile> schemas;  // provider schemas that the manifest names, in its order
  bool readable = false;           // else it was reported why not
};

// Reads berm.yaml (optional: without one, every *.berm below the directory) and what it names.
Inputs read_inputs(const std::string& directory, Diagnostics& diagnostics);

// The same for the same files in the same place, and `compiler`, and for nothing else: 64 hexadecimal digits.
std::string fingerprint(const Inputs& inputs, std::string_view compiler);

struct Project {
  std::string directory;
  std::string manifest_path;  // empty: there is none
  manifest::Manifest manifest;
  SourceSet sources;
  std::vector<ast::File> files;        // own files sorted by path, then the imported standard library
  std::vector<bool> standard_library;  // by file
  ir::Module module;
  std::vector<std::unique_ptr<catalog::Catalog>> own_catalogs;  // where the manifest names provider schemas
  const catalog::Catalog* catalog = nullptr;
};

struct LoadOptions {
  bool standard_library = false;  // instead of a directory: the whole standard library with its tests
};

// Reads the directory and what it imports, and checks it.
// Everything found wrong is in `diagnostics`; the project's module is used only when there is no error.
std::unique_ptr<Project> load_project(const std::string& directory, const LoadOptions& options,
                                      Diagnostics& diagnostics);
std::unique_ptr<Project> load_project(Inputs inputs, Diagnostics& diagnostics);

// Reports a pattern that names no rule. `where` says whose it is: "in `check`".
void check_rule_pattern(const ir::Module& module, const std::string& pattern, std::string_view where,
                        std::optional<InputPosition> position, Diagnostics& diagnostics);

// An exception of a rule, where it stands.
struct ExceptionSite {
  size_t file = 0, decl = 0, index = 0;
  std::string rule;  // "acme.baseline.log_1", for all teams
  Span span;
};
// Of the project's own rules, or of the standard library's.
std::vector<ExceptionSite> exceptions(const Project& project, bool standard_library);
// The project's rules and tests as if that exception were not written; none where they would be a mistake.
std::optional<ir::Module> without(Project& project, const ExceptionSite& site);

// The manifest's documents; reports a kind that Berm does not write.
std::vector<documents::Spec> document_specs(const Project& project, Diagnostics& diagnostics);

}  // namespace berm::driver
