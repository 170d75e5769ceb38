// Exceptions in documents that strangers may meet: "role break-glass in any account" is a role of ours only where the
// document says so.
#pragma once

#include <string>
#include <vector>

#include "compiler/documents/formula.h"
#include "ir/ir.h"

namespace berm::documents {

// Exceptions of the rule that anybody's account could meet: by a name in any account, by tags, by a second factor.
std::vector<const ir::ExceptedPrincipal*> open_exceptions(const ir::Rule& rule);

// The condition of one of the rule's denials, with its open exceptions for principals of the organisation only.
Formula bind_exceptions(Formula formula, const ir::Rule& rule, const std::string& organisation);

}  // namespace berm::documents
