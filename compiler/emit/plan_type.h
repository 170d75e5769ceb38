// All that plan code says of one resource type. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "compiler/emit/plan_nodes.h"
#include "compiler/emit/plan_paths.h"

namespace berm::emit {

class PlanType {
 public:
  PlanType(Strings& strings, PlanConstants& constants) : strings_(strings), nodes_(strings, constants) {}

  void add(uint32_t rule, const ir::PlanClause& clause);
  void add(uint32_t rule, const ir::RequireClause& clause);
  // A join may look at it.
  void join() { joined_ = true; }

  flatbuffers::Offset<fb::TypeCode> write(flatbuffers::FlatBufferBuilder& builder, const std::string& name);

 private:
  void read(uint32_t node, uint8_t kind);
  void read_operands(const fb::PlanNode& node, uint8_t kind);
  void read_attribute(program::PlanRoot root, const std::vector<ir::Step>& steps, uint8_t kind);
  void read_both(const std::vector<ir::Step>& steps, uint8_t kind);

  Strings& strings_;
  PlanNodes nodes_;
  PlanPaths before_, after_;
  uint8_t reads_before_ = 0, reads_after_ = 0;  // bits of kinds
  std::vector<uint8_t> read_;                   // by node: for which kinds
  bool joined_ = false;
  std::vector<fb::Check> checks_;
};

}  // namespace berm::emit
