// Last pass: exceptions that somebody could grant himself, because nothing on the same targets guards them.
#pragma once

#include <vector>

#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::documents {

// `named[i]` are the rules of `written[i]`.
std::vector<SelfGrant> find_self_grants(const std::vector<Written>& written,
                                        const std::vector<std::vector<const ir::Rule*>>& named,
                                        const catalog::Catalog& catalog);

}  // namespace berm::documents
