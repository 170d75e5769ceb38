#include "reference/action_names.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "catalog/catalog.h"

namespace berm::reference {

ActionNames::Names ActionNames::of(const std::string& pattern) {
  // By service, as the catalogue has them: sorting some hundred services costs less than all actions.
  std::map<std::string, Names> by_service;
  Names* last = nullptr;
  std::string_view last_service;
  size_t bytes = 0, count = 0;
  auto add = [&](std::string_view service, std::string_view name) {
    if (!last || service != last_service) last = &by_service[std::string(service) + ':'];
    last_service = service;
    last->push_back(name);
    bytes += service.size() + 1 + name.size();
    ++count;
  };
  if (pattern.find_first_of("*?") != std::string::npos) catalog::Catalog::builtin().for_each_action_name(pattern, add);
  if (by_service.empty()) return {keep(pattern)};
  std::string& text = texts_.emplace_back();
  text.reserve(bytes);
  Names all;
  all.reserve(count);
  for (auto& [service, names] : by_service) {
    if (!std::ranges::is_sorted(names)) std::ranges::sort(names);
    for (std::string_view name : names) {
      size_t begin = text.size();
      text.append(service).append(name);
      all.emplace_back(text.data() + begin, text.size() - begin);
    }
  }
  return all;
}

ActionNames::ActionNames(const ir::ActionSet& actions) {
  for (const ir::ActionItem& item : actions.items) {
    if (!item.plus) continue;
    Names more = of(item.pattern);
    if (std::ranges::includes(names_, more)) more = {keep(item.pattern)};
    if (names_.empty()) {
      names_ = std::move(more);
      continue;
    }
    Names both;
    std::ranges::set_union(names_, more, std::back_inserter(both));
    names_ = std::move(both);
  }
  // A single pattern holds whatever it stands for.
  if (actions.items.size() > 1) std::erase_if(names_, [&](std::string_view each) { return !actions.contains(each); });
}

}  // namespace berm::reference
