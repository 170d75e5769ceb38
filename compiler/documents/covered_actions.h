// Which actions a kind of document covers: RCPs a dated list of services, and neither NotAction nor a bare `*`; a
// bucket's policy those of S3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::documents {

struct CoveredActions {
  ir::ActionSet actions;
  std::vector<std::string> gap;  // what of the set a document of the kind does not reach though it meets it, in words
  bool outside = false;          // some of the set no document of the kind ever sees
};
// Who calls so is nobody's principal yet.
bool is_by_token(std::string_view action);
CoveredActions covered_by(Kind kind, const ir::ActionSet& actions, const catalog::Catalog& catalog);

}  // namespace berm::documents
