#include <gtest/gtest.h>

#include <functional>
#include <string_view>

#include "program/program.h"
#include "program/verify.h"

namespace berm::program {
namespace {

constexpr std::string_view kText = "resource.arn";
const fb::CallText kName(0, 12);

fb::CallNode node(fb::CallOp op, fb::Slice children = {}, uint32_t operand = 0) {
  return {op, 0, 0, 0, operand, children, fb::Slice()};
}

// An action that one rule denies, to be spoilt.
struct Parts {
  std::vector<fb::CallValue> values = {{fb::CallValueKind::Text, kName, fb::Slice()},
                                       {fb::CallValueKind::List, fb::CallText(), fb::Slice(0, 1)}};
  std::vector<uint32_t> items = {0};
  std::vector<fb::CallKey> keys = {{kName, kNone}};
  std::vector<fb::CallNode> nodes = {node(fb::CallOp::Key), node(fb::CallOp::Literal, {}, 1),
                                     node(fb::CallOp::In, fb::Slice(0, 2))};
  std::vector<uint32_t> children = {0, 1};
  std::vector<fb::CallTask> tasks = {{fb::CallTaskKind::Denies, 0, 2, fb::Slice()}};
  std::vector<fb::CallSet> sets = {{fb::Slice(0, 1), fb::Slice()}};
  std::vector<fb::CallAction> actions = {{kName, 0, 0}};
  std::vector<fb::CallLegType> types = {{kName, kName, fb::Slice(), 0}};
  std::vector<fb::CallLegs> legs = {{fb::Slice(0, 1), 0, 0}};
  std::vector<fb::CallPattern> patterns = {{kName, true}};
  std::vector<fb::CallClauseCode> clauses = {{false, fb::Slice(0, 1), 2}};
  std::vector<fb::CallRuleCode> rules = {{0, 2, false, false, fb::Slice(0, 1)}};
};

// What the verifier says.
std::string problem(const std::function<void(Parts&)>& spoil) {
  Parts parts;
  spoil(parts);
  flatbuffers::FlatBufferBuilder builder;
  auto structs = [&](const auto& all) { return builder.CreateVectorOfStructs(all); };
  auto call_code = fb::CreateCallCode(
      builder, builder.CreateVector(reinterpret_cast<const uint8_t*>(kText.data()), kText.size()),
      structs(parts.values), builder.CreateVector(parts.items), structs(parts.keys), structs(parts.nodes),
      builder.CreateVector(parts.children), builder.CreateVector(std::vector<uint32_t>()), structs(parts.tasks),
      structs(parts.sets), structs(parts.actions), builder.CreateVector(std::vector<uint32_t>{1}),
      structs(std::vector<fb::CallForm>()), structs(parts.types), structs(parts.legs),
      builder.CreateVector(std::vector<uint64_t>()), 0, structs(parts.patterns), structs(parts.clauses),
      structs(parts.rules), structs(std::vector<fb::CallText>()));
  auto name = builder.CreateString("r");
  fb::RuleBuilder rule(builder);
  rule.add_name(name);
  auto rules = builder.CreateVector(std::vector{rule.Finish()});
  fb::RulesBuilder rules_builder(builder);
  rules_builder.add_rules(rules);
  auto all_rules = rules_builder.fbb_.EndTable(rules_builder.start_);
  fb::ProgramBuilder program(builder);
  program.add_rules(flatbuffers::Offset<fb::Rules>(all_rules));
  program.add_call_code(call_code);
  builder.Finish(flatbuffers::Offset<fb::Program>(builder.EndTable(program.start_)));
  return problem_of_call_code(*fb::GetProgram(builder.GetBufferPointer()));
}

TEST(CallCodeVerifier, TakesWhatIsSound) {
  EXPECT_EQ(problem([](Parts&) {}), "");
  // What a cap allows stands in two tasks.
  EXPECT_EQ(problem([](Parts& p) {
              p.children = {0, 1, 2};
              p.tasks = {{fb::CallTaskKind::CapDenies, 0, 2, fb::Slice(2, 1)},
                         {fb::CallTaskKind::Permits, 0, 2, fb::Slice(2, 1)}};
              p.sets = {{fb::Slice(0, 1), fb::Slice(1, 1)}};
            }),
            "");
}

TEST(CallCodeVerifier, RefusesWhatLiesOutside) {
  EXPECT_NE(problem([](Parts& p) { p.items = {2}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.keys[0] = {fb::CallText(0, 13), kNone}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[1] = node(fb::CallOp::Literal, {}, 2); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(fb::CallOp::In, fb::Slice(1, 2)); }), "");
  EXPECT_NE(problem([](Parts& p) { p.tasks[0] = {fb::CallTaskKind::Denies, 1, 2, fb::Slice()}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.sets[0] = {fb::Slice(0, 2), fb::Slice()}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.actions[0] = {kName, 1, 0}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.clauses[0] = {false, fb::Slice(0, 1), 3}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.rules[0] = {0, 2, false, false, fb::Slice(1, 1)}; }), "");
}

TEST(CallCodeVerifier, RefusesWhatHoldsItself) {
  EXPECT_NE(problem([](Parts& p) { p.items = {1}; }), "");
  EXPECT_NE(problem([](Parts& p) { p.children = {0, 2}; }), "");
}

TEST(CallCodeVerifier, RefusesOperationsWithoutTheirOperands) {
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(fb::CallOp::In, fb::Slice(0, 1)); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes[2] = node(fb::CallOp::Element); }), "");
}

// Else a walk over all of them would take as long as the parts are many and the list is long.
TEST(CallCodeVerifier, RefusesListsThatManyShare) {
  EXPECT_NE(problem([](Parts& p) { p.values.push_back(p.values[1]); }), "");
  EXPECT_NE(problem([](Parts& p) { p.nodes.push_back(p.nodes[2]); }), "");
  EXPECT_NE(problem([](Parts& p) { p.sets.push_back(p.sets[0]); }), "");
  EXPECT_NE(problem([](Parts& p) { p.legs.push_back(p.legs[0]); }), "");
  EXPECT_NE(problem([](Parts& p) { p.clauses.push_back(p.clauses[0]); }), "");
  EXPECT_NE(problem([](Parts& p) { p.rules.push_back(p.rules[0]); }), "");
}

}  // namespace
}  // namespace berm::program
