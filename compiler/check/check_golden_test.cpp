// Every tests/golden/check/*.berm against the `.expected` beside it: the messages, then, without errors, the IR.
// BERM_UPDATE=1 writes the expectations anew.
//
//   // --- other.berm           starts another file of the same case
//   // param: name = value      a value from the manifest; `[a, b]` is a list
//   // partition: aws-cn
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/text.h"
#include "compiler/check/check.h"
#include "compiler/parse/parse.h"
#include "tests/support/expected.h"

namespace berm::check {
namespace {

namespace fs = std::filesystem;
using testing_support::berm_cases;
using testing_support::case_name;
using testing_support::expect_as_written;
using testing_support::read_text;

struct Case {
  std::vector<std::pair<std::string, std::string>> files;
  std::map<std::string, ParamValue, std::less<>> params;
  std::string partition = "aws";
};

ir::Value param_value(std::string_view text) {
  if (!text.starts_with('[')) return {std::string(text)};
  ir::ValueList list;
  for (std::string_view part : split(text.substr(1, text.size() - 2), ',')) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    list.push_back({std::string(part)});
  }
  return {list};
}

void read_param(std::string_view line, Case& out) {
  size_t equals = line.find(" = ");
  uint64_t number = out.params.size() + 1;
  out.params[std::string(line.substr(0, equals))] = {param_value(line.substr(equals + 3)), {"berm.yaml", number, 3}};
}

Case read_case(const fs::path& path) {
  constexpr std::string_view kFile = "// --- ", kParam = "// param: ", kPartition = "// partition: ";
  Case out;
  out.files.emplace_back(path.filename().string(), "");
  std::istringstream in(read_text(path));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kParam)) read_param(std::string_view(line).substr(kParam.size()), out);
    if (line.starts_with(kPartition)) out.partition = line.substr(kPartition.size());
    if (line.starts_with(kFile))
      out.files.emplace_back(line.substr(kFile.size()), "");
    else
      out.files.back().second += line + "\n";
  }
  return out;
}

std::string output_for(const fs::path& path) {
  Case given = read_case(path);
  SourceSet sources;
  Diagnostics diagnostics;
  Input input;
  for (const auto& [name, text] : given.files) {
    input.files.push_back(parse::parse(sources.add(name, text), sources, diagnostics));
    input.standard_library.push_back(false);
  }
  input.params = given.params;
  input.partition = given.partition;
  ir::Module module = check(input, sources, catalog::Catalog::builtin(), diagnostics);
  std::string out = render(diagnostics, sources, {});
  if (diagnostics.has_errors()) return out;
  if (!out.empty()) out += "---\n";
  return out + ir::dump(module);
}

class CheckGolden : public testing::TestWithParam<fs::path> {};

TEST_P(CheckGolden, MatchesExpectation) { expect_as_written(GetParam(), output_for(GetParam())); }

INSTANTIATE_TEST_SUITE_P(Files, CheckGolden, testing::ValuesIn(berm_cases("check")), case_name);

}  // namespace
}  // namespace berm::check
