#include <gtest/gtest.h>

#include "reference/test_support.h"
#include "runtime/relations/relations_fixture.h"

namespace berm::reference {
namespace {

using relations::PlanText;
using report::Verdict;

class Subjects : public testing::Test {
 protected:
  void SetUp() override {
    clause.types = {"acl"};
    clause.variable = b.resource;
    clause.subject = ir::Subject{{"bucket"}, bucket, b.path("bucket", ir::Type::String)};
    // `except subject s where { s.site == "yes" }`
    clause.condition = b.negate(b.equal(b.path(bucket, "site", ir::Type::String), b.text("yes")));
  }
  report::RuleResult judged(const PlanText& text, ir::ChangeKind kind = ir::ChangeKind::Planned) {
    plan = text.read();
    ir::Rule rule;
    clause.change = kind;
    rule.plans.push_back(clause);
    return judge(rule, b.module, plan, SourceSet());
  }
  static std::string referring(const char* to) {
    return "'resources':[{'address':'bucket.a','mode':'managed','type':'bucket','name':'a','expressions':{}},"
           "{'address':'acl.x','mode':'managed','type':'acl','name':'x','expressions':{'bucket':{'references':['" +
           std::string(to) + "']}}}]";
  }
  Build b;
  ir::Variable bucket = b.module.make_variable();
  ir::PlanClause clause;
  facts::Plan plan;
};

TEST_F(Subjects, ByReference) {
  PlanText site, other;
  site.resource("bucket.a", "'site':'yes'", "'id':true").resource("acl.x", "", "'bucket':true");
  EXPECT_EQ(judged(site.configured(referring("bucket.a.id"))).verdict, Verdict::Satisfied);
  other.resource("bucket.a", "'site':'no'", "'id':true").resource("acl.x", "", "'bucket':true");
  report::RuleResult result = judged(other.configured(referring("bucket.a.id")));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.verdict, Verdict::Violated);
  EXPECT_EQ(result.findings[0].address, "acl.x");
  EXPECT_EQ(result.findings[0].evidence[0].path, "bucket.a.site");
}

TEST_F(Subjects, WhichNobodyCanTell) {
  PlanText text;
  text.resource("bucket.a", "'site':'yes'", "'id':true").resource("acl.x", "", "'bucket':true");
  report::RuleResult result = judged(text.configured(referring("local.bucket")));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.verdict, Verdict::NotProven);
  EXPECT_EQ(result.findings[0].missing, "bucket");
  EXPECT_TRUE(result.findings[0].message.starts_with(
      "whether this holds can't be said: `bucket` names no bucket that the plan is certain to hold: "))
      << result.findings[0].message;
}

TEST_F(Subjects, WhichIsNotThere) {
  PlanText text;
  text.resource("bucket.a", "'site':'yes','id':'a','bucket':'a'").resource("acl.x", "'bucket':'elsewhere'");
  report::RuleResult result = judged(text);
  EXPECT_EQ(result.verdict, Verdict::NotProven);
  EXPECT_EQ(result.findings[0].message,
            "whether this holds can't be said: `bucket` names no bucket that the plan is certain to hold");
}

TEST_F(Subjects, OfWhatIsDeletedMayGoWithIt) {
  PlanText text;
  text.resource("bucket.a", "'site':'yes','id':'a','bucket':'a'", "", "'delete'");
  text.resource("acl.x", "'bucket':'a'", "", "'delete'");
  EXPECT_EQ(judged(text, ir::ChangeKind::Deletes).verdict, Verdict::Satisfied);
  PlanText stays;
  stays.resource("bucket.a", "'site':'no','id':'a','bucket':'a'", "", "'no-op'");
  stays.resource("acl.x", "'bucket':'a'", "", "'delete'");
  EXPECT_EQ(judged(stays, ir::ChangeKind::Deletes).verdict, Verdict::Violated);
}

}  // namespace
}  // namespace berm::reference
