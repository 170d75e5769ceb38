#include "reference/needs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berm::reference {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::Pair;

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
  // `v.vpc_id`, `v.vpc_id[*]`
  ir::Expr* path(ir::Variable variable, const char* attribute, bool each = false) {
    ir::Expr* expr = make(ir::Op::Path);
    expr->variable = variable;
    expr->steps = {{ir::Step::Kind::Attribute, attribute}};
    if (each) expr->steps.push_back({ir::Step::Kind::Each});
    return expr;
  }
  ir::Expr* resource(ir::Variable variable) {
    ir::Expr* expr = make(ir::Op::Path);
    expr->variable = variable;
    return expr;
  }
  // `any <variable> in collection { body }`
  ir::Expr* any(ir::Variable variable, const ir::Expr* collection, const ir::Expr* body) {
    ir::Expr* expr = make(ir::Op::Any, {collection, body});
    expr->variable = variable;
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
  const ir::Expr* refers = make(ir::Op::Refers, {path(2, "vpc_id"), resource(1)});
  EXPECT_THAT(needs_of_clause(of_vpc(make(ir::Op::Not, {has_flow_log(refers)}))).types,
              ElementsAre(Pair("aws_flow_log", ElementsAre("vpc_id")), Pair("aws_vpc", IsEmpty())));
  EXPECT_THAT(needs_of_clause(of_vpc(has_flow_log(make(ir::Op::Literal)))).types,
              ElementsAre(Pair("aws_flow_log", IsEmpty())));
}

TEST_F(NeedsTest, AttributesThatElementsStandIn) {
  const ir::Expr* refers = make(ir::Op::Refers, {path(4, "arn"), resource(1)});
  const ir::Expr* inner = any(4, path(3, "targets", true), refers);
  auto traced = [&](const ir::Expr* collection) {
    return needs_of_clause(of_vpc(has_flow_log(any(3, collection, inner)))).types;
  };
  EXPECT_THAT(traced(path(2, "rule", true)),
              ElementsAre(Pair("aws_flow_log", ElementsAre("rule")), Pair("aws_vpc", IsEmpty())));
  EXPECT_THAT(traced(path(1, "route")),
              ElementsAre(Pair("aws_flow_log", IsEmpty()), Pair("aws_vpc", ElementsAre("route"))));
}

// Any of whatever is there, so that nothing is missed.
TEST_F(NeedsTest, AttributesThatCannotBeTold) {
  auto traced = [&](const ir::Expr* attribute) {
    return needs_of_clause(of_vpc(has_flow_log(make(ir::Op::Refers, {attribute, resource(1)})))).types;
  };
  auto all = ElementsAre(Pair("aws_flow_log", ElementsAre("")), Pair("aws_vpc", ElementsAre("")));
  EXPECT_THAT(traced(make(ir::Op::Coalesce, {path(2, "a"), path(2, "b")})), all);
  EXPECT_THAT(traced(path(9, "of_nothing_known")), all);
  ir::Expr* before = path(2, "peers", true);
  before->op = ir::Op::Before;
  EXPECT_THAT(traced(before), all);
  EXPECT_THAT(traced(resource(2)), ElementsAre(Pair("aws_flow_log", ElementsAre("")), Pair("aws_vpc", IsEmpty())));
  const ir::Expr* refers = make(ir::Op::Refers, {path(3, "arn"), resource(1)});
  EXPECT_THAT(needs_of_clause(of_vpc(has_flow_log(any(3, call(ir::Builtin::Statements), refers)))).types, all);
}

TEST_F(NeedsTest, TheSubjectAndItsClause) {
  ir::PlanClause clause = of_vpc(nullptr);
  clause.subject = ir::Subject{{"aws_s3_bucket"}, 3, path(1, "bucket")};
  EXPECT_THAT(needs_of_clause(clause).types,
              ElementsAre(Pair("aws_s3_bucket", IsEmpty()), Pair("aws_vpc", ElementsAre("bucket"))));
}

TEST_F(NeedsTest, PoliciesThatADataSourceMakes) {
  EXPECT_THAT(needs_of_clause(of_vpc(make(ir::Op::Grants, {path(1, "policy")}))).types,
              ElementsAre(Pair("aws_vpc", ElementsAre("policy"))));
  EXPECT_FALSE(needs_of_clause(of_vpc(make(ir::Op::Grants, {path(1, "policy")}))).related);
  EXPECT_TRUE(needs_of_clause(of_vpc(make(ir::Op::Refers, {path(1, "policy"), resource(1)}))).related);
  EXPECT_TRUE(needs_of_clause(of_vpc(has_flow_log(make(ir::Op::Literal)))).related);
  EXPECT_THAT(needs_of_clause(of_vpc(call(ir::Builtin::Statements))).types,
              ElementsAre(Pair("aws_vpc", ElementsAre(""))));
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
  EXPECT_THAT(needs_of(rule).types, ElementsAre(Key("aws_flow_log")));
}

}  // namespace
}  // namespace berm::reference
