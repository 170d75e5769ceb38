#include "verify/bases.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "ir/variables.h"
#include "reference/legs.h"
#include "reference/reference.h"

namespace berm::verify {
namespace {

constexpr size_t kMaxWays = 6;
constexpr size_t kMaxActions = 2;  // of a clause
constexpr size_t kPasses = 2;      // values of keys that are compared with each other settle in the second

// A test of a condition and the answer that it has to give.
struct Demand {
  const ir::Expr* test;
  bool positive;
};
using Way = std::vector<Demand>;

std::vector<Way> ways(const ir::Expr& expr, bool positive);

std::vector<Way> ways_of_any(const ir::Expr& expr, bool positive) {
  std::vector<Way> all;
  for (const ir::Expr* child : expr.children) {
    for (Way& way : ways(*child, positive)) {
      if (all.size() < kMaxWays) all.push_back(std::move(way));
    }
  }
  return all;
}

// Each way of each child once, beside the first way of the others.
std::vector<Way> ways_of_all(const ir::Expr& expr, bool positive) {
  std::vector<std::vector<Way>> of_children;
  for (const ir::Expr* child : expr.children) of_children.push_back(ways(*child, positive));
  std::vector<Way> all;
  for (size_t at = 0; at < of_children.size(); ++at) {
    for (size_t choice = at == 0 ? 0 : 1; choice < of_children[at].size() && all.size() < kMaxWays; ++choice) {
      Way way;
      for (size_t other = 0; other < of_children.size(); ++other) {
        if (of_children[other].empty()) continue;
        const Way& part = of_children[other][other == at ? choice : 0];
        way.insert(way.end(), part.begin(), part.end());
      }
      all.push_back(std::move(way));
    }
  }
  return all;
}

std::vector<Way> ways(const ir::Expr& expr, bool positive) {
  switch (expr.op) {
    case ir::Op::Not: return ways(*expr.children[0], !positive);
    case ir::Op::And: return positive ? ways_of_all(expr, positive) : ways_of_any(expr, positive);
    case ir::Op::Or: return positive ? ways_of_any(expr, positive) : ways_of_all(expr, positive);
    default: return {{{&expr, positive}}};
  }
}

// One test as a rule of its own, so that the reference says whether it holds.
class Probe {
 public:
  explicit Probe(const Demand& demand) : keys_(ir::keys_read(*demand.test)) {
    not_.op = ir::Op::Not;
    not_.children = {demand.test};
    ir::CallClause clause;
    clause.actions.items.push_back({true, "*"});
    clause.condition = demand.positive ? demand.test : &not_;
    rule_.calls.push_back(std::move(clause));
  }
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  const std::set<std::string>& keys() const { return keys_; }
  bool holds(const access::Request& request, const reference::Carries& carries) const {
    return reference::denies(rule_, request, carries);
  }

 private:
  ir::Expr not_;
  ir::Rule rule_;
  std::set<std::string> keys_;
};

class Finder {
 public:
  Finder(const Pools& pools, const catalog::Catalog& catalog)
      : pools_(pools), carries_(reference::carries_by(catalog)) {}

  void add(const ir::ActionSet& actions, const Way& way);
  std::vector<access::Request> take() { return std::move(found_); }

 private:
  using Probes = std::deque<Probe>;

  bool settle(const Probes& probes, access::Request& request) const;
  void choose(const Probes& probes, const std::string& key, access::Request& request) const;
  bool all_hold(const Probes& probes, const std::string& key, const access::Request& request) const;

  const Pools& pools_;
  reference::Carries carries_;
  std::vector<access::Request> found_;
};

bool Finder::all_hold(const Probes& probes, const std::string& key, const access::Request& request) const {
  return std::all_of(probes.begin(), probes.end(), [&](const Probe& probe) {
    return (!key.empty() && !probe.keys().contains(key)) || probe.holds(request, carries_);
  });
}

void Finder::choose(const Probes& probes, const std::string& key, access::Request& request) const {
  const auto candidates = pools_.values().find(key);
  if (candidates == pools_.values().end()) return;
  for (const KeyValues& values : candidates->second) {
    pools_.set(request, key, values);
    if (all_hold(probes, key, request)) return;
  }
}

bool Finder::settle(const Probes& probes, access::Request& request) const {
  std::set<std::string> keys;
  for (const Probe& probe : probes) keys.insert(probe.keys().begin(), probe.keys().end());
  for (size_t pass = 0; pass < kPasses; ++pass) {
    for (const std::string& key : keys) choose(probes, key, request);
  }
  return all_hold(probes, "", request);
}

void Finder::add(const ir::ActionSet& actions, const Way& way) {
  Probes probes;
  for (const Demand& demand : way) probes.emplace_back(demand);
  size_t tried = 0;
  for (const std::string& action : pools_.actions()) {
    if (!actions.contains(action)) continue;
    if (tried++ == kMaxActions) return;
    access::Request request;
    request.action = action;
    for (const std::string& resource : pools_.resources_of(action)) {
      request.resource = resource;
      if (settle(probes, request)) break;
    }
    found_.push_back(std::move(request));
  }
}

std::vector<Way> ways_of(const ir::Expr* condition) {
  return condition == nullptr ? std::vector<Way>(1) : ways(*condition, true);
}

}  // namespace

std::vector<access::Request> bases_of(const ir::Rule& rule, const Pools& pools, const catalog::Catalog& catalog) {
  Finder finder(pools, catalog);
  for (const ir::CallClause& clause : rule.calls) {
    for (const Way& way : ways_of(clause.condition)) finder.add(clause.actions, way);
  }
  for (const ir::AllowClause& clause : rule.allows) {
    for (Way way : ways_of(clause.condition)) {
      const std::vector<Way> who = ways_of(rule.capped);
      if (!who.empty()) way.insert(way.end(), who.front().begin(), who.front().end());
      finder.add(clause.actions, way);
    }
  }
  for (const Way& who : ways_of(rule.capped)) {
    ir::ActionSet everything;
    everything.items.push_back({true, "*"});
    if (rule.capped != nullptr) finder.add(everything, who);
  }
  return finder.take();
}

}  // namespace berm::verify
