#include "tests/fuzz/findings.h"

namespace berm::fuzz {
namespace {

report::RuleResult rule(const char* name, std::initializer_list<const char*> addresses) {
  report::RuleResult result;
  result.name = name;
  result.verdict = report::Verdict::Violated;
  result.severity = report::Severity::High;
  for (const char* address : addresses) {
    report::Finding finding;
    finding.address = address;
    finding.clause_text = "a.b == 1";
    result.findings.push_back(finding);
  }
  return result;
}

}  // namespace

report::CheckReport findings() {
  report::CheckResult plan;
  plan.plan_path = "plan.json";
  plan.rules = {rule("acme.a", {"aws_s3_bucket.x", "aws_s3_bucket.x[\"k\"]", "module.m[0].aws_vpc.v"}),
                rule("acme.b[team]", {"data.aws_ami.y", "module.a.module.b[\"]\"].x.y[12]"})};
  report::CheckReport report;
  report.today = "2026-11-22";
  report.plans = {plan};
  return report;
}

}  // namespace berm::fuzz
