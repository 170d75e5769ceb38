// What the catalogue says of the legs of actions → CallCode. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/emit/call_nodes.h"

namespace berm::emit {

class CallLegs {
 public:
  // `keys` by their bit.
  CallLegs(const catalog::Catalog& catalog, const std::vector<std::string>& keys, CallTexts& texts)
      : catalog_(catalog), keys_(keys), texts_(texts) {}

  // Its place in `legs`.
  uint32_t add(const catalog::Action& action);

  size_t words() const { return (keys_.size() + 63) / 64; }
  const std::vector<fb::CallLegs>& legs() const { return legs_; }
  const std::vector<fb::CallLegType>& types() const { return types_; }
  const std::vector<fb::CallForm>& forms() const { return forms_; }
  const std::vector<uint64_t>& masks() const { return masks_; }

 private:
  using Mask = std::vector<uint64_t>;
  struct Type {
    fb::CallText name, made_up;
    fb::Slice forms;
  };

  Mask mask_of(const std::vector<std::string_view>& names);
  const std::vector<uint32_t>& bits_of(std::string_view name);
  uint32_t row(const Mask& mask);
  const Type& type(const catalog::Action& action, size_t resource);
  void add_form(std::string_view form);

  const catalog::Catalog& catalog_;
  const std::vector<std::string>& keys_;
  CallTexts& texts_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> bits_;  // which keys a name of the catalogue stands for
  std::map<Mask, uint32_t> rows_;
  std::map<std::pair<std::string, std::string>, Type> known_types_;
  std::map<std::tuple<std::vector<std::pair<uint32_t, uint32_t>>, uint32_t, uint32_t>, uint32_t> known_;
  std::vector<fb::CallLegs> legs_;
  std::vector<fb::CallLegType> types_;
  std::vector<fb::CallForm> forms_;
  std::vector<uint64_t> masks_;
};

}  // namespace berm::emit
