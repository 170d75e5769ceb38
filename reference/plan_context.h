// A plan as rules are judged on it. Made once a check and passed to every evaluator.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "runtime/facts/facts.h"

namespace berm::reference {

// One thing that clauses look at.
struct Candidate {
  const facts::ResourceChange* change = nullptr;
  bool drift = false;  // found changed outside of Terraform; else it is planned, or was read
};

// Keeps views into the plan, which has to outlive it. Not for several threads at once.
class PlanContext {
 public:
  explicit PlanContext(const facts::Plan& plan);
  PlanContext(const PlanContext&) = delete;
  PlanContext& operator=(const PlanContext&) = delete;

  const facts::Plan& plan() const { return plan_; }

  // Everything of these types, in the order of reports: changes, deferred ones, data sources that were read while
  // planning, what else the plan holds, drift. The cost is that of what is found, not of the plan.
  std::vector<Candidate> candidates(const std::set<std::string>& types) const;

  bool has(std::string_view address) const;

  // Keeps a text alive.
  std::string_view keep(std::string text) { return *texts_.insert(std::move(text)).first; }

 private:
  void add(const facts::ResourceChange& change, bool drift = false);
  void add_early_reads();

  const facts::Plan& plan_;
  std::deque<facts::ResourceChange> early_reads_;
  std::vector<Candidate> all_;
  std::map<std::string, std::vector<size_t>, std::less<>> by_type_;  // positions in all_
  std::set<std::string> texts_;
};

// As clauses name it: "aws_s3_bucket", "data.aws_ami".
std::string type_of(const facts::ResourceChange& change);

}  // namespace berm::reference
