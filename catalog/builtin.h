// The catalogue that the program carries, read in place.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "catalog/catalog.h"
#include "catalog/image_view.h"

namespace berm::catalog {

class BuiltinCatalog : public Catalog {
 public:
  explicit BuiltinCatalog(ImageView image) : image_(image) {}

  bool has_service(std::string_view prefix) const override;
  std::optional<Action> action(std::string_view full_name) const override;
  void for_each_action(std::string_view pattern, const std::function<void(const Action&)>& visit) const override;
  void for_each_action_name(
      std::string_view pattern,
      const std::function<void(std::string_view service, std::string_view name)>& visit) const override;
  size_t action_count() const override;
  std::optional<std::string> nearest_action(std::string_view full_name) const override;
  std::optional<std::string> nearest_service(std::string_view prefix) const override;

  std::optional<ConditionKey> condition_key(std::string_view name) const override;
  std::optional<std::string> nearest_condition_key(std::string_view name) const override;
  Carried carries(const Action& action, std::string_view key) const override;
  bool leg_carries(const Action& action, std::string_view resource_type, std::string_view key) const override;
  std::optional<std::string_view> resource_type_of(const Action& action, std::string_view arn) const override;
  bool rcp_supports(std::string_view service) const override;

  const TerraformType* terraform_type(std::string_view name) const override;
  std::optional<std::string> nearest_terraform_type(std::string_view name) const override;
  size_t terraform_type_count() const override;
  std::vector<std::string> terraform_type_names() const override;

  std::optional<Quota> quota(std::string_view id) const override;
  std::vector<Source> sources() const override;

  // How many Terraform types have been asked for so far: the others have no object.
  size_t terraform_types_built() const;

 private:
  template <class Row>
  std::span<const Row> rows(format::Table table) const {
    return image_.rows<Row>(table);
  }
  const format::ServiceRow* service(std::string_view prefix) const;
  std::span<const format::ActionRow> actions_of(const format::ServiceRow& service) const;
  // The services that a pattern speaks of, each with what it says of their actions' names.
  template <class Visit>
  void for_each_service(std::string_view pattern, const Visit& visit) const;
  // Those of one service, read when patterns first look at them.
  const std::vector<Action>& actions_read(size_t service_row) const;
  const format::ActionRow* named(const format::ServiceRow& in, std::string_view action) const;
  Action read_action(const format::ActionRow& row) const;
  ActionResource read_leg(const format::LegRow& row) const;
  std::optional<std::string> same_action_elsewhere(std::string_view name) const;
  std::optional<ConditionKey> read_key(const format::KeyRow& row) const;
  const format::KeyRow* exact_key(std::string_view name) const;
  bool is_global(std::string_view key) const;

  ImageView image_;
  mutable std::mutex actions_mutex_;
  mutable std::vector<std::unique_ptr<const std::vector<Action>>> actions_read_;  // by service row
  mutable std::mutex types_mutex_;
  mutable std::map<size_t, std::unique_ptr<const TerraformType>> types_;  // by row; made when asked for
};

// `row` of the image's Terraform types.
std::unique_ptr<const TerraformType> make_terraform_type(ImageView image, size_t row);

// The first row for which `key(row)` is not below `wanted`, if it equals it; rows are sorted by it.
template <class Row, class Compare>
const Row* find_sorted(std::span<const Row> rows, Compare compare) {
  size_t begin = 0, end = rows.size();
  while (begin < end) {
    size_t middle = begin + (end - begin) / 2;
    int order = compare(rows[middle]);
    if (order == 0) return &rows[middle];
    if (order < 0) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return nullptr;
}

}  // namespace berm::catalog
