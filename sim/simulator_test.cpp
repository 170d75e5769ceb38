#include "sim/simulator.h"

#include <gtest/gtest.h>

namespace berm::sim {
namespace {

using access::Decision;

constexpr const char* kPayments = "111122223333";
constexpr const char* kManagement = "999999999999";

manifest::Organisation organisation() {
  manifest::Organisation organisation;
  organisation.management_account = kManagement;
  manifest::Unit unit{"ou-ab12-11111111", "workloads", {{kPayments, "payments"}}, {}};
  organisation.root = manifest::Unit{"r-ab12", "", {}, {unit}};
  return organisation;
}

// a.trail: nobody stops a trail. a.region: nobody calls EC2.
ir::Module module_of_two() {
  ir::Module module;
  for (auto [name, action] : {std::pair("a.trail", "cloudtrail:StopLogging"), std::pair("a.region", "ec2:*")}) {
    ir::Rule rule;
    rule.name = name;
    ir::ActionSet actions;
    actions.items.push_back({true, action});
    rule.calls.push_back({actions, nullptr, {}});
    module.rules.push_back(std::move(rule));
  }
  return module;
}

class Simulated : public testing::Test {
 protected:
  void compile(std::vector<documents::Attachment> attach) {
    documents::Spec spec;
    spec.name = "org";
    spec.rules = {"a.*"};
    spec.attach = std::move(attach);
    Diagnostics diagnostics;
    result_ = documents::compile(module_, {spec}, catalog::Catalog::builtin(), diagnostics);
  }
  Answer ask(const std::string& account, const std::string& action, const std::string& stage = "") {
    access::Request request;
    request.action = action;
    request.context["aws:principalarn"] = {"arn:aws:iam::" + account + ":role/dev"};
    request.context["aws:principalaccount"] = {account};
    return Simulator({module_, result_, organisation_, outside_, catalog::Catalog::builtin(), stage}).answer(request);
  }
  Decision decision(const std::string& account, const std::string& action, const std::string& stage = "") {
    return ask(account, action, stage).verdict.decision;
  }

  ir::Module module_ = module_of_two();
  manifest::Organisation organisation_ = organisation();
  documents::Result result_;
  std::vector<OutsidePolicy> outside_;
};

TEST_F(Simulated, DocumentsBindWhereTheyAreAttached) {
  compile({{"ou-ab12-11111111", ""}});
  Answer answer = ask(kPayments, "cloudtrail:StopLogging");
  EXPECT_EQ(answer.verdict.decision, Decision::ExplicitDeny);
  ASSERT_EQ(answer.causes.size(), 1u);
  EXPECT_EQ(answer.causes[0].rule->name, "a.trail");
  EXPECT_EQ(answer.verdict.steps[answer.verdict.decisive[0]].level, "ou-ab12-11111111 (workloads)");
  EXPECT_EQ(decision(kPayments, "s3:ListAllMyBuckets"), Decision::Allow);
  EXPECT_TRUE(ask(kPayments, "s3:ListAllMyBuckets").unheeded.empty());
  Answer management = ask(kManagement, "cloudtrail:StopLogging");
  EXPECT_EQ(management.verdict.decision, Decision::Allow);
  ASSERT_EQ(management.unheeded.size(), 1u);
  EXPECT_EQ(management.unheeded[0]->name, "a.trail");
  EXPECT_EQ(decision("123412341234", "cloudtrail:StopLogging"), Decision::Allow);
}

TEST_F(Simulated, WithoutATreeEveryDocumentBinds) {
  compile({{"ou-ab12-11111111", ""}});
  organisation_ = {};
  EXPECT_EQ(decision("123412341234", "ec2:RunInstances"), Decision::ExplicitDeny);
}

TEST_F(Simulated, StagesNarrowTheAttachments) {
  compile({{"r-ab12", "prod"}});
  EXPECT_EQ(decision(kPayments, "cloudtrail:StopLogging"), Decision::ExplicitDeny);
  EXPECT_EQ(decision(kPayments, "cloudtrail:StopLogging", "prod"), Decision::ExplicitDeny);
  EXPECT_EQ(decision(kPayments, "cloudtrail:StopLogging", "sandbox"), Decision::Allow);
}

// A document that took several has one row for both.
TEST_F(Simulated, PartsOfADocumentKnowTheirRules) {
  compile({});
  documents::Written second = result_.documents.front();
  second.spec.name = "org-2";
  result_.documents.front().document.statements.clear();
  result_.documents.front().origins.clear();
  result_.documents.push_back(second);
  for (documents::Row& row : result_.rows) row.document = "org, org-2";
  Answer answer = ask(kPayments, "cloudtrail:StopLogging");
  ASSERT_EQ(answer.causes.size(), 1u);
  EXPECT_EQ(answer.causes[0].rule->name, "a.trail");
  EXPECT_EQ(answer.causes[0].document, "org-2");
}

TEST_F(Simulated, FullAccessMayBeTakenOff) {
  compile({});
  organisation_.root->units[0].full_access = false;
  EXPECT_EQ(decision(kPayments, "s3:ListAllMyBuckets"), Decision::ImplicitDeny);
}

TEST_F(Simulated, OutsidePoliciesJoin) {
  compile({});
  access::Statement statement;
  statement.effect = access::Effect::Allow;
  statement.actions = {"s3:*"};
  statement.resources = {"*"};
  access::Document document;
  document.statements = {statement};
  outside_.push_back({access::DocumentKind::Identity, "", "dev.json", document});
  EXPECT_EQ(decision(kPayments, "s3:ListAllMyBuckets"), Decision::Allow);
  EXPECT_EQ(decision(kPayments, "iam:CreateUser"), Decision::ImplicitDeny);
  EXPECT_EQ(decision(kPayments, "ec2:RunInstances"), Decision::ExplicitDeny);
}

}  // namespace
}  // namespace berm::sim
