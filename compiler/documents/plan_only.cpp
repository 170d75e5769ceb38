// What of a rule's planned changes no document can say, whatever calls it has.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "compiler/documents/outcome.h"
#include "fmt/format.h"

namespace berm::documents {
namespace {

struct Uses {
  bool relations = false, policies = false;
};

// Conditions nest at most as deep as the parser lets source be.
void collect(const ir::Expr& expr, Uses& uses) {
  switch (expr.op) {
    case ir::Op::Exists:
    case ir::Op::CountOf:
    case ir::Op::Refers: uses.relations = true; break;
    case ir::Op::Grants: uses.policies = true; break;
    case ir::Op::Call:
      uses.policies |= expr.builtin == ir::Builtin::Statements || expr.builtin == ir::Builtin::PolicyFindings;
      break;
    default: break;
  }
  for (const ir::Expr* child : expr.children) collect(*child, uses);
}

Uses uses_of(const ir::PlanClause& clause) {
  Uses uses;
  uses.relations = clause.subject.has_value();
  if (clause.condition) collect(*clause.condition, uses);
  return uses;
}

// More than anyone reads in a table.
constexpr size_t kMostListed = 6, kSample = 3;

}  // namespace

std::string listed_types(const std::vector<std::string>& types) {
  if (types.size() <= kMostListed) return join(types, ", ");
  std::vector<std::string> sample(types.begin(), types.begin() + kSample);
  return fmt::format("{} resource types ({}, …)", types.size(), join(sample, ", "));
}

std::vector<std::string> plan_only(const ir::Rule& rule) {
  std::set<std::string> relations, policies, forgotten, drifted;
  for (const ir::PlanClause& clause : rule.plans) {
    Uses uses = uses_of(clause);
    for (const std::string& type : clause.types) {
      if (uses.relations) relations.insert(type);
      if (uses.policies) policies.insert(type);
      if (clause.change == ir::ChangeKind::Forgets) forgotten.insert(type);
      if (clause.change == ir::ChangeKind::Drifts) drifted.insert(type);
    }
  }
  std::vector<std::string> out;
  auto add = [&](const std::set<std::string>& types, std::string_view why) {
    if (types.empty()) return;
    out.push_back(fmt::format("{}{}: {}", kPlanCheckOnly, listed_types({types.begin(), types.end()}), why));
  };
  add(relations, "a request shows one resource, never those that belong to it");
  add(policies, "no condition key shows what a policy grants");
  add(forgotten, "to leave Terraform's state is no call");
  add(drifted, "what drifted has happened already");
  return out;
}

}  // namespace berm::documents
