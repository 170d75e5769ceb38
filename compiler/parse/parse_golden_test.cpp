// Every tests/golden/parse/*.berm against the `.expected` beside it: the messages, then the tree.
// BERM_UPDATE=1 writes the expectations anew.
#include <gtest/gtest.h>

#include <filesystem>

#include "compiler/parse/parse.h"
#include "tests/support/expected.h"

namespace berm::parse {
namespace {

namespace fs = std::filesystem;
using testing_support::berm_cases;
using testing_support::case_name;
using testing_support::expect_as_written;
using testing_support::read_text;

std::string output_for(const fs::path& path) {
  SourceSet sources;
  Diagnostics diagnostics;
  ast::File file = parse(sources.add(path.filename().string(), read_text(path)), sources, diagnostics);
  diagnostics.sort();
  std::string messages = render(diagnostics, sources, {});
  return messages + (messages.empty() ? "" : "---\n") + ast::dump(file, sources);
}

class ParseGolden : public testing::TestWithParam<fs::path> {};

TEST_P(ParseGolden, MatchesExpectation) { expect_as_written(GetParam(), output_for(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Files, ParseGolden, testing::ValuesIn(berm_cases("parse")), case_name);

}  // namespace
}  // namespace berm::parse
