// Rule sets of any size: hazards of the standard library and rules of our own, each with its own constants.
#pragma once

#include <cstddef>
#include <string>

namespace berm::bench {

struct RuleSet {
  size_t rules = 100;
  size_t joins = 0;    // so many of them ask about other resources
  bool alone = false;  // none asks for anything but the resource it judges: not for what a policy is made of, either
};

// The source of package `bench`. The same set is the same text.
std::string rules_text(const RuleSet& set);

// The manifest beside it.
std::string manifest_text();

}  // namespace berm::bench
