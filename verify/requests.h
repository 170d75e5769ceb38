// Requests that try a document: every key through absent, match and mismatch, every action and resource.
#pragma once

#include <cstdint>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"
#include "ir/ir.h"
#include "verify/pools.h"

namespace berm::verify {

// For each statement a request that it matches where the pools have one, then that request with one thing changed at
// a time; and `random` ones besides. Keys that the call's resource type does not carry are left out, as AWS does.
std::vector<access::Request> requests_for(const access::Document& document, const Pools& pools,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed);

// The same for a document and the rules that it should say.
std::vector<access::Request> requests_for(const access::Document& document, const std::vector<const ir::Rule*>& rules,
                                          const catalog::Catalog& catalog, size_t random, uint64_t seed);

}  // namespace berm::verify
