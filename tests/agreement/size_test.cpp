// However a document is made smaller or split, it decides as its rules denote.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/documents/documents.h"
#include "tests/agreement/random_rule.h"
#include "tests/agreement/seed.h"
#include "verify/verify.h"

namespace berm::agreement {
namespace {

constexpr size_t kModules = 2;
constexpr size_t kRules = 80;

// Each by its name, as a wildcard may stand for them.
ir::ActionSet named_actions(const std::string& pattern) {
  ir::ActionSet set;
  catalog::Catalog::builtin().for_each_action(pattern, [&](const catalog::Action& action) {
    set.items.push_back({true, action.full_name()});
  });
  return set;
}

ir::Module rules_of(uint64_t seed) {
  ir::Module module;
  for (size_t i = 0; i < kRules; ++i) {
    // Not over the whole catalogue: such a rule alone is too large for any document.
    RuleMaker maker(module, seed * kRules + i, false, Services::Storage);
    ir::Rule rule = maker.forbid(i % 3);
    rule.name = fmt::format("random.r{}", i);
    if (i == 0) rule.calls.front().actions = named_actions("s3:Put*");
    module.rules.push_back(std::move(rule));
  }
  return module;
}

TEST(Size, SplitNamelessAndCompactDocumentsDecideAlike) {
  const auto& catalog = catalog::Catalog::builtin();
  size_t split = 0, nameless = 0, compacted = 0;
  for (size_t i = 0; i < 2 * kModules; ++i) {
    const ir::Module module = rules_of(first_seed() + i / 2);
    documents::Spec spec;
    spec.name = "random";
    spec.rules = {"random.*"};
    spec.compact = i % 2 == 1;
    Diagnostics said;
    const auto result = documents::compile(module, {spec}, catalog, said);
    ASSERT_TRUE(verify::compare(result, module, catalog, said)) << said.items().back().message;
    split += result.documents.size() > 1;
    nameless += result.documents.front().document.statements.front().sid.empty();
    for (const documents::Written& written : result.documents) compacted += !written.wildcards.empty();
  }
  fmt::print("{} modules: {} split, {} without Sids, {} with wildcards\n", 2 * kModules, split, nameless, compacted);
  EXPECT_GT(split, 0u);
  EXPECT_GT(compacted, 0u);
}

}  // namespace
}  // namespace berm::agreement
