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

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using berm::testing_support::read_text;
using berm::testing_support::Scratch;
using berm::testing_support::write_text;

const fs::path kCases = fs::path(BERM_SOURCE_DIR) / "tests/golden";
bool update = false;

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

std::string seen(const Case& parsed) {
  Scratch scratch;
  for (const auto& [name, content] : parsed.files) {
    constexpr std::string_view kEscaped = " (escaped)";
    bool escaped = name.ends_with(kEscaped);
    write_text(scratch.path() / name.substr(0, name.size() - (escaped ? kEscaped.size() : 0)),
               escaped ? unescape(content) : content);
  }
  berm::testing_support::Ran ran = berm::testing_support::run(BERM_PROGRAM, parsed.arguments, scratch.path());
  std::ostringstream text;
  text << "=== exit " << ran.exit_code << "\n";
  for (const auto& [title, part] : {std::pair{"stdout", ran.out}, {"stderr", ran.err}}) {
    if (!part.empty()) text << "=== " << title << "\n" << part << (part.ends_with('\n') ? "" : "\n");
  }
  return text.str();
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, Matches) {
  fs::path path = kCases / GetParam();
  Case parsed = parse_case(read_text(path));
  ASSERT_FALSE(parsed.arguments.empty()) << path << " names no arguments";
  std::string now = seen(parsed);
  if (update && now != parsed.expected) write_text(path, parsed.input + now);
  if (update) return;
  EXPECT_EQ(parsed.expected, now) << "golden_test --update rewrites " << path;
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
    {"document-not-read-back", "says that Berm itself is wrong: a document read back differs from the one written"},
    {"document-breaks-kind",
     "says that Berm itself is wrong: AWS would refuse what it wrote; kind_rules_test makes one"},
    {"document-disagrees",
     "says that Berm itself is wrong: a document decides otherwise than its rules; verify_test makes one"},
};

bool shown_somewhere(std::string_view id) {
  std::string wanted = "[" + std::string(id) + "]";
  for (const auto& entry : fs::recursive_directory_iterator(kCases)) {
    std::string extension = entry.path().extension();
    if (extension != ".case" && extension != ".expected") continue;
    if (read_text(entry.path()).find(wanted) != std::string::npos) return true;
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
