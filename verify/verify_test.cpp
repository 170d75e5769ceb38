// A right document passes; one that was tampered with never does.
#include "verify/verify.h"

#include <gtest/gtest.h>

#include <functional>

namespace berm::verify {
namespace {

using access::Statement;
using documents::Coverage;

const catalog::Catalog& catalog() { return catalog::Catalog::builtin(); }

const ir::Expr* text(ir::Module& module, std::string value, ir::Type type = ir::Type::String) {
  ir::Expr* literal = module.make(ir::Op::Literal, type, {});
  literal->value.data = std::move(value);
  return literal;
}

const ir::Expr* compare_key(ir::Module& module, ir::Op op, const std::string& name, ir::Type type, std::string value) {
  ir::Expr* key = module.make(ir::Op::RequestKey, type, {});
  key->key = name;
  ir::Expr* test = module.make(op, ir::Type::Bool, {});
  test->children = {key, text(module, std::move(value), type)};
  return test;
}

const ir::Expr* negated(ir::Module& module, const ir::Expr* operand) {
  ir::Expr* node = module.make(ir::Op::Not, ir::Type::Bool, {});
  node->children = {operand};
  return node;
}

const ir::Expr* both(ir::Module& module, const ir::Expr* a, const ir::Expr* b) {
  ir::Expr* node = module.make(ir::Op::And, ir::Type::Bool, {});
  node->children = {a, b};
  return node;
}

ir::ActionSet actions(const std::vector<std::string>& patterns) {
  ir::ActionSet set;
  for (const std::string& pattern : patterns) set.items.push_back({true, pattern});
  return set;
}

// Nobody stops a trail, but for one role; and no one in another region touches instances.
ir::Module trails_and_instances() {
  ir::Module module;
  ir::Rule trail;
  trail.name = "a.trail";
  const auto* admin = compare_key(module, ir::Op::Like, "aws:principalarn", ir::Type::Arn, "arn:aws:iam::*:role/admin");
  trail.calls.push_back({actions({"cloudtrail:StopLogging", "cloudtrail:DeleteTrail"}), negated(module, admin), {}});
  ir::Rule region;
  region.name = "a.region";
  const auto* home = compare_key(module, ir::Op::Equal, "aws:requestedregion", ir::Type::String, "eu-west-1");
  const auto* office = compare_key(module, ir::Op::Equal, "aws:sourceip", ir::Type::Cidr, "192.0.2.0/24");
  region.calls.push_back({actions({"ec2:*"}), both(module, negated(module, home), negated(module, office)), {}});
  module.rules = {trail, region};
  return module;
}

// Whom it caps keeps S3 only.
ir::Module storage_cap() {
  ir::Module module;
  ir::Rule cap;
  cap.name = "a.cap";
  cap.verb = ir::Verb::Cap;
  cap.capped = compare_key(module, ir::Op::Like, "aws:principalarn", ir::Type::Arn, "arn:aws:iam::*:role/app");
  cap.allows.push_back({actions({"s3:GetObject", "s3:PutObject"}),
                        compare_key(module, ir::Op::Like, "resource.arn", ir::Type::Arn, "arn:aws:s3:::data/*"),
                        {}});
  module.rules = {cap};
  return module;
}

// One repository takes one role.
ir::Module one_way_in() {
  ir::Module module;
  ir::Rule trust;
  trust.name = "a.trust";
  trust.verb = ir::Verb::Trust;
  trust.assumed = {"arn:aws:iam::*:role/deploy"};
  ir::TrustClause way;
  way.principal = {ir::TrustedPrincipal::Kind::Oidc, "token.actions.githubusercontent.com", ""};
  way.actions = actions({"sts:AssumeRoleWithWebIdentity"});
  way.condition = compare_key(module, ir::Op::Equal, "token.actions.githubusercontent.com:sub", ir::Type::String,
                              "repo:acme/api:ref:refs/heads/main");
  const auto* provider = compare_key(module, ir::Op::Like, "aws:federatedprovider", ir::Type::Arn,
                                     "arn:aws:iam::*:oidc-provider/token.actions.githubusercontent.com");
  const auto* role = compare_key(module, ir::Op::Like, "resource.arn", ir::Type::Arn, trust.assumed.front());
  trust.allows.push_back({way.actions, both(module, role, both(module, provider, way.condition)), {}});
  trust.trusted.push_back(way);
  module.rules = {trust};
  return module;
}

documents::Result compiled(const ir::Module& module, documents::Kind kind) {
  documents::Spec spec;
  spec.kind = kind;
  spec.account = "111122223333";
  spec.bucket = "data";
  spec.name = "org";
  spec.rules = {"a.*"};
  Diagnostics diagnostics;
  return documents::compile(module, {spec}, catalog(), diagnostics);
}

// What is said of the document after `change`.
std::vector<Diagnostic> said_of(const ir::Module& module, documents::Result result,
                                const std::function<void(access::Document&)>& change) {
  documents::Written& written = result.documents.front();
  access::Document document = written.document;
  change(document);
  written.json = access::write_policy_minified(document);
  Diagnostics diagnostics;
  const bool agreed = compare(result, module, catalog(), diagnostics);
  EXPECT_EQ(agreed, diagnostics.empty());
  return diagnostics.items();
}

Statement& with_action(access::Document& document, const std::string& action) {
  for (Statement& statement : document.statements) {
    if (statement.actions.front() == action) return statement;
  }
  ADD_FAILURE() << action;
  return document.statements.front();
}

TEST(Verify, ARightDocumentPasses) {
  for (const auto kind : {documents::Kind::Scp, documents::Kind::PermissionBoundary}) {
    const ir::Module module = trails_and_instances();
    EXPECT_TRUE(said_of(module, compiled(module, kind), [](access::Document&) {}).empty());
  }
  const ir::Module cap = storage_cap();
  EXPECT_TRUE(said_of(cap, compiled(cap, documents::Kind::PermissionBoundary), [](access::Document&) {}).empty());
}

TEST(Verify, NoticesEachChangeOfADocument) {
  const std::vector<std::pair<const char*, std::function<void(access::Document&)>>> changes = {
      {"a statement lost", [](auto& d) { d.statements.pop_back(); }},
      {"every statement lost but one", [](auto& d) { d.statements.erase(d.statements.begin()); }},
      {"an action lost", [](auto& d) { with_action(d, "cloudtrail:StopLogging").actions.pop_back(); }},
      {"an action added", [](auto& d) { d.statements[0].actions.push_back("cloudtrail:StartLogging"); }},
      {"a rare action added", [](auto& d) { d.statements[0].actions.push_back("xray:PutTraceSegments"); }},
      {"a wildcard", [](auto& d) { with_action(d, "cloudtrail:StopLogging").actions = {"cloudtrail:*"}; }},
      {"a wildcard narrowed", [](auto& d) { with_action(d, "ec2:*").actions = {"ec2:R*"}; }},
      {"NotAction", [](auto& d) { with_action(d, "ec2:*").not_action = true; }},
      {"a resource", [](auto& d) { with_action(d, "ec2:*").resources = {"arn:aws:ec2:*:*:instance/*"}; }},
      {"an operator", [](auto& d) { with_action(d, "cloudtrail:StopLogging").conditions[0].op = "ArnLike"; }},
      {"a value", [](auto& d) { with_action(d, "ec2:*").conditions[1].values = {"eu-west-2"}; }},
      {"a condition lost", [](auto& d) { with_action(d, "ec2:*").conditions.pop_back(); }},
      {"a smaller range",
       [](auto& d) {
         for (auto& c : with_action(d, "ec2:*").conditions) {
           if (c.key == "aws:SourceIp") c.values = {"192.0.2.0/25"};
         }
       }},
      {"a larger range", [](auto& d) {
         for (auto& c : with_action(d, "ec2:*").conditions) {
           if (c.key == "aws:SourceIp") c.values = {"192.0.0.0/22"};
         }
       }}};
  const ir::Module module = trails_and_instances();
  const auto result = compiled(module, documents::Kind::Scp);
  for (const auto& [what, change] : changes) {
    const auto said = said_of(module, result, change);
    ASSERT_EQ(said.size(), 1u) << what;
    EXPECT_EQ(said[0].kind, DiagnosticKind::DocumentDisagrees) << what;
  }
}

TEST(Verify, NoticesWhatABoundaryLeavesOrTakes) {
  const ir::Module module = storage_cap();
  const auto result = compiled(module, documents::Kind::PermissionBoundary);
  const auto notices = [&](const std::function<void(Statement&)>& change) {
    return said_of(module, result, [&](access::Document& d) { change(with_action(d, "s3:GetObject")); }).size() == 1;
  };
  EXPECT_TRUE(notices([](Statement& s) { s.actions.pop_back(); }));
  EXPECT_TRUE(notices([](Statement& s) { s.actions.push_back("s3:DeleteObject"); }));
  EXPECT_TRUE(notices([](Statement& s) { s.actions.push_back("polly:DescribeVoices"), s.resources = {"*"}; }));
  EXPECT_TRUE(notices([](Statement& s) { s.resources = {"arn:aws:s3:::data*"}; }));
  EXPECT_TRUE(notices([](Statement& s) { s.resources = {"arn:aws:s3:::data/a*"}; }));
}

// What is asked of the document changed so, where there is a difference.
std::string first_said(const ir::Module& module, documents::Kind kind, const std::function<void(Statement&)>& change) {
  const auto said = said_of(module, compiled(module, kind), [&](access::Document& d) { change(d.statements.front()); });
  return said.empty() ? "" : said.front().message;
}

constexpr std::string_view kGives = ", but no rule of it does";
constexpr std::string_view kWithholds = " does not allow it";

TEST(Verify, NoticesWhatAnIdentityPolicyGivesOrWithholds) {
  const ir::Module module = storage_cap();
  const auto said = [&](const std::function<void(Statement&)>& change) {
    return first_said(module, documents::Kind::IdentityPolicy, change);
  };
  EXPECT_EQ(said([](Statement&) {}), "");
  EXPECT_TRUE(said([](Statement& s) { s.actions.push_back("s3:DeleteObject"); }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) { s.resources = {"arn:aws:s3:::data*"}; }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) { s.actions.pop_back(); }).ends_with(kWithholds));
  EXPECT_TRUE(said([](Statement& s) {
                s.conditions.push_back({"Bool", "aws:SecureTransport", {"true"}});
              }).ends_with(kWithholds));
}

TEST(Verify, NoticesWhomATrustPolicyLetsIn) {
  const ir::Module module = one_way_in();
  const auto said = [&](const std::function<void(Statement&)>& change) {
    return first_said(module, documents::Kind::TrustPolicy, change);
  };
  EXPECT_EQ(said([](Statement&) {}), "");
  EXPECT_TRUE(said([](Statement& s) { s.conditions.clear(); }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) { s.conditions.front().op = "ForAllValues:StringEquals"; }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) { s.conditions.front().op = "StringEqualsIfExists"; }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) { s.principals = {{"AWS", {"111122223333"}}}; }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) {
                s.conditions.front().values = {"repo:acme/web:ref:refs/heads/main"};
              }).ends_with(kGives));
  EXPECT_TRUE(said([](Statement& s) {
                s.conditions.push_back({"Bool", "aws:SecureTransport", {"true"}});
              }).ends_with(kWithholds));
}

TEST(Verify, NoticesWhatABucketPolicyGives) {
  const ir::Module module = storage_cap();
  const auto said = [&](const std::function<void(Statement&)>& change) {
    return first_said(module, documents::Kind::BucketPolicy, change);
  };
  EXPECT_EQ(said([](Statement&) {}), "");
  EXPECT_TRUE(said([](Statement& s) { s.conditions.clear(); }).ends_with(kGives));
  const auto without_denial = [](access::Document& d) { d.statements.pop_back(); };
  EXPECT_EQ(said_of(module, compiled(module, documents::Kind::BucketPolicy), without_denial).size(), 1u);
}

TEST(Verify, ANarrowerRowMayMissAndNeverAdds) {
  const ir::Module module = trails_and_instances();
  auto result = compiled(module, documents::Kind::Scp);
  for (documents::Row& row : result.rows) {
    row.coverage = Coverage::Narrower;
    row.words = {"not denied: something"};
  }
  EXPECT_TRUE(said_of(module, result, [](auto& d) { d.statements.pop_back(); }).empty());
  EXPECT_EQ(said_of(module, result, [](auto& d) { d.statements[0].conditions.clear(); }).size(), 1u);
  // What only the future brings is no excuse today.
  for (documents::Row& row : result.rows) row.words = {"not denied: actions that AWS adds later"};
  EXPECT_EQ(said_of(module, result, [](auto& d) { d.statements.pop_back(); }).size(), 1u);
}

TEST(Verify, AWiderRowMayAddAndNeverMisses) {
  const ir::Module module = trails_and_instances();
  auto result = compiled(module, documents::Kind::Scp);
  for (documents::Row& row : result.rows) row.coverage = Coverage::Wider;
  EXPECT_TRUE(said_of(module, result, [](auto& d) { d.statements[0].conditions.clear(); }).empty());
  EXPECT_EQ(said_of(module, result, [](auto& d) { d.statements.pop_back(); }).size(), 1u);
  // Only the statements of the wider rule may.
  result.rows.front().coverage = Coverage::Exact;
  EXPECT_EQ(said_of(module, result, [](auto& d) { d.statements[0].conditions.clear(); }).size(), 1u);
}

TEST(Verify, PrintsTheRequest) {
  const ir::Module module = trails_and_instances();
  const auto said = said_of(module, compiled(module, documents::Kind::Scp),
                            [](auto& d) { with_action(d, "cloudtrail:StopLogging").actions.pop_back(); });
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].message.find("`a.trail` denies `cloudtrail:DeleteTrail` on `arn:aws:cloudtrail:"), 0u)
      << said[0].message;
  EXPECT_NE(said[0].message.find(", but `org` does not"), std::string::npos) << said[0].message;
  EXPECT_NE(said[0].hint.find(R"(this request: {"action":"cloudtrail:DeleteTrail","resource":"arn:)"),
            std::string::npos)
      << said[0].hint;
}

// A test's call, which the document may not see, or no rule of which the test is about.
TEST(Verify, OneCallIsAsked) {
  const ir::Module module = trails_and_instances();
  documents::Result result = compiled(module, documents::Kind::Scp);
  access::Document document = result.documents.front().document;
  with_action(document, "cloudtrail:StopLogging").actions = {"cloudtrail:DeleteTrail"};
  result.documents.front().json = access::write_policy_minified(document);
  access::Request call;
  call.action = "cloudtrail:StopLogging";
  call.resource = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t";
  call.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/dev"};
  Diagnostics diagnostics;
  EXPECT_FALSE(CallComparison(result, module, catalog()).compare(call, {"a.trail"}, diagnostics));
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].kind, DiagnosticKind::DocumentDisagrees);
  EXPECT_TRUE(CallComparison(result, module, catalog()).compare(call, {"a.other"}, diagnostics));
  call.action = "cloudtrail:DeleteTrail";
  EXPECT_TRUE(CallComparison(result, module, catalog()).compare(call, {"a.trail"}, diagnostics));
  call.context["aws:principalisawsservice"] = {"true"};
  call.action = "cloudtrail:StopLogging";
  EXPECT_TRUE(CallComparison(result, module, catalog()).compare(call, {"a.trail"}, diagnostics));
}

// Who does not carry a boundary is not limited by it.
TEST(Verify, OneCallIsAskedOfBearersOnly) {
  const ir::Module module = storage_cap();
  documents::Result result = compiled(module, documents::Kind::PermissionBoundary);
  access::Request call;
  call.action = "ec2:RunInstances";
  call.resource = "arn:aws:ec2:eu-west-1:111122223333:instance/i";
  call.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/dev"};
  Diagnostics diagnostics;
  EXPECT_TRUE(CallComparison(result, module, catalog()).compare(call, {"a.cap"}, diagnostics));
}

}  // namespace
}  // namespace berm::verify
