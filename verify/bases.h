// Calls that a rule speaks of, found in its own terms: without them, a statement that a document lacks is never missed.
#pragma once

#include <vector>

#include "access/request.h"
#include "catalog/catalog.h"
#include "ir/ir.h"
#include "verify/pools.h"

namespace berm::verify {

// For the ways in which the condition of each clause can hold, a call of some of its actions: one that the clause
// admits where the pools have the values for it, else one near it.
std::vector<access::Request> bases_of(const ir::Rule& rule, const Pools& pools, const catalog::Catalog& catalog);

}  // namespace berm::verify
