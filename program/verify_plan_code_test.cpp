#include <gtest/gtest.h>

#include <functional>

#include "program/plan_op.h"
#include "program/program.h"
#include "program/verify.h"

namespace berm::program {
namespace {

using Node = fb::PlanNode;

Node node(PlanOp op, uint32_t a = 0, uint32_t b = 0, uint8_t detail = 0, uint8_t slot = 0) {
  return Node(static_cast<uint8_t>(op), 0, detail, slot, a, b);
}

// A type of one clause, to be spoilt.
struct Parts {
  std::vector<Node> nodes = {node(PlanOp::Path, 0, 1), node(PlanOp::Constant, 0), node(PlanOp::Equal, 0, 1)};
  std::vector<uint32_t> edges;
  std::vector<fb::PlanStep> steps = {{fb::PlanStepKind::Attribute, 0}};
  std::vector<fb::PathNode> trie = {{0, fb::Slice(1, 1), 0, false}, {0, fb::Slice(0, 0), 0, true}};
  std::vector<fb::Check> checks = {{0, 0, 2, kNone}};
  std::vector<fb::PlanConstant> constants = {{fb::PlanConstantKind::String, 0, 0}};
  std::vector<uint32_t> items;
};

// What the verifier says.
std::string problem(const std::function<void(Parts&)>& spoil) {
  Parts parts;
  spoil(parts);
  flatbuffers::FlatBufferBuilder builder;
  auto type = fb::CreateTypeCode(builder, 0, false, false, 0, 0, builder.CreateVectorOfStructs(parts.trie),
                                 builder.CreateVectorOfStructs(parts.trie), builder.CreateVectorOfStructs(parts.nodes),
                                 builder.CreateVector(parts.edges), builder.CreateVectorOfStructs(parts.steps),
                                 builder.CreateVectorOfStructs(parts.checks));
  auto types = builder.CreateVector(std::vector{type});
  auto constants = builder.CreateVectorOfStructs(parts.constants);
  auto items = builder.CreateVector(parts.items);
  auto grants = builder.CreateVector(std::vector<flatbuffers::Offset<fb::PlanGrant>>());
  auto plan_code = fb::CreatePlanCode(builder, types, constants, items, grants);
  auto name = builder.CreateString("r");
  fb::RuleBuilder rule(builder);
  rule.add_name(name);
  auto rules = builder.CreateVector(std::vector{rule.Finish()});
  fb::RulesBuilder rules_builder(builder);
  rules_builder.add_rules(rules);
  auto all_rules = rules_builder.fbb_.EndTable(rules_builder.start_);
  auto strings = builder.CreateVectorOfStrings({"a"});
  fb::ProgramBuilder program(builder);
  program.add_strings(strings);
  program.add_rules(flatbuffers::Offset<fb::Rules>(all_rules));
  program.add_plan_code(plan_code);
  builder.Finish(flatbuffers::Offset<fb::Program>(builder.EndTable(program.start_)));
  return problem_of_plan_code(*fb::GetProgram(builder.GetBufferPointer()));
}

TEST(PlanCodeVerifier, TakesWhatIsSound) {
  EXPECT_EQ(problem([](Parts&) {}), "");
}

TEST(PlanCodeVerifier, RefusesWhatLiesOutside) {
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(PlanOp::Equal, 0, 2); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[0] = node(PlanOp::Path, 0, 2); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[1] = node(PlanOp::Constant, 1); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(PlanOp::And, 0, 1); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(PlanOp::Grants, 0, 0); }), "");
  EXPECT_NE(problem([](Parts& p) { p.steps[0] = {fb::PlanStepKind::Attribute, 1}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.steps[0] = {fb::PlanStepKind::Dynamic, 0}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.checks[0] = {1, 0, 2, kNone}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.checks[0] = {0, kCheckKinds, 2, kNone}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.checks[0] = {0, 0, 3, kNone}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.constants[0] = {fb::PlanConstantKind::List, 0, 1}; }), "");
}

TEST(PlanCodeVerifier, RefusesATrieThatIsNone) {
  EXPECT_NE(problem([](Parts& p) { p.trie[0] = {0, fb::Slice(0, 1), 0, false}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.trie[0] = {0, fb::Slice(1, 1), 1, false}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.trie.clear(); }), "");
}

TEST(PlanCodeVerifier, RefusesOperationsThatThereAreNoneOf) {
  EXPECT_NE(problem([](Parts& p) { p.nodes[0] = Node(kPlanOps, 0, 0, 0, 0, 0); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[0] = node(PlanOp::Path, 0, 1, 3); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(PlanOp::Known, 1); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes.push_back(node(PlanOp::Statements, 2)); }), "");
}

TEST(PlanCodeVerifier, RefusesElementsThatNobodyBinds) {
  const auto element = node(PlanOp::Path, 0, 0, static_cast<uint8_t>(PlanRoot::Element), 1);
  EXPECT_NE(problem([&](Parts& p) { p.nodes[2] = element; }), "");
  EXPECT_EQ(problem([&](Parts& p) {
              p.nodes = {node(PlanOp::Path, 0, 1), element, node(PlanOp::Any, 0, 1, 0, 1)};
            }),
            "");
  // The same element twice at a time.
  EXPECT_NE(
      problem([&](Parts& p) {
        p.nodes = {node(PlanOp::Path, 0, 1), element, node(PlanOp::Any, 0, 1, 0, 1), node(PlanOp::Any, 0, 2, 0, 1)};
      }),
      "");
}

TEST(PlanCodeVerifier, RefusesWhatTakesTooLong) {
  EXPECT_NE(problem([](Parts& p) {
              for (uint32_t i = 2; i < 2000; ++i) p.nodes.push_back(node(PlanOp::Not, i));
            }),
            "");
  EXPECT_NE(problem([](Parts& p) {
              for (uint32_t i = 2; i < 40; ++i) p.nodes.push_back(node(PlanOp::Equal, i, i));
            }),
            "");
}

}  // namespace
}  // namespace berm::program
