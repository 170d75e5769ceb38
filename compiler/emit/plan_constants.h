// Constants of plan code, and what policies have to grant, each once. Internal to this folder.
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

  uint32_t index(const ir::Grant& grant);

  flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::PlanGrant>>> write_grants(
      flatbuffers::FlatBufferBuilder& builder) const;
  const std::vector<fb::PlanConstant>& constants() const { return constants_; }
  const std::vector<uint32_t>& items() const { return items_; }

 private:
  uint32_t add(fb::PlanConstantKind kind, uint32_t text);
  uint32_t add(const ir::ValueList& list);
  uint32_t add(const ir::ValueMap& map);
  uint32_t add(fb::PlanConstantKind kind, std::vector<uint32_t> items, size_t count);

  // By its strings' numbers: actions with their sign, resources, account.
  struct Grant {
    std::vector<std::pair<uint32_t, bool>> actions;
    bool every_action;
    std::vector<uint32_t> resources;
    uint8_t to;
    uint32_t account;
    auto operator<=>(const Grant&) const = default;
  };

  Strings& strings_;
  std::vector<fb::PlanConstant> constants_;
  std::vector<uint32_t> items_;
  std::map<std::tuple<fb::PlanConstantKind, uint32_t, std::vector<uint32_t>>, uint32_t> known_;
  std::vector<Grant> grants_;
  std::map<Grant, uint32_t> known_grants_;
};

}  // namespace berm::emit
