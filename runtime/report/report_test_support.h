// One check result with something of everything, for the renderers' tests.
#pragma once

#include "runtime/report/check_report.h"

namespace berm::report {

inline Finding violation(std::string address, std::string message) {
  Finding finding;
  finding.address = std::move(address);
  finding.change = "create";
  finding.message = std::move(message);
  return finding;
}

inline RuleResult rule_of(std::string name, Severity severity, Verdict verdict) {
  RuleResult rule;
  rule.name = std::move(name);
  rule.severity = severity;
  rule.verdict = verdict;
  return rule;
}

inline RuleResult violated_rule() {
  RuleResult rule = rule_of("acme.net_1", Severity::Critical, Verdict::Violated);
  rule.doc = "No public endpoints, unless the bucket is a public site.";
  rule.text = "forbid exposure.public";
  rule.owner = "netsec";
  rule.playbook = "https://runbooks.acme.example/net-1";
  rule.remediation = "close the port,\nor tag the site";
  rule.if_unknown = UnknownPolicy::Fail;
  rule.source_path = "policies/acme.berm";
  rule.source_line = 12;
  rule.judged = 3;
  rule.findings.push_back(violation("module.web.aws_security_group.a[\"x\"]", "port 22 is open to the world"));
  rule.findings[0].evidence = {{"ingress[0].cidr_blocks[0]", "\"0.0.0.0/0\""}, {"ingress[0].from_port", "22"}};
  rule.findings.push_back(violation("aws_security_group.old", "aws_security_group.old: port 22 is open to the world"));
  rule.findings[1].change = "no-op";
  rule.findings[1].pre_existing = true;
  rule.findings[1].clause = 1;
  return rule;
}

inline RuleResult unproven_rule() {
  RuleResult rule = rule_of("acme.rds_1", Severity::High, Verdict::NotProven);
  rule.text = "require aws_db_instance d: d.storage_encrypted == true";
  rule.findings.push_back(violation("aws_db_instance.db", "the database may not be encrypted"));
  rule.findings[0].verdict = Verdict::NotProven;
  rule.findings[0].missing = "storage_encrypted";
  return rule;
}

inline RuleResult assumed_rule() {
  RuleResult rule = rule_of("acme.ec2_1", Severity::Low, Verdict::Satisfied);
  rule.doc = "No instance has a public address.";
  rule.judged = 1;
  rule.assumptions = {{"aws_instance.a", "associate_public_ip_address", "false"}};
  return rule;
}

inline CheckResult everything() {
  CheckResult result;
  result.plan_path = "plan.json";
  result.resources = 7;
  result.rules = {violated_rule(), unproven_rule(), rule_of("acme.log_1", Severity::Medium, Verdict::NotApplicable),
                  rule_of("acme.call_1", Severity::Medium, Verdict::NotJudgedHere), assumed_rule()};
  result.rules[3].reason = "it speaks of calls only";
  result.doubts = {{"the plan is not complete (made with -target, or changes are deferred)"}};
  return result;
}

inline CheckReport run_of(CheckResult result) {
  CheckReport report;
  report.plans = {std::move(result)};
  report.today = "2026-11-22";
  return report;
}

inline Waiver waiver_of(std::string rule, std::string address) {
  Waiver waiver;
  waiver.rule = std::move(rule);
  waiver.address = std::move(address);
  waiver.owner = "netsec";
  waiver.reason = "moves to the new network in January";
  waiver.ticket = "SEC-12";
  waiver.until = "2026-12-31";
  waiver.path = "waivers.yaml";
  waiver.line = 4;
  waiver.findings = 1;
  return waiver;
}

inline Diagnostic problem(DiagnosticKind kind, std::string message, uint64_t line) {
  Diagnostic diagnostic{kind, std::move(message), {}, {}, {}, {}};
  return diagnostic.at(InputPosition{"waivers.yaml", line, 3});
}

// A plan that could not be read, one with a waived and one with a known finding; waivers of each kind; a baseline.
inline CheckReport several() {
  CheckReport report = run_of(everything());
  report.plans[0].accounts = {"111122223333"};
  report.plans[0].rules.resize(3);
  report.plans[0].rules[0].findings[0].waiver = 0;
  report.plans[0].rules[1].findings[0].known = true;
  report.plans[0].doubts.clear();
  report.plans.emplace_back().plan_path = "broken.json";
  report.plans.back().readable = false;
  report.waivers = {waiver_of("acme.net_1", "module.web.**"), waiver_of("acme.net_1", "module.old.**"),
                    waiver_of("acme.rds_1", "aws_db_instance.gone"), waiver_of("acme.rds_1", "aws..x")};
  report.waivers[1].problems = {problem(DiagnosticKind::WaiverExpired, "its last day was 2026-11-19, 3 days ago", 14)};
  report.waivers[1].severity = Severity::Critical;
  report.waivers[2].problems = {problem(DiagnosticKind::WaiverMatchesNothing, "it matches no finding", 20)};
  report.waivers[2].findings = 0;
  report.waivers[3].problems = {problem(DiagnosticKind::WaiverMissingKey, "the waiver has no `owner`", 30)};
  report.baseline =
      BaselineUse{"baseline.json", false, {{"plan.json", "acme.rds_1", "aws_db_instance.x", "c", Verdict::NotProven}}};
  return report;
}

}  // namespace berm::report
