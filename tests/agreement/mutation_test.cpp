// The requests of the agreement tests notice when a document is changed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "access/evaluate.h"
#include "compiler/documents/documents.h"
#include "tests/agreement/mutants.h"
#include "tests/agreement/random_rule.h"
#include "verify/requests.h"
#include "verify/verify.h"

namespace berm::agreement {
namespace {

constexpr uint64_t kSeed = 4711;
constexpr size_t kRules = 120;
constexpr size_t kMaxStatements = 6;
constexpr size_t kRandomRequests = 300;
constexpr double kLeastCaught = 0.95;
constexpr size_t kRulesOfBuild = 60;

bool denies(const access::Document& document, const access::Request& request) {
  return access::evaluate(document, request, access::DocumentKind::Scp).decision == access::Decision::ExplicitDeny;
}

documents::Spec spec_of_random() {
  documents::Spec spec;
  spec.name = "random";
  spec.rules = {"random.rule"};
  return spec;
}

access::Document document_of(const ir::Module& module) {
  Diagnostics diagnostics;
  return documents::compile(module, {spec_of_random()}, catalog::Catalog::builtin(), diagnostics)
      .documents.front()
      .document;
}

TEST(Mutation, ChangedDocumentsAreCaught) {
  size_t mutants = 0, caught = 0;
  std::vector<std::string> survivors;
  for (size_t i = 0; i < kRules; ++i) {
    ir::Module module;
    RuleMaker maker(module, kSeed + i, true);
    module.rules.push_back(maker.forbid(i % 2));
    const access::Document document = document_of(module);
    if (document.statements.empty() || document.statements.size() > kMaxStatements) continue;
    const auto requests = verify::requests_for(document, {&module.rules.front()}, catalog::Catalog::builtin(),
                                               kRandomRequests, kSeed + i);
    for (const Mutant& mutant : mutants_of(document)) {
      const bool noticed = std::any_of(requests.begin(), requests.end(), [&](const access::Request& request) {
        return denies(document, request) != denies(mutant.document, request);
      });
      ++mutants;
      caught += noticed;
      if (!noticed) survivors.push_back(mutant.what + "\n  " + access::write_policy_minified(document).substr(0, 600));
    }
  }
  ASSERT_GT(mutants, 500u);
  const double share = static_cast<double>(caught) / static_cast<double>(mutants);
  fmt::print("{} of {} mutants caught\n", caught, mutants);
  if (survivors.size() > 12) survivors.resize(12);
  EXPECT_GE(share, kLeastCaught) << fmt::format("{}", fmt::join(survivors, "\n"));
}

// What every build does notices as much.
TEST(Mutation, TheBuildCatchesChangedDocuments) {
  const auto& catalog = catalog::Catalog::builtin();
  size_t mutants = 0, caught = 0;
  for (size_t i = 0; i < kRulesOfBuild; ++i) {
    ir::Module module;
    RuleMaker maker(module, kSeed + i, true);
    module.rules.push_back(maker.forbid(i % 2));
    Diagnostics compiling;
    auto result = documents::compile(module, {spec_of_random()}, catalog, compiling);
    const access::Document document = result.documents.front().document;
    if (document.statements.empty() || document.statements.size() > kMaxStatements) continue;
    Diagnostics nothing;
    ASSERT_TRUE(verify::compare(result, module, catalog, nothing)) << nothing.items().front().message;
    for (const Mutant& mutant : mutants_of(document)) {
      result.documents.front().json = access::write_policy_minified(mutant.document);
      Diagnostics said;
      ++mutants;
      caught += !verify::compare(result, module, catalog, said);
    }
  }
  ASSERT_GT(mutants, 200u);
  fmt::print("{} of {} mutants caught by the build\n", caught, mutants);
  EXPECT_GE(static_cast<double>(caught) / static_cast<double>(mutants), kLeastCaught);
}

}  // namespace
}  // namespace berm::agreement
