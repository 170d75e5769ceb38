// What judging shares with tests written in the language. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/ir.h"
#include "runtime/facts/facts.h"
#include "runtime/report/verdict.h"

namespace berm::reference {

// Whether clauses of this kind see the change. A planned action that is not known here is seen by all of them.
bool sees(ir::ChangeKind kind, const facts::ResourceChange& change);
// Whether the change is of one of the types. `data.T` is a data source that is read while applying.
bool is_of(const std::vector<std::string>& types, const facts::ResourceChange& change);

// "create", "replace", …
std::string change_text(const facts::ResourceChange& change);

// What the findings add up to.
report::Verdict verdict_of(const std::vector<report::Finding>& findings, uint32_t judged, bool pre_existing_counts);

}  // namespace berm::reference
