// Named action sets mean the same wherever they stand: compared, action by action, with sets of names.
#include <gtest/gtest.h>

#include <set>

#include "compiler/check/check.h"
#include "compiler/parse/parse.h"

namespace berm::check {
namespace {

using Names = std::set<std::string>;
const catalog::Catalog& kCatalog = catalog::Catalog::builtin();

Names matching(std::string_view pattern) {
  Names out;
  kCatalog.for_each_action(pattern, [&](const catalog::Action& action) { out.insert(action.full_name()); });
  return out;
}

Names plus(Names left, const Names& right) {
  left.insert(right.begin(), right.end());
  return left;
}

Names minus(Names left, const Names& right) {
  for (const std::string& name : right) left.erase(name);
  return left;
}

Names forbidden_by(const std::string& target) {
  SourceSet sources;
  Diagnostics diagnostics;
  Input input;
  std::string text =
      "package a\nactions reads = s3:Get* minus s3:GetBucket*\nactions less = s3:* minus reads\nrule r: forbid " +
      target;
  input.files.push_back(parse::parse(sources.add("a.berm", text), sources, diagnostics));
  input.standard_library.push_back(false);
  ir::Module module = check(input, sources, kCatalog, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << render(diagnostics, sources, {});
  Names out;
  for (const std::string& name : matching("*")) {
    for (const ir::CallClause& clause : module.rules.at(0).calls) {
      if (clause.actions.contains(name)) out.insert(name);
    }
  }
  return out;
}

TEST(ActionSets, PlusAndMinusOfNamedSets) {
  Names reads = minus(matching("s3:Get*"), matching("s3:GetBucket*"));
  Names less = minus(matching("s3:*"), reads);
  EXPECT_EQ(forbidden_by("reads"), reads);
  EXPECT_EQ(forbidden_by("less"), less);
  EXPECT_EQ(forbidden_by("s3:GetBucketAcl plus reads"), plus(reads, {"s3:GetBucketAcl"}));
  EXPECT_EQ(forbidden_by("s3:* minus less"), minus(matching("s3:*"), less));
  EXPECT_EQ(forbidden_by("ec2:* plus less minus reads"), minus(plus(matching("ec2:*"), less), reads));
  EXPECT_EQ(forbidden_by("s3:* except calls reads"), less);
  EXPECT_EQ(forbidden_by("* minus s3:* plus reads"), plus(minus(matching("*"), matching("s3:*")), reads));
}

}  // namespace
}  // namespace berm::check
