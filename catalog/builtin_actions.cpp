// Services, actions, and which resource types and keys an action has.
#include "base/glob.h"
#include "base/text.h"
#include "catalog/arn.h"
#include "catalog/builtin.h"
#include "catalog/names.h"

namespace berm::catalog {

using namespace format;

namespace {

struct FullName {
  std::string_view service, action;
};

std::optional<FullName> split_name(std::string_view full_name) {
  size_t colon = full_name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return FullName{full_name.substr(0, colon), full_name.substr(colon + 1)};
}

bool any_fits(const std::vector<std::string_view>& names, std::string_view key) {
  for (std::string_view name : names) {
    if (key_fits(name, key)) return true;
  }
  return false;
}

}  // namespace

const ServiceRow* BuiltinCatalog::service(std::string_view prefix) const {
  return find_sorted(rows<ServiceRow>(kServices),
                     [&](const ServiceRow& row) { return compare_ignore_case(image_.text(row.name), prefix); });
}

std::span<const ActionRow> BuiltinCatalog::actions_of(const ServiceRow& row) const {
  return rows<ActionRow>(kActions).subspan(row.first_action, row.action_count);
}

const ActionRow* BuiltinCatalog::named(const ServiceRow& in, std::string_view action) const {
  return find_sorted(actions_of(in),
                     [&](const ActionRow& row) { return compare_ignore_case(image_.text(row.name), action); });
}

bool BuiltinCatalog::has_service(std::string_view prefix) const { return service(prefix) != nullptr; }

size_t BuiltinCatalog::action_count() const { return rows<ActionRow>(kActions).size(); }

std::optional<Action> BuiltinCatalog::action(std::string_view full_name) const {
  std::optional<FullName> name = split_name(full_name);
  const ServiceRow* in = name ? service(name->service) : nullptr;
  if (in == nullptr) return std::nullopt;
  const ActionRow* row = named(*in, name->action);
  return row == nullptr ? std::nullopt : std::optional(read_action(*row));
}

Action BuiltinCatalog::read_action(const ActionRow& row) const {
  Action action;
  action.service = image_.text(rows<ServiceRow>(kServices)[row.service].name);
  action.name = image_.text(row.name);
  action.access = static_cast<uint8_t>(row.access);
  action.condition_keys = image_.texts(row.keys);
  for (const LegRow& leg : rows<LegRow>(kLegs).subspan(row.first_leg, row.leg_count)) {
    action.resources.push_back(read_leg(leg));
  }
  return action;
}

ActionResource BuiltinCatalog::read_leg(const LegRow& row) const {
  const ResourceTypeRow& type = rows<ResourceTypeRow>(kResourceTypes)[row.type];
  std::vector<std::string_view> arns = image_.texts(type.arns);
  ResourceType resource{image_.text(type.name), arns.empty() ? std::string_view() : arns[0], {}};
  if (arns.size() > 1) resource.other_arns.assign(arns.begin() + 1, arns.end());
  return {std::move(resource), row.required != 0, image_.texts(row.keys)};
}

const std::vector<Action>& BuiltinCatalog::actions_read(size_t service_row) const {
  std::lock_guard lock(actions_mutex_);
  const auto services = rows<ServiceRow>(kServices);
  if (actions_read_.empty()) actions_read_.resize(services.size());
  std::unique_ptr<const std::vector<Action>>& read = actions_read_[service_row];
  if (!read) {
    std::vector<Action> all;
    all.reserve(services[service_row].action_count);
    for (const ActionRow& row : actions_of(services[service_row])) all.push_back(read_action(row));
    read = std::make_unique<const std::vector<Action>>(std::move(all));
  }
  return *read;
}

template <class Visit>
void BuiltinCatalog::for_each_service(std::string_view pattern, const Visit& visit) const {
  if (pattern == "*") {
    for (const ServiceRow& each : rows<ServiceRow>(kServices)) visit(each, "*");
    return;
  }
  std::optional<FullName> name = split_name(pattern);
  const ServiceRow* in = name ? service(name->service) : nullptr;
  if (in != nullptr) visit(*in, name->action);
}

void BuiltinCatalog::for_each_action(std::string_view pattern, const std::function<void(const Action&)>& visit) const {
  for_each_service(pattern, [&](const ServiceRow& in, std::string_view names) {
    if (!has_wildcard(names)) {
      if (const ActionRow* row = named(in, names)) visit(read_action(*row));
      return;
    }
    for (const Action& action : actions_read(static_cast<size_t>(&in - rows<ServiceRow>(kServices).data()))) {
      if (names == "*" || glob_match_ignore_case(names, action.name)) visit(action);
    }
  });
}

void BuiltinCatalog::for_each_action_name(
    std::string_view pattern, const std::function<void(std::string_view service, std::string_view name)>& visit) const {
  for_each_service(pattern, [&](const ServiceRow& in, std::string_view names) {
    std::string_view service_name = image_.text(in.name);
    for (const ActionRow& row : actions_of(in)) {
      std::string_view name = image_.text(row.name);
      if (names == "*" || glob_match_ignore_case(names, name)) visit(service_name, name);
    }
  });
}

std::optional<std::string> BuiltinCatalog::nearest_service(std::string_view prefix) const {
  NearestName nearest(prefix);
  for (const ServiceRow& row : rows<ServiceRow>(kServices)) nearest.offer(image_.text(row.name));
  return nearest.best();
}

std::optional<std::string> BuiltinCatalog::nearest_action(std::string_view full_name) const {
  std::optional<FullName> name = split_name(full_name);
  if (!name) return std::nullopt;
  std::optional<std::string> prefix = nearest_service(name->service);
  if (!prefix) return same_action_elsewhere(name->action);
  NearestName nearest(name->action);
  for (const ActionRow& row : actions_of(*service(*prefix))) nearest.offer(image_.text(row.name));
  if (std::optional<std::string> best = nearest.best()) return *prefix + ":" + *best;
  return same_action_elsewhere(name->action);
}

// The right action under the wrong service, if only one service has it.
std::optional<std::string> BuiltinCatalog::same_action_elsewhere(std::string_view name) const {
  std::optional<std::string> found;
  for (const ActionRow& row : rows<ActionRow>(kActions)) {
    if (compare_ignore_case(image_.text(row.name), name) != 0) continue;
    if (found) return std::nullopt;
    found = read_action(row).full_name();
  }
  return found;
}

Carried BuiltinCatalog::carries(const Action& action, std::string_view key) const {
  if (is_global(key) || any_fits(action.condition_keys, key)) return Carried::EveryLeg;
  size_t carrying = 0;
  for (const ActionResource& leg : action.resources) carrying += any_fits(leg.condition_keys, key);
  if (carrying == 0) return Carried::No;
  return carrying == action.resources.size() ? Carried::EveryLeg : Carried::SomeLegs;
}

bool BuiltinCatalog::leg_carries(const Action& action, std::string_view resource_type, std::string_view key) const {
  if (is_global(key) || any_fits(action.condition_keys, key)) return true;
  for (const ActionResource& leg : action.resources) {
    if (leg.type.name == resource_type) return any_fits(leg.condition_keys, key);
  }
  return false;
}

std::optional<std::string_view> BuiltinCatalog::resource_type_of(const Action& action, std::string_view arn) const {
  std::optional<std::string_view> best;
  size_t best_fit = 0;
  auto offer = [&](std::string_view name, std::string_view form) {
    std::optional<size_t> fit = arn_fit(form, arn);
    if (!fit || (best && *fit <= best_fit)) return;
    best = name;
    best_fit = *fit;
  };
  for (const ActionResource& leg : action.resources) {
    offer(leg.type.name, leg.type.arn);
    for (std::string_view form : leg.type.other_arns) offer(leg.type.name, form);
  }
  return best;
}

}  // namespace berm::catalog
