// Whether the resolver's answers hold once the plan is applied.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "tests/relations/terraform.h"

namespace berm::relations_test {

struct Counts {
  size_t yes = 0, no = 0, cannot_tell = 0;
  size_t assumed = 0, assumed_wrong = 0;  // yes and no that rest on an assumption which the configuration need not keep
  // Of the pairs where the value holds the id after all.
  size_t related = 0, related_yes = 0;
};

struct Tally {
  std::map<std::string, Counts> unknown;  // by kind of expression, of values that were not known when planned
  Counts known;
  size_t candidates = 0;  // pairs that the indexes find
  std::vector<std::string> wrong;
};

// Asks of every attribute of every resource whether it refers to every other resource.
void check(const Applied& applied, Tally& tally);

}  // namespace berm::relations_test
