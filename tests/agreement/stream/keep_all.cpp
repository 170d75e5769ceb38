#include "tests/agreement/stream/keep_all.h"

#include <algorithm>
#include <set>

#include "reference/clause.h"
#include "reference/needs.h"

namespace berm::agreement {
namespace {

class Sieve : public stream::Sieve {
 public:
  explicit Sieve(const KeepAll& all) : all_(all) {}
  void look(const eval::TypePlan&, const facts::ResourceChange& change, eval::Place place,
            std::vector<uint32_t>& kept) override {
    all_.look(change, place, kept);
  }
  void add_cleared(std::span<uint32_t>) const override {}

 private:
  const KeepAll& all_;
};

reference::Candidate candidate_of(const facts::ResourceChange& change, eval::Place place) {
  return {&change, place == eval::Place::Drift, place == eval::Place::ReadEarly};
}

}  // namespace

report::RuleResult ModuleRules::describe(size_t rule) {
  const facts::Plan nothing{};
  reference::PlanContext context(nothing);
  return reference::judge_these(*rules_[rule], context, {}, sources_, {});
}

KeepAll::KeepAll(const std::vector<const ir::Rule*>& rules) : rules_(rules) {
  std::set<std::string> names, joined;
  for (const ir::Rule* rule : rules) {
    names.merge(reference::types_of(*rule));
    for (const auto& [type, attributes] : reference::needs_of(*rule).types) joined.insert(type);
  }
  names.insert(joined.begin(), joined.end());
  names_.assign(names.begin(), names.end());
  for (const std::string& name : names_) {
    eval::TypePlan& type = types_.emplace_back();
    type.name = name;
    type.before.nodes[0].whole = type.after.nodes[0].whole = true;
    type.joined = joined.contains(name);
    type.sensitivity = true;
  }
  for (const eval::TypePlan& type : types_) by_name_.emplace(type.name, &type);
}

const eval::TypePlan* KeepAll::type(std::string_view type_of) const {
  auto found = by_name_.find(type_of);
  return found == by_name_.end() ? nullptr : found->second;
}

eval::Wanted KeepAll::wanted(const eval::TypePlan&, const facts::ResourceChange& change, eval::Place place) const {
  std::vector<uint32_t> kept;
  look(change, place, kept);
  return {!kept.empty(), true, true};
}

std::unique_ptr<stream::Sieve> KeepAll::make() const { return std::make_unique<Sieve>(*this); }

void KeepAll::look(const facts::ResourceChange& change, eval::Place place, std::vector<uint32_t>& kept) const {
  reference::Candidate candidate = candidate_of(change, place);
  auto looks = [&](const auto& clause) { return reference::looks_at(clause, candidate); };
  for (uint32_t i = 0; i < rules_.size(); ++i) {
    if (std::ranges::any_of(rules_[i]->plans, looks) || std::ranges::any_of(rules_[i]->requires_, looks))
      kept.push_back(i);
  }
}

}  // namespace berm::agreement
