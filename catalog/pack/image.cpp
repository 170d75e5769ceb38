#include "catalog/pack/image.h"

#include <cstring>

namespace berm::catalog::pack {
namespace {

template <class Row>
std::string_view bytes_of(const std::vector<Row>& rows) {
  return {reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(Row)};
}

// Writes tables behind the header, each at a multiple of eight.
class Layout {
 public:
  Layout() : bytes_(sizeof(format::Header), '\0') {
    header_.magic = format::kMagic;
    header_.version = format::kVersion;
  }

  void add(format::Table table, std::string_view content, size_t count) {
    bytes_.resize((bytes_.size() + 7) / 8 * 8, '\0');
    header_.tables[table] = {static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(count)};
    bytes_ += content;
  }

  template <class Row>
  void add(format::Table table, const std::vector<Row>& rows) {
    add(table, bytes_of(rows), rows.size());
  }

  std::string finish() {
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    return std::move(bytes_);
  }

 private:
  format::Header header_{};
  std::string bytes_;
};

}  // namespace

Image::Image() {
  string("");
  ordered_list({});
  group({});
}

format::StringId Image::string(std::string_view text) {
  if (auto known = string_ids_.find(text); known != string_ids_.end()) return known->second;
  auto id = static_cast<format::StringId>(string_ids_.size());
  string_ids_.emplace(text, id);
  string_bytes_ += text;
  string_starts_.push_back(static_cast<uint32_t>(string_bytes_.size()));
  return id;
}

format::ListId Image::list(const std::set<std::string>& items) { return ordered_list({items.begin(), items.end()}); }

format::ListId Image::ordered_list(const std::vector<std::string>& items) {
  std::vector<format::StringId> ids;
  for (const std::string& item : items) ids.push_back(string(item));
  auto [place, added] = list_ids_.emplace(ids, static_cast<format::ListId>(list_ids_.size()));
  if (added) {
    list_items_.insert(list_items_.end(), ids.begin(), ids.end());
    list_starts_.push_back(static_cast<uint32_t>(list_items_.size()));
  }
  return place->second;
}

uint32_t Image::group(const std::vector<format::AttributeRow>& attributes) {
  auto [place, added] = group_ids_.emplace(std::string(bytes_of(attributes)), static_cast<uint32_t>(groups_.size()));
  if (added) {
    groups_.push_back({static_cast<uint32_t>(attributes_.size()), static_cast<uint32_t>(attributes.size())});
    attributes_.insert(attributes_.end(), attributes.begin(), attributes.end());
  }
  return place->second;
}

std::string Image::bytes() const {
  Layout layout;
  layout.add(format::kStringStarts, string_starts_);
  layout.add(format::kStringBytes, string_bytes_, string_bytes_.size());
  layout.add(format::kListStarts, list_starts_);
  layout.add(format::kListItems, list_items_);
  layout.add(format::kServices, services);
  layout.add(format::kActions, actions);
  layout.add(format::kLegs, legs);
  layout.add(format::kResourceTypes, resource_types);
  layout.add(format::kKeys, keys);
  layout.add(format::kKeyTemplates, key_templates);
  layout.add(format::kQuotas, quotas);
  layout.add(format::kSources, sources);
  layout.add(format::kTerraformTypes, terraform_types);
  layout.add(format::kGroups, groups_);
  layout.add(format::kAttributes, attributes_);
  return layout.finish();
}

}  // namespace berm::catalog::pack
