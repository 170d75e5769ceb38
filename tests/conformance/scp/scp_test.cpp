// Published SCPs as Berm rules: what the compiler writes decides like the published document.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/text.h"
#include "compiler/driver/driver.h"
#include "tests/conformance/scp/compare.h"
#include "tests/conformance/scp/reference.h"
#include "tests/conformance/scp/situations.h"

namespace berm::conformance {
namespace {

const std::filesystem::path kFolder = BERM_TEST_DIR;
constexpr double kLeastCaught = 0.95;
constexpr size_t kShown = 5;

std::set<std::string> expected_larger() {
  std::set<std::string> ids;
  for (const auto& cells : read_tsv(kFolder / "larger.tsv")) ids.insert(cells.at(0));
  return ids;
}

class Scp : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    Diagnostics diagnostics;
    project_ = driver::load_project((kFolder / "rules").string(), {}, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
  }
  static void TearDownTestSuite() { project_.reset(); }

  static documents::Result compile(const Case& one) {
    documents::Spec spec;
    spec.kind = one.path.starts_with("aws-rcp/") ? documents::Kind::Rcp : documents::Kind::Scp;
    spec.name = to_lower(one.id);
    spec.rules = {"conformance." + spec.name + ".*"};
    Diagnostics diagnostics;
    auto result = documents::compile(project_->module, {spec}, *project_->catalog, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) {
      // Larger than the reference by more than RCPs have room for: the list of larger ones says so.
      if (item.kind == DiagnosticKind::DocumentTooLarge && expected_larger().contains(one.id)) continue;
      if (level(item.kind) == DiagnosticLevel::Error) ADD_FAILURE() << one.id << ": " << item.message;
    }
    return result;
  }

  static std::unique_ptr<driver::Project> project_;
};
std::unique_ptr<driver::Project> Scp::project_;

std::string without_sids(access::Document document) {
  for (access::Statement& statement : document.statements) {
    statement.sid.clear();
    statement.principals.clear();
  }
  return access::write_policy_minified(document);
}

// Actions of the rule on which a difference is listed with its reason.
std::vector<std::string> listed_actions(const std::string& id) {
  std::vector<std::string> actions;
  for (const auto& cells : read_tsv(kFolder / "differences.tsv")) {
    if (cells.at(0) == id) actions.push_back(cells.at(1));
  }
  return actions;
}

// A rule that its document says exactly, but for the listed differences.
void expect_coverage(const Case& one, const std::vector<documents::Row>& rows) {
  const bool differs = !listed_actions(one.id).empty();
  bool narrower = false;
  for (const documents::Row& row : rows) {
    narrower |= row.coverage == documents::Coverage::Narrower;
    EXPECT_TRUE(row.coverage == documents::Coverage::Exact || (differs && narrower))
        << row.rule << ": " << fmt::format("{}", fmt::join(row.words, "; "));
  }
  EXPECT_EQ(narrower, differs) << one.id << ": the listed difference is no more";
}

struct Totals {
  size_t mutants = 0, survivors = 0, compared = 0;
};

// Those that documents of the kind see. Who says nothing of it is no AWS service.
std::vector<access::Request> inside(const documents::Spec& spec, std::vector<access::Request> requests,
                                    const catalog::Catalog& catalog) {
  std::erase_if(requests, [&](access::Request request) {
    request.context.emplace("aws:principalisawsservice", std::vector<std::string>{"false"});
    return !documents::inside_universe(spec, request, catalog);
  });
  return requests;
}

void judge(const Case& one, const documents::Written& written, const access::Document& reference,
           const catalog::Catalog& catalog, Totals& totals) {
  const auto requests = inside(written.spec, situations(written.document, reference, catalog), catalog);
  const Comparison comparison = compare(written.document, reference, requests, listed_actions(one.id), catalog);
  const Mutation mutation = mutate(written.document, requests);
  const size_t ours = without_sids(written.document).size(), theirs = without_sids(reference).size();
  fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} of {} |\n", one.id, fmt::join(one.categories, ", "), ours, theirs,
             comparison.compared, comparison.denied, comparison.elsewhere, mutation.mutants - mutation.survivors.size(),
             mutation.mutants);
  for (size_t i = 0; i < std::min(kShown, comparison.differences.size()); ++i)
    ADD_FAILURE() << one.id << ": " << comparison.differences[i];
  EXPECT_EQ(comparison.differences.size(), 0u) << one.id << "\n" << written.json << "\n" << without_sids(reference);
  EXPECT_EQ(comparison.listed > 0, !listed_actions(one.id).empty()) << one.id << ": a listed difference is no more";
  EXPECT_GT(comparison.denied, 0u) << one.id << ": nothing was denied, so nothing was compared";
  EXPECT_EQ(ours > theirs, expected_larger().contains(one.id))
      << one.id << ": " << ours << " against " << theirs << " bytes\n"
      << written.json;
  for (const std::string& survivor : mutation.survivors) fmt::print("  {} not caught: {}\n", one.id, survivor);
  totals.compared += comparison.compared;
  totals.mutants += mutation.mutants;
  totals.survivors += mutation.survivors.size();
}

// What is too large for one document stands in several, which deny what one with all their statements would.
documents::Written as_one(const documents::Result& result) {
  documents::Written whole = result.documents.front();
  for (size_t i = 1; i < result.documents.size(); ++i) {
    const auto& more = result.documents[i].document.statements;
    whole.document.statements.insert(whole.document.statements.end(), more.begin(), more.end());
  }
  whole.json = access::write_policy_minified(whole.document);
  return whole;
}

TEST_F(Scp, DecideLikeThePublishedDocuments) {
  if (!std::filesystem::exists(policies_folder())) GTEST_SKIP() << "skipped: fixtures not present";
  Totals totals;
  fmt::print("| rule | has | bytes | reference | compared | denied | other legs | mutants caught |\n");
  for (const Case& one : read_cases(kFolder)) {
    const Reference reference = read_reference(one, kFolder);
    ASSERT_TRUE(reference.document) << one.id << ": " << reference.error;
    const documents::Result result = compile(one);
    expect_coverage(one, result.rows);
    judge(one, as_one(result), *reference.document, *project_->catalog, totals);
  }
  const double caught = 1 - static_cast<double>(totals.survivors) / static_cast<double>(totals.mutants);
  fmt::print("{} decisions compared, {} of {} mutants caught ({:.1f} %)\n", totals.compared,
             totals.mutants - totals.survivors, totals.mutants, 100 * caught);
  EXPECT_GE(caught, kLeastCaught);
}

// The first cells of a Markdown table's rows that begin with `R`.
std::set<std::string> rows_of(const std::filesystem::path& table) {
  std::set<std::string> ids;
  std::istringstream lines(read_text(table));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| R")) ids.insert(line.substr(2, line.find(' ', 2) - 2));
  }
  return ids;
}

// Every published rule stands here as a rule of ours, or with the reason why not.
TEST_F(Scp, NoPublishedRuleIsLeftOut) {
  if (!std::filesystem::exists(policies_folder())) GTEST_SKIP() << "skipped: fixtures not present";
  std::set<std::string> ours;
  for (const auto& cells : read_tsv(kFolder / "not_said.tsv")) {
    EXPECT_GT(cells.at(1).size(), 20u) << cells[0];
    ours.insert(cells[0]);
  }
  for (const Case& one : read_cases(kFolder)) {
    EXPECT_TRUE(std::filesystem::exists(kFolder / "rules" / (to_lower(one.id) + ".berm"))) << one.id;
    EXPECT_TRUE(ours.insert(one.id).second) << one.id << " stands twice";
  }
  const std::set<std::string> theirs = rows_of(policies_folder() / "RULES.md");
  EXPECT_GE(theirs.size(), 90u);
  EXPECT_EQ(ours, theirs);
}

}  // namespace
}  // namespace berm::conformance
