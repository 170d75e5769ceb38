// What resource control policies cover: a dated list of services, and of their actions no NotAction and no bare `*`.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::documents {

struct CoveredActions {
  ir::ActionSet actions;         // each item of one service that RCPs cover
  std::vector<std::string> gap;  // what of the set they do not cover, in words; empty: they cover all of it
};
CoveredActions covered_by_rcps(const ir::ActionSet& actions, const catalog::Catalog& catalog);

}  // namespace berm::documents
