// The actions that a set of patterns stands for.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace berm::reference {

// "s3:GetObject": those that the catalogue knows of each pattern, sorted; one that it knows none of, or that adds
// nothing to those before it, stands for itself. `*` stands for 22,000, which stand in one text.
class ActionNames {
 public:
  ActionNames() = default;
  explicit ActionNames(const ir::ActionSet& actions);
  ActionNames(ActionNames&&) = default;
  ActionNames& operator=(ActionNames&&) = default;

  std::span<const std::string_view> all() const { return names_; }

 private:
  using Names = std::vector<std::string_view>;
  Names of(const std::string& pattern);
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::deque<std::string> texts_;
  Names names_;
};

}  // namespace berm::reference
