// A policy document and the rules that were made of it.
#pragma once

#include <cstdint>
#include <optional>

#include "access/evaluate.h"
#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::verify {

// What the document keeps from being called: where it allows nothing itself, AWS's own policy beside it allows
// everything.
bool blocks(const access::Document& document, const access::Request& request, access::DocumentKind kind);

// A request that one of the two blocks and the other does not. None: they decide alike on every request that was tried.
std::optional<access::Request> imported_difference(const access::Document& document, access::DocumentKind kind,
                                                   const ir::Module& module, const catalog::Catalog& catalog,
                                                   uint64_t seed);

}  // namespace berm::verify
