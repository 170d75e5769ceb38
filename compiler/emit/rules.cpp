#include "compiler/emit/sections.h"

namespace berm::emit {

flatbuffers::Offset<fb::Rules> write_rules(Writer& writer) {
  auto& builder = writer.builder;
  auto sources = builder.CreateVector(std::vector<flatbuffers::Offset<fb::Source>>());
  auto rules = builder.CreateVector(std::vector<flatbuffers::Offset<fb::Rule>>());
  auto exprs = builder.CreateVectorOfStructs(std::vector<fb::Expr>());
  auto children = builder.CreateVector(std::vector<uint32_t>());
  auto steps = builder.CreateVectorOfStructs(std::vector<fb::Step>());
  auto names = builder.CreateVector(std::vector<uint32_t>());
  auto constants = builder.CreateVectorOfStructs(std::vector<fb::Constant>());
  auto items = builder.CreateVector(std::vector<uint32_t>());
  auto actions = builder.CreateVectorOfStructs(std::vector<fb::ActionItem>());
  auto grants = builder.CreateVector(std::vector<flatbuffers::Offset<fb::Grant>>());
  return fb::CreateRules(builder, sources, rules, exprs, children, steps, names, constants, items, actions, grants);
}

}  // namespace berm::emit
