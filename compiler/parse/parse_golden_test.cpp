// Every tests/golden/parse/*.berm against the `.expected` beside it: the messages, then the tree.
// BERM_UPDATE=1 writes the expectations anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/parse/parse.h"

namespace berm::parse {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string output_for(const fs::path& path) {
  SourceSet sources;
  Diagnostics diagnostics;
  ast::File file = parse(sources.add(path.filename().string(), read(path)), sources, diagnostics);
  diagnostics.sort();
  std::string messages = render(diagnostics, sources, {});
  return messages + (messages.empty() ? "" : "---\n") + ast::dump(file, sources);
}

std::vector<fs::path> cases() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(BERM_SOURCE_DIR) / "tests/golden/parse")) {
    if (entry.path().extension() == ".berm") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

class ParseGolden : public testing::TestWithParam<fs::path> {};

TEST_P(ParseGolden, MatchesExpectation) {
  fs::path expected = GetParam();
  expected.replace_extension(".expected");
  std::string output = output_for(GetParam());
  if (std::getenv("BERM_UPDATE") != nullptr) std::ofstream(expected, std::ios::binary) << output;
  EXPECT_EQ(read(expected), output);
}

INSTANTIATE_TEST_SUITE_P(Files, ParseGolden, testing::ValuesIn(cases()),
                         [](const auto& file) { return file.param.stem().string(); });

}  // namespace
}  // namespace berm::parse
