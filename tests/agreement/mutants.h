// Documents with one thing changed: what a test of a document has to notice.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"

namespace berm::agreement {

struct Mutant {
  std::string what;  // "statement 1: StringEquals → StringNotEquals on aws:RequestedRegion"
  access::Document document;
};

// Each operator replaced by its neighbours, each value, key, action and resource changed or dropped, each condition
// and statement dropped.
std::vector<Mutant> mutants_of(const access::Document& document);

}  // namespace berm::agreement
