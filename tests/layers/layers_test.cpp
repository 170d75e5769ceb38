// A folder's DEPS line is the rule: every #include of ours must be named there, and every third party
// stays behind its wall.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

const fs::path kRoot = BERM_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Folder {
  Names deps, test_deps, third_party;
};

// Words behind `keyword` in a berm_folder call, up to the next keyword in capitals.
Names words_behind(const std::string& call, const std::string& keyword) {
  std::istringstream in(call);
  Names words;
  bool inside = false;
  for (std::string word; in >> word;) {
    bool capitals = word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos;
    if (capitals) {
      inside = word == keyword;
    } else if (inside) {
      words.insert(word);
    }
  }
  return words;
}

// Folders that berm_folder declares, by path.
std::map<std::string, Folder> folders() {
  std::map<std::string, Folder> all;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    if (entry.path().filename() != "CMakeLists.txt") continue;
    std::string path = fs::relative(entry.path().parent_path(), kRoot).string();
    if (path.starts_with("build") || path.starts_with(".")) continue;
    std::smatch call;
    std::string text = read(entry.path());
    if (!std::regex_search(text, call, std::regex(R"((?:^|\n)berm_folder\(([^)]*)\))"))) continue;
    all[path] = {words_behind(call[1], "DEPS"), words_behind(call[1], "TEST_DEPS"),
                 words_behind(call[1], "THIRD_PARTY")};
  }
  return all;
}

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string extension = entry.path().extension();
    if (extension == ".h" || extension == ".cpp" || extension == ".def") found.push_back(entry.path());
  }
  return found;
}

std::vector<std::string> includes(const fs::path& file) {
  static const std::regex kInclude(R"(#include\s*["<]([^">]+)[">])");
  std::vector<std::string> found;
  std::string text = read(file);
  for (std::sregex_iterator it(text.begin(), text.end(), kInclude), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

// Tests, and the headers that only tests include.
bool is_test(const fs::path& file) {
  std::string stem = file.stem().string();
  return stem.ends_with("_test") || stem.ends_with("_fixture") || stem.starts_with("fake_");
}

// The declared folder that holds an included header; empty for the standard library and third parties.
std::string owner(const std::string& include, const std::map<std::string, Folder>& all) {
  for (fs::path path = fs::path(include).parent_path(); !path.empty(); path = path.parent_path()) {
    if (all.count(path.string())) return path.string();
    if (path.string() == "stdlib") return "stdlib";
  }
  return "";
}

TEST(Layers, EveryIncludeIsInTheDepsLine) {
  auto all = folders();
  ASSERT_GE(all.size(), 12u);
  for (const auto& [path, folder] : all) {
    for (const fs::path& file : sources(kRoot / path)) {
      for (const std::string& include : includes(file)) {
        std::string from = owner(include, all);
        bool named = from.empty() || from == path || folder.deps.count(from) ||
                     (is_test(file) && (folder.test_deps.count(from) || path.starts_with("tests")));
        EXPECT_TRUE(named) << file << " includes " << include << ", but " << path << " does not name " << from;
      }
    }
  }
}

TEST(Layers, EveryFolderInADepsLineIsIncluded) {
  auto all = folders();
  for (const auto& [path, folder] : all) {
    if (path.starts_with("tests")) continue;
    Names used;
    for (const fs::path& file : sources(kRoot / path)) {
      if (is_test(file)) continue;
      for (const std::string& include : includes(file)) used.insert(owner(include, all));
    }
    for (const std::string& dep : folder.deps)
      EXPECT_TRUE(used.count(dep)) << path << " names " << dep << " for nothing";
  }
}

TEST(Layers, CompilerAndRuntimeNeverMeet) {
  for (const auto& [path, folder] : folders()) {
    for (const std::string& dep : folder.deps) {
      EXPECT_FALSE(path.starts_with("compiler/") && dep.starts_with("runtime/")) << path << " → " << dep;
      EXPECT_FALSE(path.starts_with("runtime/") && dep.starts_with("compiler/")) << path << " → " << dep;
    }
  }
}

// Folder → files of ours (tests apart) that include a third party's header.
std::map<std::string, std::vector<std::string>> users(const std::string& prefix) {
  std::map<std::string, std::vector<std::string>> found;
  for (const auto& [path, folder] : folders()) {
    for (const fs::path& file : sources(kRoot / path)) {
      if (is_test(file)) continue;
      for (const std::string& include : includes(file)) {
        if (include.starts_with(prefix)) {
          found[path].push_back(file.filename());
          break;
        }
      }
    }
  }
  return found;
}

// On-demand JSON is walked where it is needed: the header that brings it is for its own folder.
const std::string kOnDemand = "runtime/stream/values.h";

TEST(Walls, OneFileAFolderForEachThirdParty) {
  for (const char* prefix : {"antlr4-runtime", "nlohmann/", "yaml-cpp/", "simdjson", "re2/"}) {
    for (const auto& [folder, files] : users(prefix)) {
      EXPECT_EQ(files.size(), 1u) << prefix << " in " << folder;
      for (const std::string& file : files)
        EXPECT_TRUE(!file.ends_with(".h") || folder + "/" + file == kOnDemand) << prefix << " in the header " << file;
    }
  }
  EXPECT_EQ(users("antlr4-runtime").size(), 1u);
  EXPECT_EQ(users("yaml-cpp/").size(), 1u);
  // Plans, whole and in windows.
  for (const auto& [folder, files] : users("simdjson")) EXPECT_TRUE(folder.starts_with("runtime/")) << folder;
  for (const auto& [folder, files] : users(kOnDemand)) EXPECT_EQ(folder, "runtime/stream");
}

TEST(Walls, LlvmStaysInTheCompiler) {
  for (const auto& [folder, files] : users("llvm/")) EXPECT_TRUE(folder.starts_with("compiler/")) << folder;
}

}  // namespace
