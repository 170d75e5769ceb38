// What a clause says of a plan it says of the same plan in a module, with `for_each`, replaced and deleted; and each
// hazard has been seen so.
#include <algorithm>
#include <iostream>
#include <map>

#include "fmt/format.h"
#include "tests/stdlib/library.h"
#include "tests/stdlib/variants.h"

namespace berm::stdlib_tests {
namespace {

using ir::ChangeKind;
using report::Verdict;

constexpr const char* kInModule = "in a module";
constexpr const char* kForEach = "with for_each";
constexpr const char* kReplaced = "replaced";
constexpr const char* kDeleted = "deleted";

// Variables, outputs and the like are no resources: there are none in a module, and nothing replaces them.
bool is_of_resources(const ir::PlanClause& clause) { return !clause.types[0].starts_with("terraform_"); }

// Drift is what was found, and what is forgotten stays: neither is planned otherwise.
bool is_made_or_ends(const ir::PlanClause& clause) {
  return clause.change != ChangeKind::Drifts && clause.change != ChangeKind::Forgets;
}

// Each finding's verdict by address.
std::map<std::string, Verdict> by_address(const report::RuleResult& result,
                                          const std::map<std::string, std::string>& moved = {}) {
  std::map<std::string, Verdict> out;
  for (const report::Finding& finding : result.findings) {
    auto at = moved.find(finding.address);
    out[at == moved.end() ? finding.address : at->second] = finding.verdict;
  }
  return out;
}

// A variant that was read.
struct Derived {
  facts::Plan plan;
  std::map<std::string, std::string> moved;
};

class Variants : public testing::Test {
 protected:
  void derive(const TestedClause& tested, const TestedPlan& plan);
  void same(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen, const char* shape,
            const Derived& derived);
  void not_applicable(const TestedClause& tested, const TestedPlan& plan, const char* shape, const Derived& derived);
  void replace(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen);
  void take_away(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen);
  std::set<std::string> wanted(const std::string& hazard) const;

  static Derived read(const Variant& variant) {
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(variant.json, "a variant", diagnostics);
    EXPECT_TRUE(plan) << variant.json;
    return {plan ? std::move(*plan) : facts::Plan{}, variant.moved};
  }
  // Of the whole plan: one is enough for all clauses.
  const Derived& once(std::map<const TestedPlan*, Derived>& made, const TestedPlan& plan,
                      Variant (*make)(const std::string&)) {
    auto [at, fresh] = made.try_emplace(&plan);
    if (fresh) at->second = read(make(plan.json));
    return at->second;
  }
  std::string about(const TestedClause& tested, const TestedPlan& plan, const char* shape) const {
    return fmt::format("{}\n{}, {}: {}", library_.describe(tested), plan.title, shape, plan.json);
  }
  void saw(const TestedClause& tested, const char* shape, Verdict verdict) {
    if (verdict == Verdict::Violated) seen_[tested.rule->hazard].insert(shape);
  }

  Library& library_ = Library::get();
  std::map<std::string, std::set<std::string>>
      seen_;  // hazard → shapes it was violated in (deleted: or not applicable)
  std::map<const TestedPlan*, Derived> in_module_, with_for_each_;
  size_t judged_ = 0;
};

void Variants::same(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen,
                    const char* shape, const Derived& derived) {
  report::RuleResult other = library_.judge(tested, derived.plan);
  ++judged_;
  EXPECT_EQ(report::name(other.verdict), report::name(seen.verdict)) << about(tested, plan, shape);
  EXPECT_EQ(by_address(other), by_address(seen, derived.moved)) << about(tested, plan, shape);
  saw(tested, shape, other.verdict);
}

void Variants::not_applicable(const TestedClause& tested, const TestedPlan& plan, const char* shape,
                              const Derived& derived) {
  report::RuleResult other = library_.judge(tested, derived.plan);
  ++judged_;
  EXPECT_EQ(report::name(other.verdict), report::name(Verdict::NotApplicable)) << about(tested, plan, shape);
  seen_[tested.rule->hazard].insert(shape);
}

void Variants::replace(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen) {
  auto variant = replaced(plan.json, tested.clause->types);
  if (!variant) return;
  bool apart = tested.clause->change == ChangeKind::Updates || tested.clause->except_replacing;
  if (apart) {
    not_applicable(tested, plan, kReplaced, read(*variant));
  } else {
    same(tested, plan, seen, kReplaced, read(*variant));
  }
}

void Variants::take_away(const TestedClause& tested, const TestedPlan& plan, const report::RuleResult& seen) {
  bool deletes = tested.clause->change == ChangeKind::Deletes;
  if (deletes) return saw(tested, kDeleted, seen.verdict);
  if (auto variant = deleted(plan.json, tested.clause->types)) not_applicable(tested, plan, kDeleted, read(*variant));
}

void Variants::derive(const TestedClause& tested, const TestedPlan& plan) {
  report::RuleResult seen = library_.judge(tested, plan.plan);
  if (seen.verdict == Verdict::NotApplicable) return;
  same(tested, plan, seen, kInModule, once(in_module_, plan, in_module));
  same(tested, plan, seen, kForEach, once(with_for_each_, plan, with_for_each));
  if (!is_made_or_ends(*tested.clause)) return;
  replace(tested, plan, seen);
  take_away(tested, plan, seen);
}

std::set<std::string> Variants::wanted(const std::string& hazard) const {
  std::set<std::string> out;
  for (const TestedClause& tested : library_.clauses()) {
    if (tested.rule->hazard != hazard || !is_of_resources(*tested.clause)) continue;
    out.insert({kInModule, kForEach});
    if (is_made_or_ends(*tested.clause)) out.insert({kReplaced, kDeleted});
  }
  return out;
}

TEST_F(Variants, AreJudgedAlike) {
  std::set<std::string> hazards;
  for (const TestedClause& tested : library_.clauses()) {
    hazards.insert(tested.rule->hazard);
    if (!is_of_resources(*tested.clause)) continue;
    for (const TestedPlan& plan : library_.plans(tested.rule->package)) {
      if (has_type(plan.plan, tested.clause->types)) derive(tested, plan);
    }
  }
  for (const std::string& hazard : hazards) {
    for (const std::string& shape : wanted(hazard)) {
      EXPECT_TRUE(seen_[hazard].contains(shape)) << hazard << " was never tested " << shape;
    }
  }
  std::cout << hazards.size() << " hazards, " << judged_ << " derived plans judged\n";
}

}  // namespace
}  // namespace berm::stdlib_tests
