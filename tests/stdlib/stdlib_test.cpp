// The standard library's own tests pass, and each hazard has a rule in them and a line in the documentation.
#include <fstream>
#include <iterator>

#include "fmt/format.h"
#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

TEST(StandardLibrary, ItsTestsPass) {
  Library& library = Library::get();
  auto outcomes = library.run([](const ir::Test&) { return true; });
  EXPECT_GE(outcomes.size(), 40u);
  for (const reference::TestOutcome& outcome : outcomes) {
    for (const reference::TestFailure& failure : outcome.failures) {
      auto [path, line] = library.place(failure.span);
      ADD_FAILURE() << path << ":" << line << ": " << outcome.test->title << "\nexpected " << failure.expected
                    << "\nseen     " << failure.seen;
    }
  }
}

std::string documentation() {
  std::ifstream in(BERM_SOURCE_DIR "/docs/stdlib.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

// Of the library's declarations of this kind: the package and each.
template <class Declaration>
std::vector<std::pair<std::string, const Declaration*>> declared() {
  std::vector<std::pair<std::string, const Declaration*>> out;
  for (const ast::File& file : Library::get().project().files) {
    for (const ast::Decl& decl : file.decls) {
      if (const auto* found = std::get_if<Declaration>(&decl)) out.emplace_back(file.package.text(), found);
    }
  }
  return out;
}

// A hazard without a rule in its file's tests would be tested by nothing.
TEST(StandardLibrary, EveryHazardHasARuleAndALineInTheDocumentation) {
  std::string page = documentation();
  std::set<std::string> ruled;
  for (const ir::Rule& rule : Library::get().project().module.rules) {
    if (!Library::get().is_offered(rule)) ruled.insert(rule.hazard);
  }
  auto hazards = declared<ast::HazardDecl>();
  for (const auto& [package, hazard] : hazards) {
    std::string name = fmt::format("{}.{}", package, hazard->name.text);
    EXPECT_TRUE(ruled.contains(name)) << "no test rule forbids " << name;
    EXPECT_NE(page.find(fmt::format("\n| `{}` | ", name)), std::string::npos) << "docs/stdlib.md lacks " << name;
  }
  EXPECT_GE(hazards.size(), 300u);
}

TEST(StandardLibrary, EveryParameterIsDocumented) {
  std::string page = documentation();
  for (const auto& [package, param] : declared<ast::ParamDecl>()) {
    std::string line = fmt::format("\n| `{}.{}` | ", package, param->name.text);
    EXPECT_NE(page.find(line), std::string::npos) << "docs/stdlib.md lacks " << package << "." << param->name.text;
  }
  EXPECT_FALSE(declared<ast::ParamDecl>().empty());
}

// A line about what is gone, or was renamed, helps nobody.
TEST(StandardLibrary, TheDocumentationNamesOnlyWhatThereIs) {
  std::set<std::string> known;
  for (const auto& [package, hazard] : declared<ast::HazardDecl>())
    known.insert(package + "." + std::string(hazard->name.text));
  for (const auto& [package, param] : declared<ast::ParamDecl>())
    known.insert(package + "." + std::string(param->name.text));
  for (const ast::File& file : Library::get().project().files) known.insert(file.package.text());
  std::string page = documentation();
  constexpr std::string_view kRow = "\n| `std.";
  for (size_t at = page.find(kRow); at != std::string::npos; at = page.find(kRow, at + 1)) {
    size_t start = at + kRow.size() - 4;
    std::string name = page.substr(start, page.find('`', start) - start);
    EXPECT_TRUE(known.contains(name)) << "docs/stdlib.md has a line for " << name;
  }
}

// "…: 61 rules".
TEST(StandardLibrary, TheDocumentationCountsTheRulesOfPacks) {
  std::map<std::string, size_t> rules;
  for (const ir::Rule& rule : Library::get().project().module.rules) {
    if (Library::get().is_offered(rule)) ++rules[rule.package];
  }
  std::string page = documentation();
  for (const auto& [package, number] : rules) {
    size_t line = page.find(fmt::format("\n| `{}` | ", package));
    ASSERT_NE(line, std::string::npos) << package;
    std::string row = page.substr(line + 1, page.find('\n', line + 1) - line - 1);
    EXPECT_TRUE(row.ends_with(fmt::format(": {} rules |", number))) << row << " but there are " << number;
  }
}

}  // namespace
}  // namespace berm::stdlib_tests
