// A directory → a checked project: manifest, sources, imports, check.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "compiler/driver/check_files.h"
#include "compiler/driver/driver.h"
#include "compiler/driver/packages.h"
#include "compiler/parse/parse.h"
#include "fmt/format.h"
#include "stdlib/stdlib.h"

namespace berm::driver {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxSchemaBytes = uint64_t{1} << 30;

class Loader {
 public:
  Loader(Project& project, Diagnostics& diagnostics) : project_(project), diagnostics_(diagnostics) {}

  void load_directory() {
    if (!read_manifest()) return;
    for (const std::string& path : source_paths()) add_file(path);
    for (const std::string& package : standard_packages_named(project_.manifest)) add_package(package);
    if (project_.files.empty() && !diagnostics_.has_errors()) report_no_sources();
    load_catalog();
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
  std::string in_directory(const std::string& relative) const {
    return (fs::path(project_.directory) / relative).lexically_normal().string();
  }

  // A directory without berm.yaml is a project of the sources below it.
  bool read_manifest() {
    std::error_code error;
    std::string path = in_directory("berm.yaml");
    if (fs::symlink_status(path, error).type() == fs::file_type::not_found) {
      if (fs::exists(in_directory("berm.yml"), error)) return report_misnamed();
      project_.manifest.sources = {"."};
      project_.manifest_path.clear();
      return directory_readable();
    }
    project_.manifest_path = path;
    auto text = read_file(path, 16 << 20, diagnostics_);
    if (!text) return false;
    auto manifest = manifest::read_manifest(*text, path, diagnostics_);
    if (!manifest) return false;
    project_.manifest = std::move(*manifest);
    if (project_.manifest.sources.empty()) project_.manifest.sources = {"."};
    return true;
  }

  bool report_misnamed() {
    diagnostics_.add(DiagnosticKind::ManifestNoSources, "the manifest is named `berm.yml`")
        .at(InputPosition{in_directory("berm.yml")})
        .help("name it `berm.yaml`: it would be passed over");
    return false;
  }

  bool directory_readable() {
    std::error_code error;
    if (fs::is_directory(project_.directory, error)) return true;
    std::string why = error                            ? error.message()
                      : fs::exists(project_.directory) ? "it is not a directory"
                                                       : "no such directory";
    diagnostics_.add(DiagnosticKind::FileNotReadable, fmt::format("can't read `{}`: {}", project_.directory, why))
        .at(InputPosition{project_.directory});
    return false;
  }

  std::vector<std::string> source_paths() {
    std::set<std::string> paths;
    for (const std::string& source : project_.manifest.sources) {
      std::string path = in_directory(source);
      std::error_code error;
      if (fs::is_directory(path, error)) {
        collect(path, paths);
      } else {
        paths.insert(path);
      }
    }
    return {paths.begin(), paths.end()};
  }

  // Hidden folders and links to folders are passed over.
  void collect(const std::string& folder, std::set<std::string>& paths) {
    std::error_code error;
    fs::recursive_directory_iterator at(folder, error), end;
    for (; !error && at != end; at.increment(error)) {
      std::string name = at->path().filename().string();
      if (at->is_directory(error)) {
        if (name.starts_with('.') || name == "node_modules") at.disable_recursion_pending();
      } else if (at->path().extension() == ".berm") {
        paths.insert(at->path().lexically_normal().string());
      }
    }
    if (error) {
      diagnostics_.add(DiagnosticKind::FileNotReadable, fmt::format("can't read `{}`: {}", folder, error.message()))
          .at(InputPosition{folder});
    }
  }

  void report_no_sources() {
    Diagnostic& problem = diagnostics_.add(DiagnosticKind::ManifestNoSources, "found no `.berm` source");
    problem.at(InputPosition{project_.manifest_path.empty() ? project_.directory : project_.manifest_path});
    problem.help("`sources` in berm.yaml names the folders that hold them");
  }

  void add_file(const std::string& path) {
    if (auto text = read_file(path, parse::kMaxSourceBytes + 1, diagnostics_)) add(path, std::move(*text), false);
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

  void load_catalog() {
    project_.catalog = &catalog::Catalog::builtin();
    for (const std::string& schema : project_.manifest.providers) {
      std::string path = in_directory(schema);
      auto json = read_file(path, kMaxSchemaBytes, diagnostics_);
      if (!json) continue;
      auto merged = catalog::with_provider_schema(*project_.catalog, *json, path, diagnostics_);
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

std::unique_ptr<Project> load_project(const std::string& directory, const LoadOptions& options,
                                      Diagnostics& diagnostics) {
  auto project = std::make_unique<Project>();
  project->directory = directory;
  Loader loader(*project, diagnostics);
  if (options.standard_library) {
    loader.load_standard_library();
  } else {
    loader.load_directory();
  }
  diagnostics.sort();
  return project;
}

}  // namespace berm::driver
