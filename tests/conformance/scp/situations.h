// Requests on which two documents that should say the same are compared.
#pragma once

#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"

namespace berm::conformance {

// Every action that either document names (a wildcard with all its actions, `*` with some of every kind) and some that
// neither does, on each resource that it takes; around a context that a statement matches every key through every
// value: absent, match, mismatch, its neighbours, and for lists none, one and several. Then pairs of keys.
std::vector<access::Request> situations(const access::Document& ours, const access::Document& theirs,
                                        const catalog::Catalog& catalog);

}  // namespace berm::conformance
