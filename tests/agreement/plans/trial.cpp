#include "tests/agreement/plans/trial.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/catalog.h"
#include "compiler/emit/emit.h"
#include "program/program.h"
#include "reference/judge.h"
#include "reference/show.h"
#include "runtime/eval/eval.h"
#include "tests/agreement/plans/pruned.h"
#include "tests/agreement/plans/random_clause.h"
#include "tests/agreement/plans/random_plan.h"

namespace berm::agreement {
namespace {

std::string said(const report::RuleResult& result) {
  std::string out;
  for (const report::Finding& finding : result.findings) {
    out += fmt::format("\nclause {}: {}: {}", finding.clause, report::name(finding.verdict), finding.message);
  }
  for (const report::AssumptionUsed& assumption : result.assumptions) {
    out += fmt::format("\nassumed {} = {}", assumption.path, assumption.value);
  }
  return out;
}

// Attributes that rules read, for whoever looks into a failure.
std::string shown(const facts::ResourceChange& change) {
  std::string out = fmt::format("{}, actions {}", change.address, change.actions);
  for (const char* name : kAttributes) {
    out += fmt::format("\n  {}: {} -> {}", name, reference::show(*change.before.find(name)),
                       reference::show(*change.after.find(name)));
  }
  return out;
}

class Trial {
 public:
  Trial(Choices& choices, size_t rules) : random_(choices), context_(random_.plan()) {
    RandomClauses(choices).add(module_, rules);
  }

  PlanTrial run() {
    Diagnostics diagnostics;
    std::string bytes = emit::emit({module_, sources_, catalog::Catalog::builtin(), {}, "", {}, ""});
    auto program = program::Program::from_bytes(std::move(bytes), "x.bermc", diagnostics);
    if (!program) return {.problem = diagnostics.items().front().message};
    const eval::Code code(*program, std::vector<bool>(module_.rules.size(), true));
    eval::Filter filter(code);
    std::vector<uint32_t> cleared(module_.rules.size());
    std::vector<uint32_t> naive(module_.rules.size());
    for (const reference::Candidate& candidate : context_.candidates({std::begin(kTypes), std::end(kTypes)})) {
      look(code, filter, candidate, naive);
      if (!out_.problem.empty()) return out_;
    }
    filter.add_cleared(cleared);
    for (size_t i = 0; i < naive.size(); ++i) {
      if (naive[i] != cleared[i]) fail(i, nullptr, fmt::format("{} cleared, not {}", cleared[i], naive[i]));
    }
    return out_;
  }

 private:
  void look(const eval::Code& code, eval::Filter& filter, const reference::Candidate& candidate,
            std::vector<uint32_t>& naive) {
    const eval::TypePlan* type = code.type(facts::type_of(*candidate.change));
    const eval::Place place = candidate.drift        ? eval::Place::Drift
                              : candidate.read_early ? eval::Place::ReadEarly
                                                     : eval::Place::Planned;
    std::vector<uint32_t> kept;
    if (type) filter.look(*type, *candidate.change, place, kept);
    if (type) look_again(code, *type, candidate, place, kept);
    if (!std::ranges::is_sorted(kept, std::less_equal<>())) return fail(0, &candidate, "kept out of order");
    for (uint32_t i = 0; i < module_.rules.size(); ++i) compare(i, candidate, kept, naive);
  }

  // What it says it does not read makes no difference.
  void look_again(const eval::Code& code, const eval::TypePlan& type, const reference::Candidate& candidate,
                  eval::Place place, const std::vector<uint32_t>& kept) {
    reference::Arena arena;
    eval::Wanted wanted = code.wanted(type, *candidate.change, place);
    const facts::ResourceChange cut = pruned(*candidate.change, type, wanted, arena);
    eval::Filter filter(code);
    std::vector<uint32_t> again;
    filter.look(type, cut, place, again);
    if (again != kept) fail(0, &candidate, "another answer of what is left of it");
    if (!wanted.seen && !kept.empty()) fail(kept[0], &candidate, "kept, though no clause sees it");
  }

  // What the filter did not keep must be clean.
  void compare(uint32_t rule, const reference::Candidate& candidate, const std::vector<uint32_t>& kept,
               std::vector<uint32_t>& naive) {
    report::RuleResult result =
        reference::judge_these(module_.rules[rule], context_, {&candidate, 1}, sources_, {.address = ""});
    bool keeps = std::ranges::binary_search(kept, rule);
    bool clean = result.findings.empty() && result.assumptions.empty();
    ++out_.pairs;
    out_.judged += result.judged;
    out_.clean += clean && result.judged > 0 ? 1 : 0;
    out_.cleared += clean && result.judged > 0 && !keeps ? 1 : 0;
    if (!keeps) naive[rule] += result.judged;
    if (!keeps && !clean) fail(rule, &candidate, "cleared, though there is something to say: " + said(result));
  }

  void fail(size_t rule, const reference::Candidate* candidate, const std::string& what) {
    if (!out_.problem.empty()) return;
    ir::Module one;
    one.rules.push_back(module_.rules[rule]);
    out_.problem =
        fmt::format("rule {}: {}\non {}\n{}", rule, what, candidate ? shown(*candidate->change) : "all", ir::dump(one));
  }

  RandomPlan random_;
  reference::PlanContext context_;
  ir::Module module_;
  SourceSet sources_;
  PlanTrial out_;
};

}  // namespace

PlanTrial try_plan(Choices& choices, size_t rules) { return Trial(choices, rules).run(); }

}  // namespace berm::agreement
