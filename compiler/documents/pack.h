// One entry of the manifest over several documents, where one is too small for its statements.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/documents/documents.h"

namespace berm::documents {

// NAME, NAME-2, NAME-3 …, without those of `taken`: each within `whole.quota`, a rule's statements together where they
// fit one document. What stands stays where it is, so that a small change changes few documents, unless that takes more
// of them. Only of kinds that deny, where several say what one would; one document where it fits, or where no number of
// them would do.
std::vector<Written> pack(const Written& whole, const std::vector<Standing>& standing,
                          const std::set<std::string>& taken);

}  // namespace berm::documents
