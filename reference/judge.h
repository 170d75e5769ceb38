// What judging shares with tests written in the language. Internal to this folder.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ir/ir.h"
#include "reference/plan_context.h"
#include "reference/reference.h"
#include "runtime/facts/facts.h"
#include "runtime/report/verdict.h"

namespace berm::reference {

// Whether clauses of this kind see it. A planned action that is not known here is seen by all that look at the plan.
bool sees(ir::ChangeKind kind, const Candidate& candidate);
// Whether the attributes that such a clause reads are those before the change.
bool reads_before(ir::ChangeKind kind);
// Whether the change is of one of the types.
bool is_of(const std::vector<std::string>& types, const facts::ResourceChange& change);

// "create", "replace", …
std::string change_text(const Candidate& candidate);

// Those that its clauses are about.
std::set<std::string> types_of(const ir::Rule& rule);

// The rule on some of a plan.
report::RuleResult judge_these(const ir::Rule& rule, PlanContext& context, std::span<const Candidate> candidates,
                               const SourceSet& sources, const JudgeOptions& options);

// Adds what they find to a result of the same rule, whose verdict is then no more what they add up to.
void judge_more(const ir::Rule& rule, PlanContext& context, std::span<const Candidate> candidates,
                const SourceSet& sources, const JudgeOptions& options, report::RuleResult& result);

// Why the plan may not show everything that would happen. `has_changes`: some resource is more than read.
std::vector<report::Doubt> doubts_about(const facts::Plan& plan, bool has_changes);

// The most severe first, then by name.
void sort_by_weight(std::vector<report::RuleResult>& rules);

// What the findings add up to.
report::Verdict verdict_of(const std::vector<report::Finding>& findings, uint32_t judged, bool pre_existing_counts);

}  // namespace berm::reference
