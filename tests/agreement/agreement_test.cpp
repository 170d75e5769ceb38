// A document decides as its rule denotes: random rules, and for each requests near what it names.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "access/evaluate.h"
#include "compiler/documents/documents.h"
#include "reference/legs.h"
#include "reference/reference.h"
#include "tests/agreement/random_rule.h"
#include "tests/agreement/seed.h"
#include "verify/requests.h"

namespace berm::agreement {
namespace {

constexpr size_t kRules = 1000;
constexpr size_t kRandomRequests = 40;
constexpr size_t kShown = 4000;  // of a document, where it disagrees

std::string describe(const access::Request& request) {
  std::string text = fmt::format("{} on {} ({})", request.action, request.resource, request.resource_type);
  for (const auto& [key, values] : request.context) text += fmt::format("\n  {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

struct Tally {
  size_t exact = 0, narrower = 0, not_expressible = 0, requests = 0, denied = 0, missed = 0;
};

void count(documents::Coverage coverage, Tally& tally) {
  if (coverage == documents::Coverage::Exact) ++tally.exact;
  if (coverage == documents::Coverage::Narrower) ++tally.narrower;
  if (coverage == documents::Coverage::NotExpressible) ++tally.not_expressible;
}

// A row that leaves out none of the actions that the catalogue knows.
bool says_all_of_today(const documents::Row& row) {
  return row.coverage == documents::Coverage::Exact ||
         (row.coverage == documents::Coverage::Narrower &&
          std::all_of(row.words.begin(), row.words.end(), [](const std::string& words) {
            return words.starts_with("not denied: actions that AWS adds later");
          }));
}

// An exact document agrees on every request; a narrower one denies nothing that the rule does not.
::testing::AssertionResult agrees(const ir::Module& module, Tally& tally, uint64_t seed) {
  const auto& catalog = catalog::Catalog::builtin();
  Diagnostics diagnostics;
  documents::Spec spec;
  spec.name = "random";
  spec.rules = {"random.rule"};
  const auto result = documents::compile(module, {spec}, catalog, diagnostics);
  const ir::Rule& rule = module.rules.front();
  const auto coverage = result.rows.front().coverage;
  const bool whole = says_all_of_today(result.rows.front());
  count(coverage, tally);
  const access::Document& document = result.documents.front().document;
  const auto carries = reference::carries_by(catalog);
  for (const access::Request& request : verify::requests_for(document, {&rule}, catalog, kRandomRequests, seed)) {
    const bool wanted = reference::denies(rule, request, carries);
    const bool denied =
        access::evaluate(document, request, access::DocumentKind::Scp).decision == access::Decision::ExplicitDeny;
    ++tally.requests;
    tally.denied += denied;
    tally.missed += wanted && !denied;
    if (denied == wanted || (wanted && !whole)) continue;
    return ::testing::AssertionFailure() << describe(request) << "\nthe rule " << (wanted ? "denies" : "does not deny")
                                         << ": " << ir::dump(*rule.calls[0].condition) << "\n"
                                         << result.documents.front().json.substr(0, kShown);
  }
  return ::testing::AssertionSuccess();
}

TEST(Agreement, DocumentsDecideAsTheirRulesDenote) {
  Tally tally;
  const uint64_t seed = first_seed();
  for (size_t i = 0; i < kRules; ++i) {
    ir::Module module;
    RuleMaker maker(module, seed + i);
    module.rules.push_back(maker.forbid(i % 4));
    ASSERT_TRUE(agrees(module, tally, seed + i)) << "rule " << i;
  }
  RecordProperty("requests", static_cast<int>(tally.requests));
  fmt::print(
      "{} rules: {} exact, {} narrower, {} not expressible; {} requests, {} denied, {} missed by narrower ones\n",
      kRules, tally.exact, tally.narrower, tally.not_expressible, tally.requests, tally.denied, tally.missed);
  // A compiler that gives up, or requests that try nothing, would agree too.
  EXPECT_GT(tally.exact, kRules / 2);
  EXPECT_GT(tally.denied, tally.requests / 20);
}

}  // namespace
}  // namespace berm::agreement
