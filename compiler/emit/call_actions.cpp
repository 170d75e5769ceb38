#include "compiler/emit/call_actions.h"

#include "base/glob.h"
#include "base/text.h"

namespace berm::emit {
namespace {

// "s3" of "s3:Get*"; empty where services are named by a pattern.
std::string service_of(const std::string& pattern) {
  const size_t colon = pattern.find(':');
  if (colon == std::string::npos || has_wildcard(pattern.substr(0, colon))) return {};
  return to_lower(pattern.substr(0, colon));
}

}  // namespace

uint32_t CallActions::add(const ir::ActionSet& set) {
  std::string name;
  for (const ir::ActionItem& item : set.items) {
    name += (item.plus ? "+" : "-") + to_lower(item.pattern) + "\n";
    const std::string service = service_of(item.pattern);
    // What takes away from a set of other services takes nothing away.
    every_ = every_ || (service.empty() && item.plus);
    if (!service.empty()) services_.try_emplace(service);
  }
  const auto [known, is_new] = numbers_.try_emplace(std::move(name), static_cast<uint32_t>(sets_.size()));
  if (is_new) sets_.push_back(set);
  return known->second;
}

void CallActions::expand() {
  if (every_) {
    read("*");
  } else {
    for (const auto& [service, range] : services_) read(service + ":*");
  }
  std::vector<char> in(actions_.size());
  for (uint32_t set = 0; set < sets_.size(); ++set) {
    std::fill(in.begin(), in.end(), 0);
    for (const ir::ActionItem& item : sets_[set].items) {
      const Range range = range_of(item.pattern);
      for (size_t i = range.begin; i < range.end; ++i) {
        if (glob_match_ignore_case(item.pattern, actions_[i].name)) in[i] = item.plus;
      }
    }
    for (size_t i = 0; i < in.size(); ++i) {
      if (in[i]) actions_[i].sets.push_back(set);
    }
  }
}

// The catalogue gives the actions of a service together.
void CallActions::read(const std::string& pattern) {
  catalog_.for_each_action(pattern, [&](const catalog::Action& action) {
    Range& range = services_[to_lower(action.service)];
    if (range.end == 0) range.begin = actions_.size();
    actions_.push_back({action, action.full_name(), {}});
    range.end = actions_.size();
  });
}

CallActions::Range CallActions::range_of(const std::string& pattern) const {
  const std::string service = service_of(pattern);
  if (service.empty()) return {0, actions_.size()};
  const auto known = services_.find(service);
  return known == services_.end() ? Range() : known->second;
}

std::vector<std::string> CallActions::services() const {
  std::vector<std::string> names;
  for (const auto& [name, range] : services_) names.push_back(name);
  return names;
}

}  // namespace berm::emit
