#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reference/test_support.h"
#include "runtime/relations/relations_fixture.h"

namespace berm::reference {
namespace {

constexpr std::string_view kSource = R"(plan x a where { not a.on == true and any c in a.open { c == "all" } })";

class ExplainTest : public testing::Test {
 protected:
  // The place of a part of the source in the expression.
  Ex at(std::string_view part, Ex expr) {
    auto begin = static_cast<uint32_t>(kSource.find(part));
    const_cast<ir::Expr*>(expr)->span = {file, begin, begin + static_cast<uint32_t>(part.size())};
    return expr;
  }
  ir::Rule rule() {
    ir::Rule out;
    out.name = "r";
    ir::PlanClause& clause = out.plans.emplace_back();
    clause.types = {"x"};
    clause.variable = b.resource;
    clause.span = {file, 0, static_cast<uint32_t>(kSource.size())};
    Ex on = at("a.on == true", b.equal(at("a.on", b.path("on", ir::Type::Bool)), b.flag(true)));
    Ex any = b.quantifier(Op::Any, at("a.open", b.path("open", ir::Type::List)), [&](ir::Variable c) {
      return at("c == \"all\"", b.equal(at("c", b.path(c, "", ir::Type::String)), b.text("all")));
    });
    clause.condition = b.make(Op::And, {at("not a.on == true", b.negate(on)), any});
    return out;
  }
  static std::string text(const report::Step& step, const std::string& indent = "") {
    constexpr std::string_view kAnswers[] = {"yes", "no", "unknown", "value"};
    std::string out =
        fmt::format("{}{} | {} | {}", indent, step.text, kAnswers[static_cast<size_t>(step.answer)], step.value);
    out += step.note.empty() ? "\n" : fmt::format(" | {}\n", step.note);
    for (const report::Step& child : step.children) out += text(child, indent + "  ");
    return out;
  }
  std::string explained(const std::string& changes) {
    facts::Plan plan = plan_with(changes);
    PlanContext context(plan);
    ir::Rule about = rule();
    auto explanations = explain(about, context, sources);
    EXPECT_EQ(explanations.size(), 1u);
    if (explanations.size() != 1 || explanations[0].clauses.size() != 1) return "";
    verdict = explanations[0].verdict;
    std::string out;
    for (const report::Step& step : explanations[0].clauses[0].children) out += text(step);
    return out;
  }
  SourceSet sources;
  FileId file = sources.add("r.berm", std::string(kSource));
  report::Verdict verdict = report::Verdict::NotApplicable;
  Build b;
};

TEST_F(ExplainTest, StepByStep) {
  EXPECT_EQ(explained(create(R"({"on":false,"open":["a","b","all","c"]})")),
            R"(not a.on == true | yes | 
  a.on == true | no | 
    a.on | value | false
 | yes | 
  a.open | value | ["a", "b", "all", "c"]
  (2 before it) | value | 
  open[2] | yes | 
    c == "all" | yes | 
      c | value | "all"
)");
  EXPECT_EQ(verdict, report::Verdict::Violated);
}

TEST_F(ExplainTest, WhatIsNotKnown) {
  EXPECT_EQ(explained(create(R"({"open":[]})", R"({"on":true})")),
            R"(not a.on == true | unknown |  | `on` is not known before apply
  a.on == true | unknown |  | `on` is not known before apply
    a.on | value | (known after apply) | `on` is not known before apply
 | no | 
  a.open | value | []
)");
}

TEST_F(ExplainTest, TheFirstOfManyElements) {
  std::string out = explained(create(R"({"on":false,"open":["a","b","c","d","e"]})"));
  EXPECT_NE(out.find("open[2]"), std::string::npos) << out;
  EXPECT_EQ(out.find("open[3]"), std::string::npos) << out;
  EXPECT_NE(out.find("(2 more)"), std::string::npos) << out;
}

TEST_F(ExplainTest, WhatNoClauseIsAbout) {
  facts::Plan plan = plan_with(remove("{}"));
  PlanContext context(plan);
  ir::Rule about = rule();
  EXPECT_TRUE(explain(about, context, sources).empty());
  auto named = explain(about, context, sources, {.address = "x.a"});
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0].reason, "no clause of the rule is about the delete of `x`");
  EXPECT_TRUE(explain(about, context, sources, {.address = "x.z"}).empty());
}

}  // namespace
}  // namespace berm::reference
