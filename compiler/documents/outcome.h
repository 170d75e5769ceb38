// Fifth pass: one rule for one document.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::documents {

// How words of a row begin that leave out no call of today.
inline constexpr std::string_view kPlanCheckOnly = "plan check only: ";
inline constexpr std::string_view kNotDenied = "not denied: ";
inline constexpr std::string_view kAddedLater = "actions that AWS adds later";

struct Outcome {
  Coverage coverage = Coverage::Exact;
  std::vector<std::string> words;
  std::vector<access::Statement> statements;
  bool too_many = false;
  std::vector<std::string> notes;  // words that take nothing from the coverage
};

// One rule for one document; `others` are the cap rules that share it.
Outcome outcome_of(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
                   const catalog::Catalog& catalog);

// What the rule denies as Deny statements of a document of this kind, and what only a plan check sees of it.
Outcome deny_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog);
// Its calls alone.
Outcome denied_calls(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog);

// A cap rule as Allow statements of a boundary or an identity policy. `others` are the cap rules that share it: then
// each is bound to whom it caps.
Outcome cap_outcome(const ir::Rule& rule, const std::vector<const ir::Rule*>& others, const Spec& spec,
                    const catalog::Catalog& catalog);
// A cap rule at a bucket: its principals are allowed what it leaves them there, and denied the rest.
Outcome bucket_cap_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog);
// A trust rule as the Allow statements of a role's trust policy.
Outcome trust_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog);

// Resource types of the rule's plan clauses whose service none of its calls names: only a plan check sees them.
std::vector<std::string> types_without_calls(const ir::Rule& rule, const catalog::Catalog& catalog);

// What no call could say of the rule's plan clauses, each in words with the reason: relations between resources, what
// policies grant, what leaves the state, what drifted.
std::vector<std::string> plan_only(const ir::Rule& rule);
// All of them, or how many and the first few.
std::string listed_types(const std::vector<std::string>& types);

}  // namespace berm::documents
