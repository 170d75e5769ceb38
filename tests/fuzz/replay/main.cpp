// Runs inputs through a target once each, without libFuzzer: `fuzz_replay TARGET [FILE|FOLDER]…`, by default the kept
// corpus. The number of inputs is printed; a target that finds something ends the process.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

struct Target {
  std::string_view name;
  void (*run)(std::string_view);
};

constexpr Target kTargets[] = {
#define BERM_FUZZ_TARGET(name, max_len, timeout, rss_limit) {#name, berm::fuzz::name},
#include "tests/fuzz/target.def"
};

std::set<fs::path> files_of(const std::vector<fs::path>& paths) {
  std::set<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) files.insert(path);
    if (!fs::is_directory(path)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.insert(entry.path());
    }
  }
  return files;
}

int replay(const Target& target, std::vector<fs::path> paths) {
  if (paths.empty()) paths.push_back(fs::path(BERM_FUZZ_DIR) / "corpus" / target.name);
  std::set<fs::path> files = files_of(paths);
  target.run("");
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (!in) return std::fprintf(stderr, "can't read %s\n", file.c_str()), 3;
    std::fprintf(stderr, "%s\n", file.c_str());
    target.run(bytes);
  }
  std::printf("%.*s: %zu inputs\n", static_cast<int>(target.name.size()), target.name.data(), files.size());
  return files.empty() ? 3 : 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::string_view name = count > 1 ? arguments[1] : "";
  for (const Target& target : kTargets) {
    if (target.name == name) return replay(target, {arguments + 2, arguments + count});
  }
  std::fprintf(stderr, "usage: fuzz_replay TARGET [FILE|FOLDER]...\n");
  return 3;
}
