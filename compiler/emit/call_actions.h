// Which clauses speak of which actions of the catalogue. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::emit {

// Sets of actions, each distinct one once, over the actions of the services that they name; over all actions of the
// catalogue where one of them names services by a pattern.
class CallActions {
 public:
  explicit CallActions(const catalog::Catalog& catalog) : catalog_(catalog) {}

  // Its number.
  uint32_t add(const ir::ActionSet& set);
  // Every action matters: something holds of those that no set names.
  void take_every_action() { every_ = true; }
  // After the last set.
  void expand();

  struct Known {
    catalog::Action action;
    std::string name;
    std::vector<uint32_t> sets;  // that it is in, sorted
  };
  const std::vector<Known>& actions() const { return actions_; }
  std::vector<std::string> services() const;  // lower case, sorted
  bool every_action() const { return every_; }

 private:
  struct Range {
    size_t begin = 0, end = 0;
  };
  void read(const std::string& pattern);
  Range range_of(const std::string& pattern) const;

  const catalog::Catalog& catalog_;
  std::map<std::string, uint32_t> numbers_;
  std::vector<ir::ActionSet> sets_;
  std::map<std::string, Range, std::less<>> services_;  // lower case
  std::vector<Known> actions_;
  bool every_ = false;
};

}  // namespace berm::emit
