#include "tests/agreement/stream/streamed.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "compiler/emit/emit.h"
#include "runtime/plan/plan.h"
#include "runtime/stream/sift.h"
#include "tests/agreement/stream/same.h"

namespace berm::agreement {
namespace {

std::vector<const ir::Rule*> rules_of(const ir::Module& module) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : module.rules) rules.push_back(&rule);
  return rules;
}

// Plans whose addresses are of other resources are left to runtime/plan: Terraform writes none.
bool names_agree(const facts::Plan& plan) {
  return std::ranges::all_of(plan.changes, stream::names_agree) && std::ranges::all_of(plan.drift, stream::names_agree);
}

std::string text(const Diagnostic& diagnostic) {
  std::string place =
      diagnostic.position ? fmt::format("{}:{}", diagnostic.position->line, diagnostic.position->column) : "nowhere";
  return fmt::format("{} {} at {}", static_cast<int>(diagnostic.kind), diagnostic.message, place);
}

std::string difference(const Diagnostics& a, const Diagnostics& b) {
  if (a.items().size() != b.items().size())
    return fmt::format("{} diagnostics, and {}", a.items().size(), b.items().size());
  for (size_t i = 0; i < a.items().size(); ++i) {
    std::string left = text(a.items()[i]), right = text(b.items()[i]);
    if (left != right) return fmt::format("{}\n{}", left, right);
  }
  return {};
}

}  // namespace

Streamed::Streamed(const Input& input)
    : sources_(input.sources),
      all_(rules_of(input.module)),
      rules_(all_, input.sources),
      sieves_(all_),
      compared_(input.first_way) {
  Diagnostics diagnostics;
  program_ = program::Program::from_bytes(emit::emit({input.module,
                                                      input.sources,
                                                      input.catalog,
                                                      {.rules = {"**"}},
                                                      input.folder,
                                                      input.standard_library,
                                                      "test"}),
                                          "program", diagnostics);
  if (!program_) return;
  loaded_ = std::make_unique<load::Rules>(*program_, input.folder);
  std::vector<uint32_t> judged(all_.size());
  std::iota(judged.begin(), judged.end(), 0);
  judge_ = std::make_unique<stream::Judge>(*program_, *loaded_, judged);
}

Streamed::Outcome Streamed::compare(const std::string& name, const std::string& text) {
  constexpr Way kWays[] = {{1, 64}, {2, 1000}, {1, 1 << 18}, {2, 64}};
  Outcome out;
  if (!program_) return {.problem = "there is no program"};
  Diagnostics diagnostics, found;
  auto plan = plan::read_plan_text(text, name, diagnostics);
  out.plan = plan.has_value();
  std::optional<report::CheckResult> expected;
  if (plan) {
    reference::CheckOptions options;
    options.assume = assume;
    options.all = judge_all;
    options.account = account;
    expected = reference::check(all_, *plan, sources_, options);
  }
  stream::Statistics statistics;
  const Way& way = kWays[compared_++ % std::size(kWays)];
  auto result = stream::check_text(rules_, sieves_, text, name, options_of(way, statistics), found);
  // What no rule reads is only looked at as far as brackets and strings go.
  bool unseen = result && !expected && diagnostics.items()[0].kind == DiagnosticKind::PlanDuplicateKey;
  if (unseen) return out;
  if (result.has_value() != expected.has_value()) {
    out.problem = result ? "judged, though it is no plan" : "refused";
  } else if (!result) {
    out.problem = difference(diagnostics, found);
  } else {
    bool whole = !names_agree(*plan);
    out.problem = difference(*expected, *result);
    if (out.problem.empty() && statistics.whole != whole)
      out.problem = whole ? "read as it came" : "left to the whole reader";
    if (out.problem.empty()) out.problem = compare_program(name, text, *expected, whole);
    for (const report::RuleResult& rule : expected->rules) {
      out.findings += rule.findings.size();
      out.violations +=
          static_cast<size_t>(std::ranges::count(rule.findings, report::Verdict::Violated, &report::Finding::verdict));
    }
  }
  if (!out.problem.empty()) out.problem = fmt::format("{}, {}: {}", name, compared_ - 1, out.problem);
  return out;
}

stream::Options Streamed::options_of(const Way& way, stream::Statistics& statistics) const {
  stream::Options options;
  options.all = judge_all;
  options.account = account;
  options.assume = assume;
  options.threads = way.threads;
  options.window_bytes = way.window_bytes;
  options.statistics = &statistics;
  return options;
}

// By the program's filter, which clears what it can.
std::string Streamed::compare_program(const std::string& name, const std::string& text,
                                      const report::CheckResult& expected, bool whole) {
  Way way = compared_ % 2 ? Way{1, 3000} : Way{2, 1 << 18};
  stream::Statistics statistics;
  Diagnostics found;
  auto result = judge_->check_text(text, name, options_of(way, statistics), found);
  if (!result) return "refused by the program";
  std::string at = difference(expected, *result);
  if (!at.empty()) return "by the program: " + at;
  return statistics.whole == whole ? "" : "another way by the program";
}

}  // namespace berm::agreement
