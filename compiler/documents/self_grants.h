// Last pass: exceptions, how many rules each empties, and which somebody could grant himself, because nothing on the
// same targets guards them.
#pragma once

#include <vector>

#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::documents {

// `named[i]` are the rules of `written[i]`.
std::vector<SelfGrant> find_self_grants(const std::vector<Written>& written,
                                        const std::vector<std::vector<const ir::Rule*>>& named,
                                        const catalog::Catalog& catalog);

// Of the rules that a document says at all.
std::vector<ExceptionCount> count_exceptions(const Result& result,
                                             const std::vector<std::vector<const ir::Rule*>>& named);

}  // namespace berm::documents
