// What the README promises of examples/acme: the service control policy for "no one can disable audit logging, even
// admins, except break-glass" denies what it should and nothing else; a plan that breaks rules is told so; the same
// sources give the same bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "access/evaluate.h"
#include "compiler/driver/driver.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using namespace berm;
using testing::HasSubstr;
using testing_support::Ran;
using testing_support::run;
using testing_support::Scratch;

const fs::path kAcme = fs::path(BERM_SOURCE_DIR) / "examples/acme";

struct Compiled {
  std::unique_ptr<driver::Project> project;
  documents::Result result;
};

// The policy of one rule alone.
Compiled compile_rule(const std::string& rule) {
  Diagnostics diagnostics;
  Compiled compiled;
  compiled.project = driver::load_project(kAcme.string(), {}, diagnostics);
  documents::Spec spec{.kind = documents::Kind::Scp, .name = "one", .rules = {rule}};
  compiled.result = documents::compile(compiled.project->module, {spec}, *compiled.project->catalog, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << render(diagnostics, compiled.project->sources, {});
  return compiled;
}

bool denied(const access::Document& scp, const std::string& role, const std::string& action, const char* mfa) {
  access::Request request;
  request.action = action;
  request.context["aws:principalarn"] = {"arn:aws:iam::111122223333:role/" + role};
  request.context["aws:principalaccount"] = {"111122223333"};
  if (mfa != nullptr) request.context["aws:multifactorauthpresent"] = {mfa};
  return access::evaluate(scp, request, access::DocumentKind::Scp).decision == access::Decision::ExplicitDeny;
}

TEST(AuditLoggingPolicy, OnlyABreakGlassSessionWithMfaMayStopTheTrail) {
  Compiled compiled = compile_rule("acme.baseline.log_1");
  ASSERT_EQ(compiled.result.documents.size(), 1u);
  const access::Document& scp = compiled.result.documents[0].document;
  for (const char* mfa : {static_cast<const char*>(nullptr), "false", "true"}) {
    EXPECT_TRUE(denied(scp, "Admin", "cloudtrail:StopLogging", mfa)) << (mfa ? mfa : "absent");
    EXPECT_TRUE(denied(scp, "break-glass-not/x", "cloudtrail:StopLogging", mfa)) << (mfa ? mfa : "absent");
  }
  EXPECT_TRUE(denied(scp, "break-glass/oncall", "cloudtrail:StopLogging", nullptr));
  EXPECT_TRUE(denied(scp, "break-glass/oncall", "cloudtrail:StopLogging", "false"));
  EXPECT_FALSE(denied(scp, "break-glass/oncall", "cloudtrail:StopLogging", "true"));
}

TEST(AuditLoggingPolicy, DeniesNothingOutsideTheHazard) {
  Compiled compiled = compile_rule("acme.baseline.log_1");
  const access::Document& scp = compiled.result.documents.at(0).document;
  const ir::Rule* rule = compiled.project->module.find("acme.baseline.log_1");
  ASSERT_NE(rule, nullptr);
  size_t inside = 0, outside = 0;
  compiled.project->catalog->for_each_action("*", [&](const catalog::Action& action) {
    std::string name = action.full_name();
    bool in_hazard = std::any_of(rule->calls.begin(), rule->calls.end(),
                                 [&](const ir::CallClause& clause) { return clause.actions.contains(name); });
    EXPECT_EQ(denied(scp, "Admin", name, "true"), in_hazard) << name;
    ++(in_hazard ? inside : outside);
  });
  EXPECT_GE(inside, 18u);
  EXPECT_GE(outside, 20000u);
}

TEST(PlanCheck, NamesEveryAddressAndExitsWithOne) {
  Ran ran = run(BERM_PROGRAM, "check --plan plans/breaks-rules.json", kAcme);
  EXPECT_EQ(ran.exit_code, 1);
  for (const char* address :
       {"module.network.aws_security_group.bastion", "aws_cloudtrail.main", "aws_db_instance.orders"}) {
    EXPECT_THAT(ran.out, HasSubstr(address));
  }
  for (const char* format : {"text", "json", "github"}) {
    Ran each = run(BERM_PROGRAM, std::string("check --plan plans/breaks-rules.json -v --format ") + format, kAcme);
    EXPECT_THAT(each.out + each.err, testing::Not(HasSubstr("correct-horse"))) << "a secret of the plan is shown";
  }
}

TEST(PlanCheck, ReadsStandardInputAsItReadsAFile) {
  Ran file = run(BERM_PROGRAM, "check --plan plans/clean.json --format json", kAcme);
  Ran piped = run(BERM_PROGRAM, "check --plan - --format json < plans/clean.json", kAcme);
  EXPECT_EQ(file.exit_code, 0);
  EXPECT_EQ(piped.exit_code, 0);
  size_t at = file.out.find("plans/clean.json");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(file.out.replace(at, std::string("plans/clean.json").size(), "-"), piped.out);
}

// Every file below the folder, by relative path.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      found[fs::relative(entry.path(), folder).string()] = testing_support::read_text(entry.path());
    }
  }
  return found;
}

TEST(Determinism, TheSameSourcesGiveTheSameBytes) {
  Scratch first, second;
  std::string table, rules;
  for (int round = 0; round < 5; ++round) {
    const Scratch& target = round == 0 ? first : second;
    Ran built = run(BERM_PROGRAM, "build -o " + (target.path() / "out").string(), kAcme);
    ASSERT_EQ(built.exit_code, 0) << built.err;
    std::string shown = built.out.substr(0, built.out.find("Wrote"));
    std::string dumped = run(BERM_PROGRAM, "build --dump=ir", kAcme).out;
    if (round == 0) table = shown, rules = dumped;
    EXPECT_EQ(table, shown);
    EXPECT_EQ(rules, dumped);
    if (round > 0) {
      EXPECT_EQ(contents(first.path()), contents(second.path()));
    }
  }
}

}  // namespace
