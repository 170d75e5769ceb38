// A plan as rules are judged on it. Made once a check and passed to every evaluator.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ir/ir.h"
#include "reference/action_names.h"
#include "reference/policy.h"
#include "reference/trail.h"
#include "runtime/facts/facts.h"
#include "runtime/relations/relations.h"

namespace berm::reference {

// One thing that clauses look at.
struct Candidate {
  const facts::ResourceChange* change = nullptr;
  bool drift = false;       // found changed outside of Terraform; else it is planned, or
  bool read_early = false;  // a data source that was read while planning
};

// The actions that grants stand for, which several plans may share.
using ActionsOfGrants = std::map<const ir::Grant*, ActionNames>;

// Keeps views into the plan, which has to outlive it. Not for several threads at once.
class PlanContext {
 public:
  explicit PlanContext(const facts::Plan& plan);
  // `actions` outlives it.
  PlanContext(const facts::Plan& plan, ActionsOfGrants& actions) : PlanContext(plan) { actions_ = &actions; }
  PlanContext(const PlanContext&) = delete;
  PlanContext& operator=(const PlanContext&) = delete;

  const facts::Plan& plan() const { return plan_; }
  relations::Relations& relations() {
    relations_asked_ = true;
    return relations_;
  }
  // Whether anybody has asked for them since it was last told to forget that.
  bool relations_asked() const { return relations_asked_; }
  void forget_relations_asked() { relations_asked_ = false; }

  // Joins look at every pair instead of asking for candidates: what they are defined as.
  void judge_every_pair() { indexed_ = false; }
  bool indexed() const { return indexed_; }

  // Whether a join may look at this many candidates once more. What an index does not narrow is a pair of everything
  // with everything, which no one waits for in a large plan.
  bool may_visit(const ir::Expr& join, size_t candidates);

  // What is the same for every resource of a rule; `assumes` is part of the question.
  struct Once {
    const ir::Expr* expr;
    bool assumes;
    auto operator<=>(const Once&) const = default;
  };
  const Remembered* recall(const Once& once) const;
  const Remembered& remember(const Once& once, Remembered answer);

  // Everything of these types, in the order of reports: changes, deferred ones, data sources that were read while
  // planning, what else the plan holds, drift. The cost is that of what is found, not of the plan.
  std::vector<Candidate> candidates(const std::set<std::string>& types) const;

  // Of this address, several where there is drift or a deposed object.
  std::vector<Candidate> at(std::string_view address) const;

  // Each document is read once.
  const Policy& policy_of_text(std::string_view json);
  const Policy& policy_of_blocks(const facts::ResourceChange& data_source);
  std::span<const std::string_view> actions_of(const ir::Grant& grant);

  // Keeps a text alive.
  std::string_view keep(std::string text) { return *texts_.insert(std::move(text)).first; }
  Value keep_number(const Value& number) { return kept_.number(std::string(number.string())); }

 private:
  void add(Candidate candidate);
  void add_early_reads();

  const facts::Plan& plan_;
  relations::Relations relations_;
  bool indexed_ = true, relations_asked_ = false;
  std::map<const ir::Expr*, size_t> visited_;  // how many by long visits
  std::map<Once, Remembered> remembered_;
  std::map<std::string, Policy, std::less<>> policies_of_text_;
  std::map<const facts::ResourceChange*, Policy> policies_of_blocks_;
  ActionsOfGrants own_actions_;
  ActionsOfGrants* actions_ = &own_actions_;
  std::vector<Candidate> all_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> managed_, data_;  // by type: positions in all_
  std::set<std::string> texts_;
  Arena kept_;
};

}  // namespace berm::reference
