#include "compiler/driver/packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berm::driver {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> named(std::string pattern) {
  manifest::Manifest manifest;
  manifest.check_rules = {std::move(pattern)};
  return standard_packages_named(manifest);
}

TEST(Packages, AreThereOnce) {
  EXPECT_THAT(standard_packages(), Contains("std.aws.logging").Times(1));
  EXPECT_THAT(standard_packages(), Each(StartsWith("std.")));
}

TEST(Packages, AreNamedByTheRulesOfTheManifest) {
  EXPECT_THAT(named("std.aws.logging.*"), ElementsAre("std.aws.logging"));
  EXPECT_THAT(named("std.aws.logging.some_rule"), ElementsAre("std.aws.logging"));
  EXPECT_THAT(named("std.aws.**"), Contains("std.aws.storage"));
  EXPECT_THAT(named("std.**"), SizeIs(standard_packages().size()));
  EXPECT_THAT(named("**"), IsEmpty());
  EXPECT_THAT(named("acme.**"), IsEmpty());
  EXPECT_THAT(named("std.aws.log"), IsEmpty());
}

TEST(Packages, AreNamedByDocumentsToo) {
  manifest::Manifest manifest;
  manifest.documents.push_back({.kind = "aws.scp", .name = "org", .rules = {"std.aws.logging.*"}});
  EXPECT_THAT(standard_packages_named(manifest), ElementsAre("std.aws.logging"));
}

}  // namespace
}  // namespace berm::driver
