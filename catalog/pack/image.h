// Collects rows and strings, and lays them out as the format says.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/format.h"

namespace berm::catalog::pack {

class Image {
 public:
  Image();

  format::StringId string(std::string_view text);
  // Sorted, without repeats.
  format::ListId list(const std::set<std::string>& items);
  // In the order given.
  format::ListId ordered_list(const std::vector<std::string>& items);
  // Equal groups share one place.
  uint32_t group(const std::vector<format::AttributeRow>& attributes);

  std::string bytes() const;

  std::vector<format::ServiceRow> services;
  std::vector<format::ActionRow> actions;
  std::vector<format::LegRow> legs;
  std::vector<format::ResourceTypeRow> resource_types;
  std::vector<format::KeyRow> keys;
  std::vector<uint32_t> key_templates;
  std::vector<format::QuotaRow> quotas;
  std::vector<format::SourceRow> sources;
  std::vector<format::TerraformTypeRow> terraform_types;

 private:
  std::map<std::string, format::StringId, std::less<>> string_ids_;
  std::vector<uint32_t> string_starts_{0};
  std::string string_bytes_;
  std::map<std::vector<format::StringId>, format::ListId> list_ids_;
  std::vector<uint32_t> list_starts_{0};
  std::vector<format::StringId> list_items_;
  std::map<std::string, uint32_t> group_ids_;  // by the rows' bytes
  std::vector<format::GroupRow> groups_;
  std::vector<format::AttributeRow> attributes_;
};

}  // namespace berm::catalog::pack
