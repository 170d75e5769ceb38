#include <gtest/gtest.h>

#include "catalog/catalog.h"
#include "compiler/emit/emit.h"
#include "program/listing.h"

namespace berm::emit {
namespace {

// Rules on `x`, as the program lists them.
class PlanCode : public ::testing::Test {
 protected:
  ir::Expr* make(ir::Op op, std::vector<const ir::Expr*> children = {}) {
    ir::Expr* expr = module_.make(op, ir::Type::Bool, {});
    expr->children = std::move(children);
    return expr;
  }
  const ir::Expr* equal(const char* attribute, const char* text) {
    ir::Expr *path = make(ir::Op::Path), *literal = make(ir::Op::Literal);
    path->variable = resource_;
    path->steps = {{ir::Step::Kind::Attribute, attribute}};
    literal->value.data = std::string(text);
    return make(ir::Op::Equal, {path, literal});
  }
  ir::Rule& forbid(const char* name, const ir::Expr* condition) {
    ir::Rule& rule = module_.rules.emplace_back();
    rule.name = name;
    ir::PlanClause& clause = rule.plans.emplace_back();
    clause.types = {"x"};
    clause.variable = resource_;
    clause.condition = condition;
    return rule;
  }
  std::string listing() {
    Diagnostics diagnostics;
    std::string bytes = emit({module_, sources_, catalog::Catalog::builtin(), {}, "", {}, ""});
    auto program = program::Program::from_bytes(std::move(bytes), "x.bermc", diagnostics);
    return program ? program::list_plan_code(*program) : diagnostics.items().front().message;
  }

  ir::Module module_;
  SourceSet sources_;
  ir::Variable resource_ = module_.make_variable();
};

TEST_F(PlanCode, SaysTheSameOnce) {
  forbid("one", make(ir::Op::And, {equal("a", "1"), equal("b", "2")}));
  forbid("two", make(ir::Op::And, {equal("b", "2"), make(ir::Op::And, {equal("a", "1"), equal("b", "2")})}));
  EXPECT_EQ(listing(), R"(plan x
  reads after a b
  0 Path after .a
  1 Constant "1"
  2 Equal 0 1
  3 Path after .b
  4 Constant "2"
  5 Equal 3 4
  6 And 2 5
  planned one: violated where 6
  planned two: violated where 6
)");
}

TEST_F(PlanCode, PutsLastWhatNeedsThePlan) {
  ir::Expr* exists = make(ir::Op::Exists, {make(ir::Op::Literal)});
  exists->types = {"y"};
  exists->variable = module_.make_variable();
  forbid("one", make(ir::Op::And, {exists, equal("a", "1")}));
  EXPECT_EQ(listing(), R"(plan x
  reads after a
  0 Later
  1 Path after .a
  2 Constant "1"
  3 Equal 1 2
  4 And 3 0
  planned one: violated where 4
plan y, joined
)");
}

TEST_F(PlanCode, LeavesOutRulesThatAreNotChecked) {
  forbid("one", equal("a", "1")).standard_library = true;
  EXPECT_EQ(listing(), "");
}

TEST_F(PlanCode, ReadsADeletionAsItWas) {
  ir::PlanClause& clause = forbid("one", equal("a", "1")).plans[0];
  clause.change = ir::ChangeKind::Deletes;
  clause.except_replacing = true;
  EXPECT_EQ(listing(), R"(plan x
  reads before a
  0 Path before .a
  1 Constant "1"
  2 Equal 0 1
  deletes for good one: violated where 2
)");
}

}  // namespace
}  // namespace berm::emit
