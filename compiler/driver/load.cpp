// The files of a directory → a checked project: sources, imports, check.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "compiler/driver/check_files.h"
#include "compiler/driver/driver.h"
#include "compiler/driver/packages.h"
#include "compiler/parse/parse.h"
#include "fmt/format.h"
#include "stdlib/stdlib.h"

namespace berm::driver {
namespace {

class Loader {
 public:
  Loader(Project& project, Diagnostics& diagnostics) : project_(project), diagnostics_(diagnostics) {}

  void load(Inputs inputs) {
    project_.directory = std::move(inputs.directory);
    project_.manifest_path = std::move(inputs.manifest_path);
    project_.manifest = std::move(inputs.manifest);
    if (!inputs.readable) return;
    for (InputFile& source : inputs.sources) add(std::move(source.path), std::move(source.text), false);
    for (const std::string& package : standard_packages_named(project_.manifest)) add_package(package);
    if (project_.files.empty() && !diagnostics_.has_errors()) report_no_sources();
    load_catalog(inputs.schemas);
    add_imports();
    check();
    if (!diagnostics_.has_errors()) check_rule_patterns();
  }

  void load_standard_library() {
    for (const stdlib::File& file : stdlib::files()) add_standard_file(file);
    project_.catalog = &catalog::Catalog::builtin();
    check();
  }

 private:
  void report_no_sources() {
    Diagnostic& problem = diagnostics_.add(DiagnosticKind::ManifestNoSources, "found no `.berm` source");
    problem.at(InputPosition{project_.manifest_path.empty() ? project_.directory : project_.manifest_path});
    problem.help("`sources` in berm.yaml names the folders that hold them");
  }

  void add_standard_file(const stdlib::File& file) {
    if (!added_.insert(std::string(file.path)).second) return;
    add(std::string(file.path), std::string(file.text), true);
  }

  void add(std::string path, std::string text, bool standard) {
    FileId id = project_.sources.add(std::move(path), std::move(text));
    project_.files.push_back(parse::parse(id, project_.sources, diagnostics_));
    project_.standard_library.push_back(standard);
  }

  // The standard library's files that the sources import, and what those import. Its tests stay out.
  void add_imports() {
    for (size_t i = 0; i < project_.files.size(); ++i) {
      std::vector<std::string> wanted;
      for (const ast::ImportDecl& import : project_.files[i].imports) wanted.push_back(import.path.text());
      for (const std::string& package : wanted) add_package(package);
    }
  }

  void add_package(const std::string& package) {
    for (const stdlib::File& file : stdlib::files()) {
      if (file.package == package && !file.path.ends_with("_test.berm")) add_standard_file(file);
    }
  }

  void load_catalog(const std::vector<InputFile>& schemas) {
    project_.catalog = &catalog::Catalog::builtin();
    for (const InputFile& schema : schemas) {
      auto merged = catalog::with_provider_schema(*project_.catalog, schema.text, schema.path, diagnostics_);
      if (!merged) continue;
      project_.own_catalogs.push_back(std::move(merged));
      project_.catalog = project_.own_catalogs.back().get();
    }
  }

  void check() { project_.module = check_files(project_, diagnostics_); }

  // A misspelt pattern would judge nothing, and every plan would pass.
  void check_rule_patterns() {
    for (const std::string& pattern : project_.manifest.check_rules) {
      check_rule_pattern(project_.module, pattern, "in `check`", project_.manifest.check_rules_position, diagnostics_);
    }
  }

  Project& project_;
  Diagnostics& diagnostics_;
  std::set<std::string> added_;
};

}  // namespace

std::unique_ptr<Project> load_project(Inputs inputs, Diagnostics& diagnostics) {
  auto project = std::make_unique<Project>();
  Loader(*project, diagnostics).load(std::move(inputs));
  diagnostics.sort();
  return project;
}

std::unique_ptr<Project> load_project(const std::string& directory, const LoadOptions& options,
                                      Diagnostics& diagnostics) {
  if (!options.standard_library) return load_project(read_inputs(directory, diagnostics), diagnostics);
  auto project = std::make_unique<Project>();
  project->directory = directory;
  Loader(*project, diagnostics).load_standard_library();
  diagnostics.sort();
  return project;
}

}  // namespace berm::driver
