// Each kind's own rules, checked on the bytes that were written.
#pragma once

#include <string>

#include "compiler/documents/documents.h"

namespace berm::documents {

// What AWS would refuse of the JSON as a document of this kind; empty: nothing.
std::string broken_rule(std::string_view json, const Spec& spec, const catalog::Catalog& catalog);

// False: there is one (reported as a fault of Berm, which writes none such).
bool check_kind_rules(const Written& written, const catalog::Catalog& catalog, Diagnostics& diagnostics);

}  // namespace berm::documents
