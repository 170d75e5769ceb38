// What the role set of std.packs.roles leaves to whom it caps, action by action: by the access levels of the catalogue.
#include <algorithm>
#include <iostream>

#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "tests/stdlib/library.h"

namespace berm::stdlib_tests {
namespace {

constexpr uint8_t kChanges = catalog::kWrite | catalog::kTagging | catalog::kPermissionsManagement;

// The actions that the cap leaves possible, on whatever resource.
std::vector<catalog::Action> left_by(std::string_view name) {
  const ir::Rule* rule = Library::get().project().module.find(name);
  std::vector<catalog::Action> left;
  EXPECT_NE(rule, nullptr) << name;
  if (rule == nullptr) return left;
  catalog::Catalog::builtin().for_each_action("*", [&](const catalog::Action& action) {
    auto allowed = [&](const ir::AllowClause& clause) { return clause.actions.contains(action.full_name()); };
    if (std::ranges::any_of(rule->allows, allowed)) left.push_back(action);
  });
  std::cout << name << " leaves " << left.size() << " actions\n";
  return left;
}

void expect_no_change(const std::vector<catalog::Action>& actions, std::string_view service = "") {
  for (const catalog::Action& action : actions) {
    if (!service.empty() && action.service != service) continue;
    EXPECT_EQ(action.access & kChanges, 0) << action.full_name() << " changes something";
  }
}

void expect_none_of(const std::vector<catalog::Action>& actions, const std::vector<std::string_view>& names) {
  for (const catalog::Action& action : actions) {
    EXPECT_TRUE(std::ranges::find(names, action.full_name()) == names.end()) << action.full_name();
  }
}

const std::vector<std::string_view> kData = {"s3:GetObject",
                                             "s3:GetObjectVersion",
                                             "secretsmanager:GetSecretValue",
                                             "secretsmanager:BatchGetSecretValue",
                                             "ssm:GetParameter",
                                             "ssm:GetParameters",
                                             "ssm:GetParametersByPath",
                                             "ssm:GetParameterHistory",
                                             "dynamodb:GetItem",
                                             "dynamodb:Query",
                                             "dynamodb:Scan",
                                             "dynamodb:BatchGetItem",
                                             "kms:Decrypt",
                                             "sqs:ReceiveMessage",
                                             "kinesis:GetRecords",
                                             "rds:DownloadCompleteDBLogFile",
                                             "ec2:GetPasswordData"};

TEST(StandardLibraryRoles, WhoLooksChangesNothingAndReadsNoData) {
  const auto left = left_by("std.packs.roles.developers_look");
  EXPECT_GE(left.size(), 800u);
  expect_no_change(left);
  expect_none_of(left, kData);
}

TEST(StandardLibraryRoles, WhoAuditsChangesNothingAndReadsNoData) {
  const auto left = left_by("std.packs.roles.auditors_look");
  EXPECT_GE(left.size(), 1200u);
  expect_no_change(left);
  expect_none_of(left, kData);
}

TEST(StandardLibraryRoles, WhoOperatesWritesNothingOfIamAndMakesNothing) {
  const auto left = left_by("std.packs.roles.sre_operates");
  expect_no_change(left, "iam");
  expect_no_change(left, "sts");
  expect_no_change(left, "organizations");
  expect_none_of(left, kData);
  for (const catalog::Action& action : left) {
    EXPECT_EQ(action.access & catalog::kPermissionsManagement, 0) << action.full_name();
    const bool makes = action.name.starts_with("Create") || action.name.starts_with("Run");
    EXPECT_FALSE(makes) << action.full_name();
  }
}

TEST(StandardLibraryRoles, WhoDeploysManagesNoPermissions) {
  for (const catalog::Action& action : left_by("std.packs.roles.developers_deploy_service")) {
    EXPECT_EQ(action.access & catalog::kPermissionsManagement, 0) << action.full_name();
    EXPECT_TRUE(action.service != "iam" || action.name == "PassRole") << action.full_name();
  }
}

// Each role's rules as one document of the kind.
void expect_fits(documents::Kind kind) {
  const std::string pack = "std.packs.roles.";
  const std::vector<std::vector<std::string>> roles = {
      {pack + "developers_look"},
      {pack + "developers_deploy_service", pack + "deploys_stay", pack + "deploys_hand_roles_to_code"},
      {pack + "sre_operates"},
      {pack + "platform_bounded", pack + "platform_gated"},
      {pack + "auditors_look"}};
  for (const std::vector<std::string>& rules : roles) {
    Diagnostics diagnostics;
    documents::Spec spec;
    spec.kind = kind;
    spec.name = "role";
    spec.rules = rules;
    const documents::Result result =
        documents::compile(Library::get().project().module, {spec}, catalog::Catalog::builtin(), diagnostics);
    for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << rules[0] << ": " << item.message;
    ASSERT_EQ(result.documents.size(), 1u) << rules[0];
    EXPECT_LE(result.documents[0].size, 6144u) << rules[0];
    for (const documents::Row& row : result.rows) EXPECT_EQ(row.coverage, documents::Coverage::Exact) << row.rule;
    EXPECT_TRUE(result.self_grants.empty()) << rules[0];
    std::cout << rules[0] << ": " << result.documents[0].size << " characters\n";
  }
}

TEST(StandardLibraryRoles, FitBoundariesExactly) { expect_fits(documents::Kind::PermissionBoundary); }

}  // namespace
}  // namespace berm::stdlib_tests
