// What was written, against the rules that it claims to say. A difference is a fault of Berm, never of the user.
#pragma once

#include <string>
#include <vector>

#include "access/request.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::verify {

// Reads the JSON of every document back and asks it and its rules about each action of the catalogue on each of its
// resource types, and about requests generated from the conditions of both. Where the table says exact they have to
// agree; a narrower row may leave calls out, a wider one may deny more. What an identity, bucket or trust policy allows
// has to be what some rule speaks of as possible, whatever the row. Reports the first difference of each document, with
// its request. False: there is one.
bool compare(const documents::Result& result, const ir::Module& module, const catalog::Catalog& catalog,
             Diagnostics& diagnostics);

// The same for one call, a test's, where the documents see it at all. Only documents that name one of `rules`.
bool compare_call(const access::Request& call, const std::vector<std::string>& rules, const documents::Result& result,
                  const ir::Module& module, const catalog::Catalog& catalog, Diagnostics& diagnostics);

}  // namespace berm::verify
