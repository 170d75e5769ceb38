#include <gtest/gtest.h>

#include "reference/judge.h"
#include "reference/test_support.h"

namespace berm::reference {
namespace {

class Builtins : public testing::Test {
 protected:
  std::string ask(Ex expr, const facts::Plan& plan) { return answer(b, expr, plan); }
  std::string ask(Ex expr, const std::string& change) { return answer(b, expr, plan_with(change)); }
  std::string happens(Builtin builtin, const std::string& actions) {
    return ask(b.call(builtin, {b.path("")}), change(actions, R"("before":{},"after":{},"after_unknown":{})"));
  }
  Build b;
};

TEST_F(Builtins, Actions) {
  EXPECT_EQ(happens(Builtin::Creating, R"("create")"), "true");
  EXPECT_EQ(happens(Builtin::Creating, R"("delete","create")"), "true");
  EXPECT_EQ(happens(Builtin::Creating, R"("update")"), "false");
  EXPECT_EQ(happens(Builtin::Updating, R"("update")"), "true");
  EXPECT_EQ(happens(Builtin::Updating, R"("create","delete")"), "false");
  EXPECT_EQ(happens(Builtin::Deleting, R"("create","delete")"), "true");
  EXPECT_EQ(happens(Builtin::Deleting, R"("no-op")"), "false");
  EXPECT_EQ(happens(Builtin::Replacing, R"("create","delete")"), "true");
  EXPECT_EQ(happens(Builtin::Replacing, R"("create")"), "false");
  EXPECT_EQ(happens(Builtin::Deleting, R"("explode")"), "unknown the planned action: is none that is known here");
}

TEST_F(Builtins, LeavingTheState) {
  EXPECT_EQ(happens(Builtin::Forgetting, R"("forget")"), "true");
  EXPECT_EQ(happens(Builtin::Forgetting, R"("delete")"), "false");
  facts::Plan plan = plan_with(change(R"("delete")", R"("before":{},"after":null)", "a", R"(,"deposed":"ab12")"));
  EXPECT_EQ(ask(b.call(Builtin::Deposed, {b.path("")}), plan), "true");
  EXPECT_EQ(ask(b.call(Builtin::Deposed, {b.path("")}), remove("{}")), "false");
  EXPECT_EQ(ask(b.call(Builtin::Deferred, {b.path("")}), plan), "false");
  plan.changes[0].deferred = true;
  EXPECT_EQ(ask(b.call(Builtin::Deferred, {b.path("")}), plan), "true");
}

TEST_F(Builtins, WhereItStandsAndStood) {
  facts::Plan plan = plan_with(update("{}", "{}"));
  auto says = [&](Builtin builtin, Ex value) {
    return ask(b.equal(b.call(builtin, {b.path("")}, ir::Type::String), value), plan);
  };
  EXPECT_EQ(says(Builtin::MovedFrom, b.null()), "true");
  EXPECT_EQ(says(Builtin::ActionReason, b.null()), "true");
  EXPECT_EQ(says(Builtin::ModuleOf, b.text("")), "true");
  plan.changes[0].previous_address = "x.old";
  plan.changes[0].action_reason = "replace_because_tainted";
  plan.changes[0].module_address = "module.m[0]";
  EXPECT_EQ(says(Builtin::MovedFrom, b.text("x.old")), "true");
  EXPECT_EQ(says(Builtin::ActionReason, b.text("replace_because_tainted")), "true");
  EXPECT_EQ(says(Builtin::ModuleOf, b.text("module.m[0]")), "true");
}

class ForcesReplace : public Builtins {
 protected:
  void SetUp() override {
    plan = plan_with(change(R"("delete","create")", R"("before":{},"after":{},"after_unknown":{})"));
  }
  // [["engine"], ["disk", 0, "size"]]
  void replaced_for_engine_and_disk() {
    Value engine[] = {arena.text("engine")};
    Value disk[] = {arena.text("disk"), arena.number("0"), arena.text("size")};
    auto path = [&](std::span<Value> steps) { return arena.list({steps.begin(), steps.end()}); };
    plan.changes[0].replace_paths = arena.list({path(engine), path(disk)});
  }
  std::string says(Ex path) { return ask(b.call(Builtin::ForcesReplace, {path}), plan); }
  Arena arena;
  facts::Plan plan;
};

TEST_F(ForcesReplace, ForTheAttributesThatThePlanNames) {
  replaced_for_engine_and_disk();
  EXPECT_EQ(says(b.path("engine")), "true");
  EXPECT_EQ(says(b.path("engine.version")), "true");
  EXPECT_EQ(says(b.path("disk")), "true");
  EXPECT_EQ(says(b.path("disk[0].size")), "true");
  EXPECT_EQ(says(b.path("disk[1].size")), "false");
  EXPECT_EQ(says(b.path("disk[*].size")), "true");
  EXPECT_EQ(says(b.path("disk[0].type")), "false");
  EXPECT_EQ(says(b.path("name")), "false");
}

TEST_F(ForcesReplace, NobodyCanTellWhereThePlanNamesNone) {
  EXPECT_EQ(says(b.path("engine")), "unknown forces_replace(engine)");
  plan.changes[0].action_reason = "replace_because_tainted";
  EXPECT_EQ(says(b.path("engine")), "false");
  replaced_for_engine_and_disk();
  plan.changes[0].actions = facts::kUpdate;
  EXPECT_EQ(says(b.path("engine")), "false");
}

TEST_F(Builtins, Importing) {
  std::string importing = R"("before":{},"after":{},"after_unknown":{},"importing":{"id":"i"})";
  Ex expr = b.call(Builtin::Importing, {b.path("")});
  EXPECT_EQ(ask(expr, change(R"("no-op")", importing)), "true");
  EXPECT_EQ(ask(expr, update("{}", "{}")), "false");
}

TEST_F(Builtins, Changed) {
  Ex expr = b.call(Builtin::Changed, {b.path("a", ir::Type::Set)});
  EXPECT_EQ(ask(expr, update(R"({"a":1})", R"({"a":2})")), "true");
  EXPECT_EQ(ask(expr, update(R"({"a":1})", R"({"a":1.0})")), "false");
  EXPECT_EQ(ask(expr, update(R"({"a":["x","y"]})", R"({"a":["y","x"]})")), "false");
  EXPECT_EQ(ask(expr, update(R"({"a":1})", "{}", R"({"a":true})")), "unknown a");
  EXPECT_EQ(ask(expr, create(R"({"a":1})")), "true");
  EXPECT_EQ(ask(expr, create("{}")), "false");
  EXPECT_EQ(ask(expr, remove(R"({"a":1})")), "true");
}

TEST_F(Builtins, Known) {
  Ex expr = b.call(Builtin::Known, {b.path("a")});
  EXPECT_EQ(ask(expr, create(R"({"a":1})")), "true");
  EXPECT_EQ(ask(expr, create("{}")), "true");
  EXPECT_EQ(ask(expr, create("{}", R"({"a":true})")), "false");
  EXPECT_EQ(ask(expr, create(R"({"a":[1,null]})", R"({"a":[false,true]})")), "false");
}

TEST_F(Builtins, Sensitive) {
  Ex expr = b.call(Builtin::Sensitive, {b.path("a")});
  auto with = [](const std::string& mask) {
    return change(R"("create")",
                  R"("before":null,"after":{"a":{"b":"x"}},"after_unknown":{},"after_sensitive":)" + mask);
  };
  EXPECT_EQ(ask(expr, with(R"({"a":true})")), "true");
  EXPECT_EQ(ask(expr, with(R"({"a":{"b":true}})")), "true");
  EXPECT_EQ(ask(expr, with("{}")), "false");
  EXPECT_EQ(ask(b.call(Builtin::Sensitive, {b.path("a.b")}), with(R"({"a":true})")), "true");
}

TEST_F(Builtins, Address) {
  EXPECT_EQ(ask(b.equal(b.call(Builtin::Address, {b.path("")}, ir::Type::String), b.text("x.a")), create("{}")),
            "true");
}

TEST_F(Builtins, Cidrs) {
  auto relates = [&](Builtin builtin, const char* first) {
    Ex expr = b.call(builtin, {b.text(first, ir::Type::Cidr), b.path("c", ir::Type::Cidr)});
    return ask(expr, create(R"({"c":"10.0.0.0/16"})"));
  };
  EXPECT_EQ(relates(Builtin::Covers, "10.0.0.0/8"), "true");
  EXPECT_EQ(relates(Builtin::Covers, "10.0.0.0/24"), "false");
  EXPECT_EQ(relates(Builtin::Covers, "::/0"), "false");
  EXPECT_EQ(relates(Builtin::Overlaps, "10.0.0.0/24"), "true");
  EXPECT_EQ(relates(Builtin::Overlaps, "11.0.0.0/8"), "false");
  Ex expr = b.call(Builtin::Covers, {b.path("c"), b.text("10.0.0.1")});
  EXPECT_EQ(ask(expr, create("{}")), "false");
  EXPECT_EQ(ask(expr, create(R"({"c":"nonsense"})")), "unknown c: can't be read as a CIDR block");
  EXPECT_EQ(ask(expr, create("{}", R"({"c":true})")), "unknown c");
}

TEST_F(Builtins, Texts) {
  auto holds = [&](Builtin builtin, const char* part) {
    return ask(b.call(builtin, {b.path("a"), b.text(part)}), create(R"({"a":"abc"})"));
  };
  EXPECT_EQ(holds(Builtin::StartsWith, "ab"), "true");
  EXPECT_EQ(holds(Builtin::StartsWith, "b"), "false");
  EXPECT_EQ(holds(Builtin::EndsWith, "bc"), "true");
  EXPECT_EQ(holds(Builtin::EndsWith, "b"), "false");
  EXPECT_EQ(holds(Builtin::Contains, "b"), "true");
  EXPECT_EQ(holds(Builtin::Contains, "ac"), "false");
  EXPECT_EQ(ask(b.call(Builtin::Contains, {b.path("n"), b.text("a")}), create("{}")), "false");
  Ex lower = b.equal(b.call(Builtin::Lower, {b.path("a")}, ir::Type::String), b.text("abc"));
  EXPECT_EQ(ask(lower, create(R"({"a":"aBC"})")), "true");
}

TEST_F(Builtins, Length) {
  auto is = [&](const char* path, int64_t length, const std::string& after, const std::string& unknown = "{}",
                ir::Type type = ir::Type::Any) {
    Ex expr = b.equal(b.call(Builtin::Length, {b.path(path, type)}, ir::Type::Int), b.number(length));
    return ask(expr, create(after, unknown));
  };
  EXPECT_EQ(is("a", 2, R"({"a":"aé"})"), "true");
  EXPECT_EQ(is("a", 2, R"({"a":[1,2]})"), "true");
  EXPECT_EQ(is("a", 1, R"({"a":{"k":1}})"), "true");
  EXPECT_EQ(is("a", 0, "{}"), "true");
  EXPECT_EQ(is("a", 2, R"({"a":[1,null]})", R"({"a":[false,true]})"), "true");
  EXPECT_EQ(is("a", 2, R"({"a":[1,null]})", R"({"a":[false,true]})", ir::Type::Set), "unknown a");
  EXPECT_EQ(is("a[*].b[*]", 3, R"({"a":[{"b":[1,2]},{"b":[3]}]})"), "true");
  EXPECT_EQ(is("a[*].b[*]", 1, R"({"a":[{"b":[1]},{}]})", R"({"a":[{},{"b":true}]})"), "unknown a[1].b");
}

TEST_F(Builtins, Tags) {
  auto* index = b.module.make(Op::Index, ir::Type::String, {});
  index->children = {b.call(Builtin::Tags, {b.path("")}, ir::Type::Map), b.text("k")};
  Ex expr = b.equal(index, b.text("v"));
  EXPECT_EQ(ask(expr, create(R"({"tags":{"k":"v"}})")), "true");
  EXPECT_EQ(ask(expr, create(R"({"tags":{"k":"w"}})")), "false");
  EXPECT_EQ(ask(expr, create("{}")), "false");
  EXPECT_EQ(ask(expr, create(R"({"tags":null,"tags_all":{"k":"v"}})")), "true");
  EXPECT_EQ(ask(expr, create(R"({"tags":{"k":"v"}})", R"({"tags_all":true})")), "true");
  EXPECT_EQ(ask(expr, create(R"({"tags":{"j":"v"}})", R"({"tags_all":true})")), "unknown tags[\"k\"]");
  EXPECT_EQ(ask(expr, create("{}", R"({"tags":true})")), "unknown tags[\"k\"]");
  EXPECT_EQ(ask(expr, create(R"({"tags":{}})", R"({"tags":{"k":true},"tags_all":true})")), "unknown tags[\"k\"]");
  Ex absent = b.equal(index, b.null());
  EXPECT_EQ(ask(absent, create(R"({"tags":{"j":"v"},"tags_all":{"j":"v"}})")), "true");
}

// An Auto Scaling group's tags stand in blocks.
TEST_F(Builtins, TagsInBlocks) {
  auto* index = b.module.make(Op::Index, ir::Type::String, {});
  index->children = {b.call(Builtin::Tags, {b.path("")}, ir::Type::Map), b.text("k")};
  Ex expr = b.equal(index, b.text("v"));
  EXPECT_EQ(ask(expr, create(R"({"tag":[{"key":"j","value":"w"},{"key":"k","value":"v"}]})")), "true");
  EXPECT_EQ(ask(expr, create(R"({"tag":[{"key":"k","value":"w"}]})")), "false");
  EXPECT_EQ(ask(expr, create(R"({"tag":[]})")), "false");
  EXPECT_EQ(ask(expr, create("{}", R"({"tag":true})")), "unknown tags[\"k\"]");
  EXPECT_EQ(ask(expr, create(R"({"tag":[{"key":"k"}]})", R"({"tag":[{"value":true}]})")), "unknown tags[\"k\"]");
  EXPECT_EQ(ask(expr, create(R"({"tag":[{"value":"v"}]})", R"({"tag":[{"key":true}]})")), "unknown tags[\"k\"]");
  EXPECT_EQ(ask(expr, create(R"({"tag":"t"})")), "false");
}

// A root resource `x.a` whose author wrote `written`.
std::string configuration(const std::string& expressions) {
  return R"(,"configuration":{"root_module":{"resources":[{"address":"x.a","mode":"managed","type":"x","name":"a",)"
         R"("expressions":)" +
         expressions + "}]}}";
}

class Configured : public Builtins {
 protected:
  std::string ask_about(Ex path, const std::string& change, const std::string& rest) {
    return ask(b.call(Builtin::Configured, {path}), plan_with(change, rest));
  }
  std::string plain = configuration(R"({"w":{"constant_value":1}})");
};

TEST_F(Configured, Attributes) {
  EXPECT_EQ(ask_about(b.path("w", ir::Type::Int), create(R"({"w":1})"), plain), "true");
  EXPECT_EQ(ask_about(b.path("a", ir::Type::Bool), create("{}"), plain), "false");
  EXPECT_EQ(ask_about(b.path("a", ir::Type::Bool), create("{}", R"({"a":true})"), plain), "false");
  EXPECT_EQ(ask_about(b.path("a", ir::Type::List), create(R"({"a":["x"]})"), plain), "false");
}

TEST_F(Configured, NobodyCanTellBehindADynamicBlock) {
  EXPECT_EQ(ask_about(b.path("a", ir::Type::List), create(R"({"a":[{"b":1}]})"), plain), "unknown configured(a)");
  EXPECT_EQ(ask_about(b.path("a", ir::Type::List), create(R"({"a":[]})"), plain), "unknown configured(a)");
  EXPECT_EQ(ask_about(b.path("a", ir::Type::Set), create("{}", R"({"a":true})"), plain), "unknown configured(a)");
  EXPECT_EQ(ask_about(b.path("w.b", ir::Type::Bool), create(R"({"w":{"b":true}})"), plain), "unknown configured(w.b)");
}

TEST_F(Configured, WithoutConfiguration) {
  EXPECT_EQ(ask_about(b.path("w", ir::Type::Int), create(R"({"w":1})"), ""), "unknown configured(w)");
}

class Assume : public Configured {
 protected:
  report::RuleResult judged(const std::string& change, const std::string& rest) {
    ir::Rule rule;
    rule.name = "r";
    ir::PlanClause& clause = rule.plans.emplace_back();
    clause.types = {"x"};
    clause.variable = b.resource;
    clause.condition = b.equal(b.path("a", ir::Type::Bool), b.flag(true));
    clause.assumptions.push_back({b.path("a", ir::Type::Bool), ir::Value{false}});
    return judge(rule, b.module, plan_with(change, rest), SourceSet());
  }
};

TEST_F(Assume, TheDefaultOfWhatIsNotWritten) {
  report::RuleResult result = judged(create("{}", R"({"a":true})"), plain);
  EXPECT_EQ(result.verdict, report::Verdict::Satisfied);
  ASSERT_EQ(result.assumptions.size(), 1u);
  EXPECT_EQ(result.assumptions[0].address, "x.a");
  EXPECT_EQ(result.assumptions[0].path, "a");
  EXPECT_EQ(result.assumptions[0].value, "false");
}

TEST_F(Assume, NotOfWhatIsWritten) {
  report::RuleResult result = judged(create("{}", R"({"a":true})"), configuration(R"({"a":{"references":["var.a"]}})"));
  EXPECT_EQ(result.verdict, report::Verdict::NotProven);
  EXPECT_TRUE(result.assumptions.empty());
}

TEST_F(Assume, NotWithoutConfiguration) {
  EXPECT_EQ(judged(create("{}", R"({"a":true})"), "").verdict, report::Verdict::NotProven);
}

TEST_F(Assume, NotOfWhatWasOtherwiseBeforeAndStays) {
  report::RuleResult result = judged(update(R"({"a":true})", "{}", R"({"a":true})"), plain);
  EXPECT_EQ(result.verdict, report::Verdict::NotProven);
  EXPECT_TRUE(result.assumptions.empty());
}

TEST_F(Assume, TheDefaultOfWhatHadItOrIsReplaced) {
  std::string replaced = change(R"("delete","create")", R"("before":{"a":true},"after":{},"after_unknown":{"a":true})");
  for (const std::string& fine :
       {update(R"({"a":false})", "{}", R"({"a":true})"), update("{}", "{}", R"({"a":true})"), replaced}) {
    EXPECT_EQ(judged(fine, plain).verdict, report::Verdict::Satisfied) << fine;
  }
}

// A dynamic block might hide there; the report says what was assumed instead.
TEST_F(Assume, TheDefaultOfABlockThatTheConfigurationDoesNotName) {
  ir::Rule rule;
  ir::PlanClause& clause = rule.plans.emplace_back();
  clause.types = {"x"};
  clause.variable = b.resource;
  clause.condition =
      b.make(ir::Op::Less, {b.number(0), b.call(Builtin::Length, {b.path("a", ir::Type::List)}, ir::Type::Int)});
  clause.assumptions.push_back({b.path("a", ir::Type::List), ir::Value{ir::ValueList{}}});
  auto judged = [&](const std::string& expressions) {
    return judge(rule, b.module, plan_with(create("{}", R"({"a":true})"), configuration(expressions)), SourceSet());
  };
  report::RuleResult unset = judged(R"({"w":{}})");
  EXPECT_EQ(unset.verdict, report::Verdict::Satisfied);
  ASSERT_EQ(unset.assumptions.size(), 1u);
  EXPECT_EQ(unset.assumptions[0].value, "[]");
  EXPECT_EQ(judged(R"({"a":[{}]})").verdict, report::Verdict::NotProven);
}

TEST_F(Assume, NothingOfWhatIsKnown) {
  report::RuleResult result = judged(create(R"({"a":true})"), plain);
  EXPECT_EQ(result.verdict, report::Verdict::Violated);
  EXPECT_TRUE(result.assumptions.empty());
}

}  // namespace
}  // namespace berm::reference
