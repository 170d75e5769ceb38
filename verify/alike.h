// Actions that differ in their name only.
#pragma once

#include <string>
#include <unordered_map>

#include "catalog/catalog.h"

namespace berm::verify {

class Alike {
 public:
  // The same number for actions of one service with the same resource types and the same keys on each: a call of one is
  // to all conditions what it is of the other.
  size_t kind_of(const catalog::Action& action, const std::string& full_name);

 private:
  std::unordered_map<std::string, size_t> of_action_;  // by full name
  std::unordered_map<std::string, size_t> kinds_;      // by what is told of one
};

}  // namespace berm::verify
