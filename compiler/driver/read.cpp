// A directory → its manifest, its sources and the provider schemas that it names, as they stand.
#include <filesystem>
#include <set>

#include "base/files.h"
#include "compiler/driver/driver.h"
#include "compiler/parse/parse.h"
#include "fmt/format.h"

namespace berm::driver {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMaxManifestBytes = 16 << 20;
constexpr uint64_t kMaxSchemaBytes = uint64_t{1} << 30;

class Reader {
 public:
  Reader(Inputs& inputs, Diagnostics& diagnostics) : inputs_(inputs), diagnostics_(diagnostics) {}

  void read() {
    if (!read_manifest()) return;
    inputs_.readable = true;
    for (const std::string& path : source_paths()) add(path, parse::kMaxSourceBytes + 1, inputs_.sources);
    for (const std::string& schema : inputs_.manifest.providers)
      add(in_directory(schema), kMaxSchemaBytes, inputs_.schemas);
  }

 private:
  std::string in_directory(const std::string& relative) const {
    return (fs::path(inputs_.directory) / relative).lexically_normal().string();
  }

  // A directory without berm.yaml is a project of the sources below it.
  bool read_manifest() {
    std::error_code error;
    std::string path = in_directory("berm.yaml");
    if (fs::symlink_status(path, error).type() == fs::file_type::not_found) {
      if (fs::exists(in_directory("berm.yml"), error)) return report_misnamed();
      inputs_.manifest.sources = {"."};
      inputs_.manifest_path.clear();
      return directory_readable();
    }
    inputs_.manifest_path = path;
    auto text = read_file(path, kMaxManifestBytes, diagnostics_);
    if (!text) return false;
    auto manifest = manifest::read_manifest(*text, path, diagnostics_);
    if (!manifest) return false;
    inputs_.manifest_text = std::move(*text);
    inputs_.manifest = std::move(*manifest);
    if (inputs_.manifest.sources.empty()) inputs_.manifest.sources = {"."};
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
    if (fs::is_directory(inputs_.directory, error)) return true;
    std::string why = error                           ? error.message()
                      : fs::exists(inputs_.directory) ? "it is not a directory"
                                                      : "no such directory";
    diagnostics_.add(DiagnosticKind::FileNotReadable, fmt::format("can't read `{}`: {}", inputs_.directory, why))
        .at(InputPosition{inputs_.directory});
    return false;
  }

  std::vector<std::string> source_paths() {
    std::set<std::string> paths;
    for (const std::string& source : inputs_.manifest.sources) {
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

  void add(const std::string& path, uint64_t max_bytes, std::vector<InputFile>& files) {
    if (auto text = read_file(path, max_bytes, diagnostics_)) files.push_back({path, std::move(*text)});
  }

  Inputs& inputs_;
  Diagnostics& diagnostics_;
};

}  // namespace

Inputs read_inputs(const std::string& directory, Diagnostics& diagnostics) {
  Inputs inputs;
  inputs.directory = directory;
  Reader(inputs, diagnostics).read();
  return inputs;
}

}  // namespace berm::driver
