// Constants of plan code, each once. Internal to this folder.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "compiler/emit/sections.h"

namespace berm::emit {

class PlanConstants {
 public:
  explicit PlanConstants(Strings& strings) : strings_(strings) {}

  // Numbers become the text that plans would have.
  uint32_t index(const ir::Value& value);

  const std::vector<fb::PlanConstant>& constants() const { return constants_; }
  const std::vector<uint32_t>& items() const { return items_; }

 private:
  uint32_t add(fb::PlanConstantKind kind, uint32_t text);
  uint32_t add(const ir::ValueList& list);
  uint32_t add(const ir::ValueMap& map);
  uint32_t add(fb::PlanConstantKind kind, std::vector<uint32_t> items, size_t count);

  Strings& strings_;
  std::vector<fb::PlanConstant> constants_;
  std::vector<uint32_t> items_;
  std::map<std::tuple<fb::PlanConstantKind, uint32_t, std::vector<uint32_t>>, uint32_t> known_;
};

}  // namespace berm::emit
