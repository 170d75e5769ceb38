// A set of actions as Action or NotAction elements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::documents {

struct ActionElement {
  bool negated = false;  // NotAction
  std::vector<std::string> patterns;
};

struct LoweredActions {
  std::vector<ActionElement> elements;  // their union; one a statement
  bool expanded = false;                // over the catalogue: actions that AWS adds later may be missing
};

// All plus is Action, `* minus X` is NotAction, both for actions of the future too. Any other minus is taken apart
// over the catalogue, where it touches a pattern, into the shortest prefixes that stay inside the set.
LoweredActions lower_actions(const ir::ActionSet& set, const catalog::Catalog& catalog);

// Whether every action of the pattern, known or not, is in the set: an item covers it and no later minus touches it.
bool surely_contains(const ir::ActionSet& set, std::string_view pattern);

// Drops patterns that others cover; the order stays.
std::vector<std::string> without_covered(const std::vector<std::string>& patterns);

}  // namespace berm::documents
