#include "reference/expectations.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace berm::reference {
namespace {

using report::Finding;
using report::RuleResult;
using report::Verdict;
using Kind = ir::Expectation::Kind;

constexpr size_t kMostFindings = 10;

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::Denied: return "denied";
    case Kind::NotDenied: return "not denied";
    case Kind::Violation: return "violation of";
    case Kind::NotProven: return "not proven";
    case Kind::Satisfied: return "satisfied";
    case Kind::Clean: return "clean";
    case Kind::NotApplicable: return "not applicable";
  }
  return "";
}

bool is_about_calls(Kind kind) { return kind == Kind::Denied || kind == Kind::NotDenied; }

std::string_view words(Verdict verdict) {
  switch (verdict) {
    case Verdict::Violated: return "violated";
    case Verdict::NotProven: return "not proven";
    case Verdict::Satisfied: return "satisfied";
    case Verdict::NotApplicable: return "not applicable: nothing in the plan is what it is about";
    case Verdict::NotJudgedHere: return "not judged here";
  }
  return "";
}

std::string listed(const std::vector<std::string>& texts) { return texts.empty() ? "nothing" : join(texts, "; "); }

// It denies nothing: what it does not give is what a test calls denied by it.
bool only_gives(const ir::Rule& rule) {
  return rule.verb == ir::Verb::Grant || (rule.verb == ir::Verb::Trust && !rule.nothing_else);
}

// Whether the rule says anything about the action, whoever calls it.
bool covers(const ir::Rule& rule, const std::string& action) {
  auto contains = [&](const auto& clause) { return clause.actions.contains(action); };
  if (only_gives(rule)) return std::ranges::any_of(rule.allows, contains);
  return rule.verb == ir::Verb::Cap || std::ranges::any_of(rule.calls, contains);
}

// With the clause and what it read, so that a wrong expectation can be told from a wrong rule.
std::string describe_finding(const RuleResult& result, const Finding& finding) {
  std::string what = finding.verdict == Verdict::Violated ? "violation" : "not proven";
  std::string out = fmt::format("`{}`: {}{} on {}: {}", result.name, finding.pre_existing ? "pre-existing " : "", what,
                                finding.address, finding.message);
  std::vector<std::string> reads;
  for (const report::Evidence& read : finding.evidence) reads.push_back(fmt::format("{} = {}", read.path, read.value));
  if (!reads.empty()) out += fmt::format(" ({})", join(reads, ", "));
  return finding.clause_text.empty() ? out : fmt::format("{}, by `{}`", out, finding.clause_text);
}

std::string describe_result(const RuleResult& result) {
  std::string out = fmt::format("`{}` {}", result.name, words(result.verdict));
  return result.reason.empty() ? out : fmt::format("{}: {}", out, result.reason);
}

bool is(const RuleResult& result, Verdict verdict) { return result.verdict == verdict; }

bool has_finding(const RuleResult& result, Verdict verdict) {
  return std::ranges::any_of(
      result.findings, [&](const Finding& finding) { return finding.verdict == verdict && !finding.pre_existing; });
}

// With rules named: each of them judged something and found nothing. Without: no rule found anything, and some judged.
bool is_clean(const std::vector<RuleResult>& results, bool named) {
  auto bad = [](const RuleResult& r) { return is(r, Verdict::Violated) || is(r, Verdict::NotProven); };
  auto satisfied = [](const RuleResult& r) { return is(r, Verdict::Satisfied); };
  if (named) return !results.empty() && std::ranges::all_of(results, satisfied);
  return std::ranges::none_of(results, bad) && std::ranges::any_of(results, satisfied);
}

bool met(const ir::Expectation& expected, const std::vector<RuleResult>& results) {
  auto any = [&](Verdict verdict) {
    return std::ranges::any_of(results, [&](const RuleResult& result) { return has_finding(result, verdict); });
  };
  auto all = [&](Verdict verdict) {
    return !results.empty() &&
           std::ranges::all_of(results, [&](const RuleResult& result) { return is(result, verdict); });
  };
  switch (expected.kind) {
    case Kind::Violation: return any(Verdict::Violated);
    case Kind::NotProven: return any(Verdict::NotProven);
    case Kind::Satisfied: return expected.rules.empty() ? is_clean(results, false) : all(Verdict::Satisfied);
    case Kind::Clean: return is_clean(results, !expected.rules.empty());
    case Kind::NotApplicable: return all(Verdict::NotApplicable);
    case Kind::Denied:
    case Kind::NotDenied: return false;
  }
  return false;
}

// Where no rule is named, those that have nothing to do with the plan are not worth a word.
Seen worth_saying(const std::vector<RuleResult>& results, bool named) {
  std::vector<std::string> rules, findings;
  for (const RuleResult& result : results) {
    bool aside = is(result, Verdict::NotApplicable) || is(result, Verdict::NotJudgedHere);
    if (named || !aside) rules.push_back(describe_result(result));
    for (const Finding& finding : result.findings) findings.push_back(describe_finding(result, finding));
  }
  if (rules.empty()) return {"no rule judged anything in the plan", {}};
  if (size_t more = findings.size() > kMostFindings ? findings.size() - kMostFindings : 0) {
    findings.resize(kMostFindings);
    findings.push_back(fmt::format("and {} more", more));
  }
  return {listed(rules), std::move(findings)};
}

}  // namespace

std::string describe(const ir::Expectation& expected) {
  std::vector<std::string> names;
  for (const std::string& rule : expected.rules) names.push_back(fmt::format("`{}`", rule));
  std::string out(word(expected.kind));
  if (!names.empty()) out += (is_about_calls(expected.kind) ? " by " : " ") + join(names, " or ");
  if (names.empty() && expected.kind == Kind::Violation) out += " any rule";
  if (!expected.address.empty()) out += fmt::format(" on {}", expected.address);
  return out;
}

std::vector<const ir::Rule*> Expectations::rules(const ir::Expectation& expected) const {
  std::vector<const ir::Rule*> out;
  for (const std::string& name : expected.rules) {
    if (const ir::Rule* rule = module_.find(name)) out.push_back(rule);
  }
  if (!expected.rules.empty()) return out;
  for (const ir::Rule& rule : module_.rules) {
    bool own = test_.standard_library ? rule.package == test_.package : true;
    if (own && rule.standard_library == test_.standard_library && !only_gives(rule)) out.push_back(&rule);
  }
  return out;
}

bool Expectations::denied(const ir::Rule& rule, const access::Request& call) const {
  auto is_denied = [&](const access::Request& leg) {
    return only_gives(rule) ? !permits(rule, leg, carries_) : denies(rule, leg, carries_, coverage_);
  };
  return legs_ ? std::ranges::any_of(legs_(call), is_denied) : is_denied(call);
}

std::optional<Seen> Expectations::differs(const ir::Expectation& expected, const access::Request& call) const {
  if (!is_about_calls(expected.kind)) return Seen{"a call; only a plan can be judged so", {}};
  bool covered = false;
  std::vector<std::string> by, not_by;
  for (const ir::Rule* rule : rules(expected)) {
    bool rule_covers = covers(*rule, call.action);
    covered = covered || rule_covers;
    if (denied(*rule, call)) {
      by.push_back(fmt::format("denied by `{}` ({})", rule->name, rule->text));
    } else if (rule_covers) {
      not_by.push_back(fmt::format("`{}` covers `{}`, but not this call of it", rule->name, call.action));
    }
  }
  if (!covered) return Seen{fmt::format("no rule covers `{}`", call.action), {}};
  bool met = by.empty() == (expected.kind == Kind::NotDenied);
  if (met) return std::nullopt;
  return Seen{by.empty() ? "not denied: " + listed(not_by) : listed(by), {}};
}

std::optional<Seen> Expectations::differs(const ir::Expectation& expected, const facts::Plan& plan) const {
  if (is_about_calls(expected.kind)) return Seen{"a plan; only a call is denied", {}};
  PlanContext context(plan);
  bool there = expected.address.empty() || !context.at(expected.address).empty();
  if (!there) return Seen{fmt::format("the plan has no {}", expected.address), {}};
  std::vector<RuleResult> results;
  JudgeOptions only{.address = expected.address, .coverage = coverage_};
  for (const ir::Rule* rule : rules(expected)) results.push_back(judge(*rule, module_, context, sources_, only));
  if (met(expected, results)) return std::nullopt;
  return worth_saying(results, !expected.rules.empty());
}

}  // namespace berm::reference
