#include "reference/judge.h"

#include <gtest/gtest.h>

#include "reference/test_support.h"

namespace berm::reference {
namespace {

using report::Verdict;

class JudgeTest : public testing::Test {
 protected:
  ir::PlanClause& clause(ir::ChangeKind kind, Ex condition = nullptr) {
    ir::PlanClause& out = rule.plans.emplace_back();
    out.change = kind;
    out.types = {"x"};
    out.variable = b.resource;
    out.condition = condition;
    return out;
  }
  report::RuleResult judged(const std::string& changes) {
    return judge(rule, b.module, plan_with(changes), SourceSet());
  }
  // Whether a clause of the kind sees the change.
  bool seen(ir::ChangeKind kind, const std::string& actions, const std::string& more = "") {
    rule.plans.clear();
    clause(kind);
    return judged(change(actions, R"("before":{},"after":{},"after_unknown":{})", "a", more)).judged == 1;
  }
  // One letter a kind that sees it.
  std::string seers(const std::string& actions, const std::string& more = "") {
    std::string out;
    if (seen(ir::ChangeKind::Planned, actions, more)) out += 'P';
    if (seen(ir::ChangeKind::Creates, actions, more)) out += 'C';
    if (seen(ir::ChangeKind::Updates, actions, more)) out += 'U';
    if (seen(ir::ChangeKind::Deletes, actions, more)) out += 'D';
    if (seen(ir::ChangeKind::Replaces, actions, more)) out += 'R';
    if (seen(ir::ChangeKind::Forgets, actions, more)) out += 'F';
    if (seen(ir::ChangeKind::Drifts, actions, more)) out += '!';
    return out;
  }
  Ex bad() { return b.equal(b.path("a", ir::Type::Bool), b.flag(true)); }
  Build b;
  ir::Rule rule;
};

TEST_F(JudgeTest, WhichKindSeesWhichChange) {
  EXPECT_EQ(seers(R"("create")"), "PC");
  EXPECT_EQ(seers(R"("update")"), "PU");
  EXPECT_EQ(seers(R"("no-op")"), "P");
  EXPECT_EQ(seers(R"("delete")"), "D");
  EXPECT_EQ(seers(R"("delete","create")"), "PCDR");
  EXPECT_EQ(seers(R"("create","delete")"), "PCDR");
  EXPECT_EQ(seers(R"("forget")"), "F");
  EXPECT_EQ(seers(R"("create","forget")"), "PCF");
  EXPECT_EQ(seers(R"("explode")"), "PCUDRF");
}

TEST_F(JudgeTest, DeposedObjectsAreOnlyDeleted) {
  EXPECT_EQ(seers(R"("delete")", R"(,"deposed":"ab12")"), "D");
  EXPECT_EQ(seers(R"("delete","create")", R"(,"deposed":"ab12")"), "D");
}

TEST_F(JudgeTest, WhatIsForgottenIsReadAsItWas) {
  clause(ir::ChangeKind::Forgets, bad());
  std::string body = R"("before":{"a":true},"after":null,"after_unknown":{})";
  EXPECT_EQ(judged(change(R"("forget")", body)).verdict, Verdict::Violated);
  EXPECT_EQ(judged(change(R"("delete")", body)).verdict, Verdict::NotApplicable);
}

// Only clauses about drift look at it, and at nothing else.
TEST_F(JudgeTest, Drift) {
  facts::Plan plan = plan_with(update(R"({"a":false})", R"({"a":true})"));
  std::swap(plan.changes, plan.drift);
  clause(ir::ChangeKind::Planned, bad());
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::NotApplicable);
  rule.plans.clear();
  clause(ir::ChangeKind::Drifts, b.make(Op::And, {bad(), b.equal(b.before("a"), b.flag(false))}));
  report::RuleResult result = judge(rule, b.module, plan, SourceSet());
  EXPECT_EQ(result.verdict, Verdict::Violated);
  EXPECT_EQ(result.findings[0].change, "drift");
  EXPECT_EQ(judged(update(R"({"a":false})", R"({"a":true})")).verdict, Verdict::NotApplicable);
}

TEST_F(JudgeTest, DeferredChangesAreJudged) {
  facts::Plan plan = plan_with(create(R"({"a":true})"));
  std::swap(plan.changes, plan.deferred);
  clause(ir::ChangeKind::Planned, bad());
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, DataSourcesThatWereReadWhilePlanning) {
  facts::Plan plan = plan_with(create(R"({"a":true})"));
  facts::StateResource& state = plan.prior_state.emplace_back();
  state.address = "data.x.d";
  state.mode = "data";
  state.type = "x";
  state.values = plan.changes[0].after;
  clause(ir::ChangeKind::Planned, bad()).types = {"data.x"};
  report::RuleResult result = judge(rule, b.module, plan, SourceSet());
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].address, "data.x.d");
  EXPECT_EQ(result.findings[0].change, "read");
  EXPECT_FALSE(result.findings[0].pre_existing);
}

TEST_F(JudgeTest, WhatElseThePlanHolds) {
  facts::Plan plan = plan_with(create(R"({"a":true})"));
  std::swap(plan.changes, plan.entities);
  plan.entities[0].mode = "plan";
  plan.entities[0].actions = 0;
  clause(ir::ChangeKind::Planned, bad());
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::Violated);
  plan.entities[0].actions = facts::kNoOp;
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::Violated);
  rule.plans[0].types = {"terraform_output"};
  plan.entities[0].type = "terraform_output";
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::Satisfied);
  plan.entities[0].actions = facts::kDelete;
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).verdict, Verdict::NotApplicable);
}

TEST_F(JudgeTest, OneResourceOnly) {
  clause(ir::ChangeKind::Planned, bad());
  facts::Plan plan = plan_with(create(R"({"a":true})") + "," + change(R"("create")", R"("after":{"a":true})", "z"));
  EXPECT_EQ(judge(rule, b.module, plan, SourceSet()).findings.size(), 2u);
  report::RuleResult one = judge(rule, b.module, plan, SourceSet(), {.address = "x.z"});
  ASSERT_EQ(one.findings.size(), 1u);
  EXPECT_EQ(one.findings[0].address, "x.z");
  EXPECT_EQ(one.judged, 1u);
}

TEST_F(JudgeTest, ExceptReplacing) {
  clause(ir::ChangeKind::Deletes).except_replacing = true;
  std::string body = R"("before":{},"after":{},"after_unknown":{})";
  EXPECT_EQ(judged(change(R"("delete","create")", body)).verdict, Verdict::NotApplicable);
  EXPECT_EQ(judged(change(R"("delete")", body)).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, DataSourcesByTheirOwnName) {
  std::string read = R"({"address":"data.x.a","mode":"data","type":"x","name":"a",)"
                     R"("change":{"actions":["read"],"before":null,"after":{},"after_unknown":{}}})";
  clause(ir::ChangeKind::Planned);
  EXPECT_EQ(judged(read).verdict, Verdict::NotApplicable);
  rule.plans[0].types = {"data.x"};
  EXPECT_EQ(judged(read).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, DeletesReadWhatWasThere) {
  clause(ir::ChangeKind::Deletes, bad());
  EXPECT_EQ(judged(remove(R"({"a":true})")).verdict, Verdict::Violated);
  EXPECT_EQ(judged(remove(R"({"a":false})")).verdict, Verdict::Satisfied);
}

TEST_F(JudgeTest, Verdicts) {
  clause(ir::ChangeKind::Planned, bad());
  EXPECT_EQ(judged(create(R"({"a":true})")).verdict, Verdict::Violated);
  EXPECT_EQ(judged(create(R"({"a":false})")).verdict, Verdict::Satisfied);
  EXPECT_EQ(judged("").verdict, Verdict::NotApplicable);
  report::RuleResult unknown = judged(create("{}", R"({"a":true})"));
  EXPECT_EQ(unknown.verdict, Verdict::NotProven);
  ASSERT_EQ(unknown.findings.size(), 1u);
  EXPECT_EQ(unknown.findings[0].missing, "a");
  EXPECT_EQ(judged(create("{}", R"({"a":true})") + "," + create(R"({"a":true})")).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, WhatCannotBeReadIsNotCalledUnknown) {
  clause(ir::ChangeKind::Planned, b.equal(b.path("a", ir::Type::Bool), b.flag(true)));
  report::RuleResult unknown = judged(create("{}", R"({"a":true})"));
  ASSERT_EQ(unknown.findings.size(), 1u);
  EXPECT_EQ(unknown.findings[0].missing_reason, "");
  EXPECT_EQ(unknown.findings[0].message, "whether this holds depends on `a`, which the plan does not show");
  report::RuleResult wrong = judged(create(R"({"a":7})"));
  ASSERT_EQ(wrong.findings.size(), 1u);
  EXPECT_EQ(wrong.verdict, Verdict::NotProven);
  EXPECT_EQ(wrong.findings[0].missing, "a");
  EXPECT_EQ(wrong.findings[0].missing_reason, "is not a bool");
  EXPECT_EQ(wrong.findings[0].message, "whether this holds can't be said: `a` is not a bool");
}

TEST_F(JudgeTest, AFindingSaysWhatWhereAndWhy) {
  ir::PlanClause& plan = clause(ir::ChangeKind::Planned, bad());
  plan.say = b.make(Op::Concat, {b.call(Builtin::Address, {b.path("")}, ir::Type::String), b.text(" is bad")},
                    ir::Type::String);
  report::RuleResult result = judged(update("{}", R"({"a":true})"));
  ASSERT_EQ(result.findings.size(), 1u);
  const report::Finding& finding = result.findings[0];
  EXPECT_EQ(finding.address, "x.a");
  EXPECT_EQ(finding.change, "update");
  EXPECT_EQ(finding.message, "x.a is bad");
  ASSERT_EQ(finding.evidence.size(), 1u);
  EXPECT_EQ(finding.evidence[0].path, "a");
  EXPECT_EQ(finding.evidence[0].value, "true");
}

TEST_F(JudgeTest, EvidenceHidesSecrets) {
  clause(ir::ChangeKind::Planned, b.equal(b.path("s"), b.text("hush")));
  auto result = judged(change(R"("create")", R"("before":null,"after":{"s":"hush"},"after_unknown":{},)"
                                             R"("after_sensitive":{"s":true})"));
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].evidence[0].value, "(sensitive)");
}

TEST_F(JudgeTest, WhatStoodBeforeDoesNotViolate) {
  clause(ir::ChangeKind::Planned, bad());
  std::string same = R"("before":{"a":true},"after":{"a":true},"after_unknown":{})";
  report::RuleResult result = judged(change(R"("no-op")", same));
  EXPECT_EQ(result.verdict, Verdict::Satisfied);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_TRUE(result.findings[0].pre_existing);
  EXPECT_EQ(judged(change(R"("no-op")", same + R"(,"importing":{"id":"i"})")).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, WhatTheChangeOfAnotherMadeIsNew) {
  std::string same = change(R"("no-op")", R"("before":{"a":true},"after":{"a":true},"after_unknown":{})");
  auto other = [&](const std::string& actions, const std::string& body) {
    return same + R"(,{"address":"y.b","mode":"managed","type":"y","name":"b","change":{"actions":[")" + actions +
           "\"]," + body + "}}";
  };
  Ex joined = b.join(Op::Exists, "y", [&](ir::Variable) { return b.flag(true); });
  clause(ir::ChangeKind::Planned, b.negate(joined));
  EXPECT_EQ(judged(same).verdict, Verdict::Satisfied);
  EXPECT_EQ(judged(other("delete", R"("before":{},"after":null)")).verdict, Verdict::Violated);
  rule.plans[0].condition = joined;
  EXPECT_EQ(judged(other("no-op", R"("before":{},"after":{})")).verdict, Verdict::Satisfied);
  EXPECT_EQ(judged(other("create", R"("before":null,"after":{})")).verdict, Verdict::Violated);
}

TEST_F(JudgeTest, AnUnknownActionIsNeverProvenHarmless) {
  clause(ir::ChangeKind::Planned, bad());
  std::string body = R"("before":{},"after":{"a":false},"after_unknown":{})";
  EXPECT_EQ(judged(change(R"("explode")", body)).verdict, Verdict::NotProven);
  EXPECT_EQ(judged(change(R"("explode")", R"("before":{},"after":{"a":true},"after_unknown":{})")).verdict,
            Verdict::Violated);
}

TEST_F(JudgeTest, CallsOnlyAreNotJudgedHere) {
  rule.calls.emplace_back();
  report::RuleResult result = judged(create("{}"));
  EXPECT_EQ(result.verdict, Verdict::NotJudgedHere);
  EXPECT_FALSE(result.reason.empty());
}

class RequireTest : public JudgeTest {
 protected:
  RequireTest() {
    ir::RequireClause& require = rule.requires_.emplace_back();
    require.types = {"x"};
    require.variable = b.resource;
    require.where = b.equal(b.path("w", ir::Type::Bool), b.flag(true));
    require.condition = b.equal(b.path("q", ir::Type::Bool), b.flag(true));
  }
};

TEST_F(RequireTest, Verdicts) {
  EXPECT_EQ(judged(create(R"({"w":true,"q":true})")).verdict, Verdict::Satisfied);
  EXPECT_EQ(judged(create(R"({"w":true,"q":false})")).verdict, Verdict::Violated);
  EXPECT_EQ(judged(create(R"({"w":false,"q":false})")).verdict, Verdict::NotApplicable);
  EXPECT_EQ(judged(remove(R"({"w":true,"q":false})")).verdict, Verdict::NotApplicable);
}

TEST_F(RequireTest, Unknown) {
  report::RuleResult where = judged(create(R"({"q":false})", R"({"w":true})"));
  EXPECT_EQ(where.verdict, Verdict::NotProven);
  EXPECT_EQ(where.findings.at(0).missing, "w");
  report::RuleResult condition = judged(create(R"({"w":true})", R"({"q":true})"));
  EXPECT_EQ(condition.verdict, Verdict::NotProven);
  EXPECT_EQ(condition.findings.at(0).missing, "q");
  EXPECT_EQ(judged(create(R"({"q":true})", R"({"w":true})")).verdict, Verdict::Satisfied);
}

class CheckTest : public JudgeTest {
 protected:
  report::CheckResult checked(const std::string& changes, const std::string& rest = "", CheckOptions options = {}) {
    rule.name = "acme.a";
    clause(ir::ChangeKind::Planned, bad());
    b.module.rules = {rule, rule, rule};
    b.module.rules[1].name = "acme.b";
    b.module.rules[1].severity = ir::Severity::Critical;
    b.module.rules[2].name = "std.c";
    b.module.rules[2].standard_library = true;
    return check(b.module, plan_with(changes, rest), SourceSet(), options);
  }
};

TEST_F(CheckTest, TheWorstComesFirstAndTheStandardLibraryOnlyWhereNamed) {
  auto result = checked(create("{}"));
  ASSERT_EQ(result.rules.size(), 2u);
  EXPECT_EQ(result.rules[0].name, "acme.b");
  EXPECT_EQ(result.rules[1].name, "acme.a");
  EXPECT_EQ(result.resources, 1u);
  auto named = checked(create("{}"), "", {.rules = {"std.*"}});
  ASSERT_EQ(named.rules.size(), 1u);
  EXPECT_EQ(named.rules[0].name, "std.c");
}

TEST_F(CheckTest, AllCountsWhatStoodBefore) {
  std::string same = change(R"("no-op")", R"("before":{"a":true},"after":{"a":true},"after_unknown":{})");
  EXPECT_EQ(checked(same).rules[0].verdict, Verdict::Satisfied);
  EXPECT_EQ(checked(same, "", {.all = true}).rules[0].verdict, Verdict::Violated);
}

TEST_F(CheckTest, Doubts) {
  EXPECT_TRUE(checked(create("{}")).doubts.empty());
  EXPECT_TRUE(checked(create("{}"), R"(,"complete":true,"applyable":true,"errored":false)").doubts.empty());
  EXPECT_EQ(checked(create("{}"), R"(,"errored":true)").doubts.size(), 1u);
  EXPECT_EQ(checked(create("{}"), R"(,"complete":false)").doubts.size(), 1u);
  EXPECT_EQ(checked(create("{}"), R"(,"applyable":false)").doubts.size(), 1u);
  EXPECT_TRUE(checked("", R"(,"applyable":false)").doubts.empty());
  EXPECT_EQ(checked(change(R"("explode")", R"("before":{},"after":{},"after_unknown":{})")).doubts.size(), 1u);
}

}  // namespace
}  // namespace berm::reference
