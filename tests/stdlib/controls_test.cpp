// docs/stdlib.md says of each control what its hazards become as documents of the organisation: that is what the
// compiler says of them.
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "fmt/format.h"
#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

// A line of the table: | control | `hazard` | SCP | RCP |
struct Line {
  std::string control, hazard, scp, rcp;
};

std::string cell(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

std::vector<Line> table() {
  std::ifstream in(BERM_SOURCE_DIR "/docs/stdlib.md");
  std::vector<Line> lines;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("| control | hazard |")) inside = true;
    if (!line.starts_with('|')) inside = false;
    const auto cells = split(line, '|');
    if (!inside || cells.size() < 6 || !cell(cells[2]).starts_with('`')) continue;
    std::string hazard = cell(cells[2]);
    lines.push_back({cell(cells[1]), hazard.substr(1, hazard.size() - 2), cell(cells[3]), cell(cells[4])});
  }
  return lines;
}

// The rule that the hazard's own tests have for it.
const ir::Rule* rule_of(const std::string& hazard) {
  for (const ir::Rule& rule : Library::get().project().module.rules) {
    if (rule.hazard == hazard && hazard.starts_with(rule.package + ".") && rule.exceptions.empty()) return &rule;
  }
  return nullptr;
}

// Of the calls alone: that plans see more than documents is said of every hazard.
std::string becomes(const ir::Rule& rule, documents::Kind kind) {
  ir::Module module;
  module.rules.push_back(rule);
  module.rules[0].plans.clear();
  documents::Spec spec;
  spec.kind = kind;
  spec.name = "one";
  spec.rules = {rule.name};
  spec.organisation = "o-a1b2c3d4e5";
  Diagnostics ignored;
  const auto result = documents::compile(module, {spec}, catalog::Catalog::builtin(), ignored);
  return result.rows.empty() ? "" : std::string(documents::name(result.rows[0].coverage));
}

TEST(StandardLibraryControls, BecomeWhatTheDocumentationSays) {
  const auto lines = table();
  EXPECT_GE(lines.size(), 40u);
  for (const Line& line : lines) {
    const ir::Rule* rule = rule_of(line.hazard);
    ASSERT_NE(rule, nullptr) << line.hazard;
    EXPECT_FALSE(rule->calls.empty()) << line.hazard << " has no calls";
    const std::string scp = becomes(*rule, documents::Kind::Scp), rcp = becomes(*rule, documents::Kind::Rcp);
    EXPECT_EQ(line.scp, scp) << fmt::format("| {} | `{}` | {} | {} |", line.control, line.hazard, scp, rcp);
    EXPECT_EQ(line.rcp, rcp) << fmt::format("| {} | `{}` | {} | {} |", line.control, line.hazard, scp, rcp);
  }
}

}  // namespace
}  // namespace berm::stdlib_tests
