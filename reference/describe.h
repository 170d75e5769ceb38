// What reports say of rules and clauses. Internal to this folder.
#pragma once

#include <string>

#include "base/source.h"
#include "ir/ir.h"
#include "runtime/report/verdict.h"

namespace berm::reference {

// The source text, white space folded; empty where there is none.
std::string text_of(Span span, const SourceSet& sources);

// Everything but what judging finds.
report::RuleResult describe(const ir::Rule& rule, const SourceSet& sources);

// What a rule denotes that a plan can't show.
std::string reason_not_judged(ir::Verb verb);

}  // namespace berm::reference
