// Golden cases of the whole program. A case is one text file, tests/golden/<step>/<name>.case:
//
//   $ check . --plan plan.json       the arguments; with `< plan.json` a file on standard input
//   --- policies/a.berm              an input file, up to the next heading; `(escaped)` behind the name: \xNN and \n
//   are read
//   === exit 1
//   === stdout
//   === stderr
//
// `golden_test --update` rewrites the parts behind `===`. Review the difference, never edit it by hand.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/text.h"

namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(BERM_SOURCE_DIR) / "tests/golden";
bool update = false;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string unescape(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\x") == 0 && i + 3 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else if (text.compare(i, 2, "\\n") == 0) {
      out += '\n';
      ++i;
    } else if (text[i] != '\n') {
      out += text[i];
    }
  }
  return out;
}

struct Case {
  std::string input;      // everything before the first `=== `
  std::string arguments;  // behind `$ `
  std::vector<std::pair<std::string, std::string>> files;
  std::string expected;
};

Case parse_case(const std::string& text) {
  Case parsed;
  size_t split = text.starts_with("=== ") ? 0 : text.find("\n=== ");
  parsed.input = split == std::string::npos ? text : text.substr(0, split + 1);
  parsed.expected = split == std::string::npos ? "" : text.substr(split + 1);
  std::istringstream in(parsed.input);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("--- ")) {
      parsed.files.emplace_back(line.substr(4), "");
    } else if (!parsed.files.empty()) {
      parsed.files.back().second += line + "\n";
    } else if (line.starts_with("$ ")) {
      parsed.arguments = line.substr(2);
    }
  }
  return parsed;
}

struct Scratch {
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "berm-golden-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Scratch() { fs::remove_all(path); }
  fs::path path;
};

std::string run(const Case& parsed) {
  Scratch scratch;
  fs::path project = scratch.path / "project";
  fs::create_directories(project);
  for (const auto& [name, content] : parsed.files) {
    constexpr std::string_view kEscaped = " (escaped)";
    bool escaped = name.ends_with(kEscaped);
    write(project / name.substr(0, name.size() - (escaped ? kEscaped.size() : 0)),
          escaped ? unescape(content) : content);
  }
  std::string out = scratch.path / "stdout", err = scratch.path / "stderr";
  std::string command = "cd '" + project.string() + "' && COLUMNS=100 NO_COLOR= TERM=dumb '" BERM_PROGRAM "' " +
                        parsed.arguments + " >'" + out + "' 2>'" + err + "'";
  if (parsed.arguments.find('<') == std::string::npos) command += " </dev/null";
  int status = std::system(command.c_str());
  std::ostringstream seen;
  seen << "=== exit " << (WIFEXITED(status) ? WEXITSTATUS(status) : -1) << "\n";
  for (const auto& [title, path] : {std::pair{"stdout", out}, {"stderr", err}}) {
    std::string text = read(path);
    if (!text.empty()) seen << "=== " << title << "\n" << text << (text.ends_with('\n') ? "" : "\n");
  }
  return seen.str();
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Matches) {
  fs::path path = kCases / GetParam();
  Case parsed = parse_case(read(path));
  ASSERT_FALSE(parsed.arguments.empty()) << path << " names no arguments";
  std::string seen = run(parsed);
  if (update && seen != parsed.expected) write(path, parsed.input + seen);
  if (update) return;
  EXPECT_EQ(parsed.expected, seen) << "golden_test --update rewrites " << path;
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(kCases)) {
    if (entry.path().extension() == ".case") names.push_back(fs::relative(entry.path(), kCases).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.size() - 5);
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(case_names()), test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Golden);

// Kinds that no golden case can show, each with its reason.
struct Unshown {
  std::string_view id, reason;
};
constexpr Unshown kUnshown[] = {
    {"source-too-large", "needs a source of more than 16 MB; parse_test makes one"},
};

bool shown_somewhere(std::string_view id) {
  std::string wanted = "[" + std::string(id) + "]";
  for (const auto& entry : fs::recursive_directory_iterator(kCases)) {
    std::string extension = entry.path().extension();
    if (extension != ".case" && extension != ".expected") continue;
    if (read(entry.path()).find(wanted) != std::string::npos) return true;
  }
  return false;
}

TEST(Diagnostics, EveryKindHasAGoldenCase) {
  for (berm::DiagnosticKind kind : berm::all_diagnostic_kinds()) {
    bool excused = false;
    for (const Unshown& unshown : kUnshown) excused |= unshown.id == berm::id(kind);
    EXPECT_NE(shown_somewhere(berm::id(kind)), excused)
        << berm::id(kind) << (excused ? " is excused but has a case" : " has no golden case");
  }
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) update |= std::string_view(argv[i]) == "--update";
  return RUN_ALL_TESTS();
}
