#include "compiler/emit/plan_constants.h"

#include <fmt/format.h>

namespace berm::emit {

using Kind = fb::PlanConstantKind;

uint32_t PlanConstants::index(const ir::Value& value) {
  struct {
    PlanConstants& all;
    uint32_t operator()(std::monostate) const { return all.add(Kind::Null, 0); }
    uint32_t operator()(bool flag) const { return all.add(flag ? Kind::True : Kind::False, 0); }
    uint32_t operator()(int64_t number) const { return (*this)(Kind::Number, fmt::format("{}", number)); }
    uint32_t operator()(double number) const { return (*this)(Kind::Number, fmt::format("{}", number)); }
    uint32_t operator()(const std::string& text) const { return (*this)(Kind::String, text); }
    uint32_t operator()(const ir::ValueList& list) const { return all.add(list); }
    uint32_t operator()(const ir::ValueMap& map) const { return all.add(map); }
    uint32_t operator()(Kind kind, std::string_view text) const { return all.add(kind, all.strings_.index(text)); }
  } visitor{*this};
  return std::visit(visitor, value.data);
}

uint32_t PlanConstants::index(const ir::Grant& grant) {
  Grant out{.every_action = grant.every_action, .to = static_cast<uint8_t>(grant.to)};
  out.account = strings_.index(grant.account);
  for (const ir::ActionItem& item : grant.actions.items)
    out.actions.emplace_back(strings_.index(item.pattern), item.plus);
  for (const std::string& resource : grant.resources) out.resources.push_back(strings_.index(resource));
  auto [place, is_new] = known_grants_.try_emplace(out, static_cast<uint32_t>(grants_.size()));
  if (is_new) grants_.push_back(std::move(out));
  return place->second;
}

flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::PlanGrant>>> PlanConstants::write_grants(
    flatbuffers::FlatBufferBuilder& builder) const {
  std::vector<flatbuffers::Offset<fb::PlanGrant>> all;
  for (const Grant& grant : grants_) {
    std::vector<fb::PlanAction> items;
    for (const auto& [pattern, plus] : grant.actions) items.emplace_back(pattern, plus);
    auto actions = builder.CreateVectorOfStructs(items);
    auto resources = builder.CreateVector(grant.resources);
    all.push_back(fb::CreatePlanGrant(builder, actions, grant.every_action, resources, grant.to, grant.account));
  }
  return builder.CreateVector(all);
}

uint32_t PlanConstants::add(Kind kind, uint32_t text) {
  auto [place, is_new] = known_.try_emplace({kind, text, {}}, static_cast<uint32_t>(constants_.size()));
  if (is_new) constants_.emplace_back(kind, text, 0u);
  return place->second;
}

uint32_t PlanConstants::add(const ir::ValueList& list) {
  std::vector<uint32_t> items;
  for (const ir::Value& item : list) items.push_back(index(item));
  return add(Kind::List, std::move(items), list.size());
}

uint32_t PlanConstants::add(const ir::ValueMap& map) {
  std::vector<uint32_t> items;
  for (const auto& [key, item] : map) {
    items.push_back(strings_.index(key));
    items.push_back(index(item));
  }
  return add(Kind::Map, std::move(items), map.size());
}

uint32_t PlanConstants::add(Kind kind, std::vector<uint32_t> items, size_t count) {
  auto [place, is_new] = known_.try_emplace({kind, 0u, std::move(items)}, static_cast<uint32_t>(constants_.size()));
  if (!is_new) return place->second;
  const auto& added = std::get<2>(place->first);
  constants_.emplace_back(kind, static_cast<uint32_t>(items_.size()), static_cast<uint32_t>(count));
  items_.insert(items_.end(), added.begin(), added.end());
  return place->second;
}

}  // namespace berm::emit
