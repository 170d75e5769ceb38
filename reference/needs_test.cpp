#include "reference/needs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berm::reference {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NeedsTest : public testing::Test {
 protected:
  ir::Expr* make(ir::Op op, std::vector<const ir::Expr*> children = {}) {
    ir::Expr* expr = module_.make(op, ir::Type::Bool, {});
    expr->children = std::move(children);
    return expr;
  }
  ir::Expr* call(ir::Builtin builtin) {
    ir::Expr* expr = make(ir::Op::Call, {make(ir::Op::Path)});
    expr->builtin = builtin;
    return expr;
  }
  // `has aws_flow_log f where { body }`
  ir::Expr* has_flow_log(const ir::Expr* body) {
    ir::Expr* expr = make(ir::Op::Exists, {body});
    expr->variable = 2;
    expr->types = {"aws_flow_log"};
    return expr;
  }
  // `plan aws_vpc v where { condition }`
  static ir::PlanClause of_vpc(const ir::Expr* condition) {
    ir::PlanClause clause;
    clause.types = {"aws_vpc"};
    clause.variable = 1;
    clause.condition = condition;
    return clause;
  }
  static Needs needs_of_clause(const ir::PlanClause& clause) {
    ir::Rule rule;
    rule.plans = {clause};
    return needs_of(rule);
  }

  ir::Module module_;
};

TEST_F(NeedsTest, NothingBeyondWhatIsJudged) {
  Needs needs = needs_of_clause(of_vpc(make(ir::Op::Not, {make(ir::Op::Path)})));
  EXPECT_THAT(needs.types, IsEmpty());
  EXPECT_FALSE(needs.configuration);
  EXPECT_FALSE(needs.providers);
}

TEST_F(NeedsTest, BothSidesOfAReference) {
  const ir::Expr* refers = make(ir::Op::Refers, {make(ir::Op::Path), make(ir::Op::Path)});
  EXPECT_THAT(needs_of_clause(of_vpc(make(ir::Op::Not, {has_flow_log(refers)}))).types,
              ElementsAre("aws_flow_log", "aws_vpc"));
  EXPECT_THAT(needs_of_clause(of_vpc(has_flow_log(make(ir::Op::Literal)))).types, ElementsAre("aws_flow_log"));
}

TEST_F(NeedsTest, TheSubjectAndItsClause) {
  ir::PlanClause clause = of_vpc(nullptr);
  clause.subject = ir::Subject{{"aws_s3_bucket"}, 3, make(ir::Op::Path)};
  EXPECT_THAT(needs_of_clause(clause).types, ElementsAre("aws_s3_bucket", "aws_vpc"));
}

TEST_F(NeedsTest, PoliciesThatADataSourceMakes) {
  EXPECT_THAT(needs_of_clause(of_vpc(make(ir::Op::Grants, {make(ir::Op::Path)}))).types, ElementsAre("aws_vpc"));
  EXPECT_THAT(needs_of_clause(of_vpc(call(ir::Builtin::Statements))).types, ElementsAre("aws_vpc"));
}

TEST_F(NeedsTest, ConfigurationAndProviders) {
  EXPECT_TRUE(needs_of_clause(of_vpc(call(ir::Builtin::Configured))).configuration);
  EXPECT_TRUE(needs_of_clause(of_vpc(call(ir::Builtin::AccountOf))).providers);
  ir::PlanClause assuming = of_vpc(nullptr);
  assuming.assumptions = {{make(ir::Op::Path), {}}};
  EXPECT_TRUE(needs_of_clause(assuming).configuration);
}

TEST_F(NeedsTest, OfARequirementToo) {
  ir::Rule rule;
  rule.requires_.push_back({{"aws_vpc"}, 1, nullptr, has_flow_log(make(ir::Op::Literal)), {}});
  EXPECT_THAT(needs_of(rule).types, ElementsAre("aws_flow_log"));
}

}  // namespace
}  // namespace berm::reference
