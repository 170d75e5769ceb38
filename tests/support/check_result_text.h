// Every field of a check result as text, so that two evaluators can be compared whole.
#pragma once

#include <fmt/format.h>

#include <string>

#include "runtime/report/verdict.h"

namespace berm::testing_support {

inline std::string everything(const report::Finding& finding) {
  std::string out = fmt::format(
      "  finding {} {} address={} change={} message={} missing={} ({}) clause={} {} hazard={} waiver={} {}\n",
      report::name(finding.verdict), finding.pre_existing ? "pre-existing" : "new", finding.address, finding.change,
      finding.message, finding.missing, finding.missing_reason, finding.clause, finding.clause_text, finding.hazard,
      finding.waiver ? fmt::format("{}", *finding.waiver) : "none", finding.known ? "known" : "unknown");
  for (const report::Evidence& evidence : finding.evidence) {
    out += fmt::format("    evidence {} = {}\n", evidence.path, evidence.value);
  }
  return out;
}

inline std::string everything(const report::RuleResult& rule) {
  std::string out = fmt::format(
      "rule {} severity={} ({}) if_unknown={} owner={} playbook={} remediation={} doc={} text={} at {}:{} verdict={} "
      "reason={} judged={}\n",
      rule.name, report::name(rule.severity), rule.severity_text, static_cast<int>(rule.if_unknown), rule.owner,
      rule.playbook, rule.remediation, rule.doc, rule.text, rule.source_path, rule.source_line,
      report::name(rule.verdict), rule.reason, rule.judged);
  for (const report::Finding& finding : rule.findings) out += everything(finding);
  for (const report::AssumptionUsed& used : rule.assumptions) {
    out += fmt::format("  assumed {} {} = {} ({})\n", used.address, used.path, used.value, used.relation);
  }
  return out;
}

inline std::string everything(const report::CheckResult& result) {
  std::string out = fmt::format("plan {} {} resources={} block_at={} all={}\n", result.plan_path,
                                result.readable ? "readable" : "unreadable", result.resources,
                                report::name(result.block_at), result.all);
  for (const std::string& account : result.accounts) out += fmt::format("account {}\n", account);
  for (const report::Doubt& doubt : result.doubts) out += fmt::format("doubt {}\n", doubt.text);
  for (const report::RuleResult& rule : result.rules) out += everything(rule);
  return out;
}

}  // namespace berm::testing_support
