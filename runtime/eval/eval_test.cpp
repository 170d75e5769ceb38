#include "runtime/eval/eval.h"

#include <gtest/gtest.h>

#include "catalog/catalog.h"
#include "compiler/emit/emit.h"
#include "program/program.h"
#include "reference/test_support.h"

namespace berm::eval {
namespace {

using ir::Builtin;
using ir::ChangeKind;
using ir::Op;
using reference::change;
using reference::create;
using reference::Ex;
using reference::plan_with;
using reference::remove;
using reference::update;

// Rules on `x`, and what the filter says of changes.
class Filtering : public ::testing::Test {
 protected:
  ir::PlanClause& forbid(Ex condition, ChangeKind kind = ChangeKind::Planned) {
    ir::Rule& rule = build_.module.rules.emplace_back();
    rule.name = "r" + std::to_string(build_.module.rules.size());
    ir::PlanClause& clause = rule.plans.emplace_back();
    clause.change = kind;
    clause.types = {"x"};
    clause.variable = build_.resource;
    clause.condition = condition;
    return clause;
  }
  void require(Ex where, Ex condition) {
    ir::Rule& rule = build_.module.rules.emplace_back();
    rule.name = "r" + std::to_string(build_.module.rules.size());
    rule.requires_.push_back({{"x"}, build_.resource, where, condition});
  }

  void compile() {
    Diagnostics diagnostics;
    std::string bytes = emit::emit({build_.module, sources_, catalog::Catalog::builtin(), {}, "", {}, ""});
    program_ = program::Program::from_bytes(std::move(bytes), "x.bermc", diagnostics);
    ASSERT_NE(program_, nullptr);
    code_ = std::make_unique<Code>(*program_, std::vector<bool>(build_.module.rules.size(), true));
    filter_ = std::make_unique<Filter>(*code_);
  }

  // The rules that keep it.
  std::vector<uint32_t> kept(const std::string& changes, Place place = Place::Planned) {
    if (!code_) compile();
    const facts::Plan plan = plan_with(changes);
    std::vector<uint32_t> kept;
    for (const facts::ResourceChange& each : plan.changes) filter_->look(type(), each, place, kept);
    return kept;
  }
  bool clears(const std::string& changes) { return kept(changes).empty(); }
  std::vector<uint32_t> cleared() {
    std::vector<uint32_t> counts(build_.module.rules.size());
    filter_->add_cleared(counts);
    return counts;
  }
  const TypePlan& type() {
    if (!code_) compile();
    return *code_->type("x");
  }

  reference::Build build_;
  SourceSet sources_;
  std::unique_ptr<const program::Program> program_;
  std::unique_ptr<Code> code_;
  std::unique_ptr<Filter> filter_;
};

using Kept = std::vector<uint32_t>;

TEST_F(Filtering, ClearsWhatIsCertainlyNoViolation) {
  forbid(build_.equal(build_.path("a"), build_.text("bad")));
  EXPECT_TRUE(clears(create(R"({"a":"good"})")));
  EXPECT_TRUE(clears(create("{}")));
  EXPECT_FALSE(clears(create(R"({"a":"bad"})")));
  EXPECT_FALSE(clears(create("{}", R"({"a":true})")));
}

TEST_F(Filtering, OneCertainOperandIsEnough) {
  Ex unknown = build_.equal(build_.path("a"), build_.text("bad"));
  Ex later = build_.call(Builtin::Configured, {build_.path("a")});
  forbid(build_.make(Op::And, {unknown, later, build_.equal(build_.path("b"), build_.number(1))}));
  EXPECT_TRUE(clears(create(R"({"b":2})", R"({"a":true})")));
  EXPECT_FALSE(clears(create(R"({"b":1.0})", R"({"a":true})")));
}

TEST_F(Filtering, LeavesToOthersWhatNeedsThePlan) {
  forbid(build_.call(Builtin::Configured, {build_.path("a")}));
  forbid(build_.negate(build_.join(Op::Exists, "y", [&](ir::Variable) { return build_.flag(true); })));
  forbid(build_.equal(build_.call(Builtin::AccountOf, {build_.path("")}), build_.text("1")));
  EXPECT_EQ(kept(create("{}")), (Kept{0, 1, 2}));
  EXPECT_TRUE(code_->type("y")->joined);
  EXPECT_FALSE(type().joined);
}

TEST_F(Filtering, GoesOverElements) {
  Ex bad = build_.quantifier(Op::Any, build_.path("list[*].ports[*]"), [&](ir::Variable port) {
    return build_.make(Op::Less, {build_.path(port, ""), build_.number(10)});
  });
  forbid(bad);
  EXPECT_TRUE(clears(create(R"({"list":[{"ports":[22,80]},{"ports":[]},{}]})")));
  EXPECT_FALSE(clears(create(R"({"list":[{"ports":[22,8]}]})")));
  EXPECT_FALSE(clears(create(R"({"list":[{"ports":22}]})")));
}

TEST_F(Filtering, KeepsAnActionThatIsNotKnown) {
  forbid(build_.flag(false));
  EXPECT_EQ(kept(change(R"("explode")", R"("before":null,"after":{},"after_unknown":{})")), Kept{0});
  EXPECT_TRUE(clears(create("{}")));
}

TEST_F(Filtering, SeesTheKindsThatItsClausesName) {
  forbid(nullptr, ChangeKind::Deletes);
  forbid(nullptr, ChangeKind::Deletes).except_replacing = true;
  forbid(nullptr, ChangeKind::Updates);
  forbid(nullptr, ChangeKind::Drifts);
  const std::string replaced = change(R"("delete","create")", R"("before":{},"after":{},"after_unknown":{})");
  EXPECT_EQ(kept(remove("{}")), (Kept{0, 1}));
  EXPECT_EQ(kept(replaced), Kept{0});
  EXPECT_EQ(kept(update("{}", "{}")), Kept{2});
  EXPECT_EQ(kept(update("{}", "{}"), Place::Drift), Kept{3});
  EXPECT_TRUE(clears(create("{}")));
}

TEST_F(Filtering, ReadsADeletionAsItWas) {
  forbid(build_.equal(build_.path("a"), build_.text("bad")), ChangeKind::Deletes);
  EXPECT_TRUE(clears(remove(R"({"a":"good"})")));
  EXPECT_FALSE(clears(remove(R"({"a":"bad"})")));
}

TEST_F(Filtering, CountsWhatItClears) {
  forbid(build_.equal(build_.path("a"), build_.text("bad")));
  require(build_.equal(build_.path("b"), build_.text("mine")), build_.equal(build_.path("a"), build_.text("good")));
  EXPECT_TRUE(clears(create(R"({"a":"good","b":"mine"})")));
  EXPECT_TRUE(clears(create(R"({"a":"other","b":"yours"})")));
  EXPECT_EQ(kept(create(R"({"a":"bad","b":"yours"})")), Kept{0});
  EXPECT_EQ(kept(create(R"({"a":"other","b":"mine"})")), Kept{1});
  EXPECT_TRUE(clears(remove("{}")));
  EXPECT_EQ(cleared(), (std::vector<uint32_t>{3, 1}));
}

TEST_F(Filtering, AsksAPartOnceHoweverOftenItStands) {
  Ex same = build_.equal(build_.path("a"), build_.text("bad"));
  for (int i = 0; i < 3; ++i) forbid(build_.make(Op::Or, {build_.equal(build_.path("a"), build_.text("bad")), same}));
  EXPECT_EQ(kept(create(R"({"a":"bad"})")), (Kept{0, 1, 2}));
  EXPECT_TRUE(clears(create(R"({"a":"good"})")));
}

// The texts are computed in the same place, and are of the same length.
TEST_F(Filtering, ReadsThePolicyOfEachElement) {
  auto grant = std::make_shared<ir::Grant>();
  grant->actions.items.push_back({true, "sqs:*"});
  forbid(build_.quantifier(Op::Any, build_.path("list[*]"), [&](ir::Variable item) {
    Ex computed = build_.make(Op::Concat, {build_.path(item, "p"), build_.text("")}, ir::Type::String);
    return build_.quantifier(Op::Any, build_.make(Op::List, {computed}), [&](ir::Variable text) {
      auto* grants = const_cast<ir::Expr*>(build_.make(Op::Grants, {build_.path(text, "")}));
      grants->grant = grant;
      return grants;
    });
  }));
  const auto allowing = [](const std::string& first, const std::string& second) {
    std::string list;
    for (const std::string& action : {first, second}) {
      list += list.empty() ? "" : ",";
      list += R"({"p":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\")" + action + R"(\",\"Resource\":\"*\"}}"})";
    }
    return create("{\"list\":[" + list + "]}");
  };
  EXPECT_TRUE(clears(allowing("iam:*", "ecr:*")));
  EXPECT_FALSE(clears(allowing("iam:*", "sqs:*")));
  EXPECT_FALSE(clears(allowing("sqs:*", "iam:*")));
}

TEST_F(Filtering, RulesThatAreNotJudgedSayNothing) {
  forbid(nullptr);
  forbid(nullptr);
  compile();
  const Code some(*program_, {false, true});
  Filter filter(some);
  std::vector<uint32_t> found;
  const facts::Plan plan = plan_with(create("{}"));
  filter.look(*some.type("x"), plan.changes[0], Place::Planned, found);
  EXPECT_EQ(found, Kept{1});
  EXPECT_EQ(Code(*program_, {false, false}).type("x"), nullptr);
}

TEST_F(Filtering, NamesTheAttributesThatAreRead) {
  forbid(build_.make(Op::And, {build_.equal(build_.path("a.b"), build_.number(1)),
                               build_.equal(build_.path("list[*].c"), build_.before("d")),
                               build_.equal(build_.path("map[k]"), build_.number(1))}));
  const PathTrie& after = type().after;
  ASSERT_NE(after.find(after.root(), "a"), nullptr);
  EXPECT_FALSE(after.find(after.root(), "a")->whole);
  EXPECT_TRUE(after.find(*after.find(after.root(), "a"), "b")->whole);
  EXPECT_EQ(after.find(after.root(), "d"), nullptr);
  EXPECT_TRUE(type().before.find(type().before.root(), "d")->whole);
  const PathTrie::Node* each = after.elements(*after.find(after.root(), "list"));
  ASSERT_NE(each, nullptr);
  EXPECT_TRUE(after.find(*each, "c")->whole);
  EXPECT_TRUE(after.find(*after.find(after.root(), "map"), "k")->whole);
  EXPECT_TRUE(after.elements(*after.find(after.root(), "map"))->whole);
}

TEST_F(Filtering, SaysWhatAChangeIsReadFor) {
  forbid(build_.equal(build_.path("a"), build_.number(1)));
  forbid(build_.equal(build_.path("b"), build_.number(1)), ChangeKind::Deletes);
  const facts::Plan plan = plan_with(create("{}") + "," + remove("{}"));
  Wanted created = (type(), code_->wanted(type(), plan.changes[0], Place::Planned));
  Wanted deleted = code_->wanted(type(), plan.changes[1], Place::Planned);
  EXPECT_TRUE(created.seen && created.after && !created.before);
  EXPECT_TRUE(deleted.seen && deleted.before && !deleted.after);
  EXPECT_FALSE(code_->wanted(type(), plan.changes[1], Place::Drift).seen);
}

}  // namespace
}  // namespace berm::eval
