#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"
#include "runtime/report/report.h"
#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

TEST(TextReport, ShowsEverythingInOrder) {
  EXPECT_EQ(render(everything(), Format::Text, {}), R"out(VIOLATED  critical  acme.net_1
  No public endpoints, unless the bucket is a public site.
  - module.web.aws_security_group.a["x"] (create)
      port 22 is open to the world
        ingress[0].cidr_blocks[0] = "0.0.0.0/0"
        ingress[0].from_port = 22
  - aws_security_group.old (no-op, was so before: does not block)
      port 22 is open to the world
  owner: netsec
  playbook: https://runbooks.acme.example/net-1
  fix: close the port, or tag the site
  rule: policies/acme.berm:12

NOT PROVEN  high  acme.rds_1
  require aws_db_instance d: d.storage_encrypted == true
  does not block: what is unknown only warns here
  - aws_db_instance.db (create)
      the database may not be encrypted
        storage_encrypted is not known before apply

ASSUMED  low  acme.ec2_1
  No instance has a public address.
  assumed: aws_instance.a: associate_public_ip_address is not set; the provider's default is false

satisfied: 1 rule
not applicable: 1 rule
not judged here: 1 rule
DOUBT
  the plan is not complete (made with -target, or changes are deferred)
failed: 7 resource changes in plan.json: 1 violated, 1 not proven, 1 satisfied, 1 not applicable, 1 not judged here; blocking at high and above
)out");
}

TEST(TextReport, VerboseNamesQuietRules) {
  Options options;
  options.verbose = true;
  CheckResult result = everything();
  result.rules.erase(result.rules.begin(), result.rules.begin() + 2);
  result.doubts.clear();
  EXPECT_EQ(render(result, Format::Text, options), R"out(ASSUMED  low  acme.ec2_1
  No instance has a public address.
  assumed: aws_instance.a: associate_public_ip_address is not set; the provider's default is false

satisfied: 1 rule
  acme.ec2_1 (low): 1 resource judged
not applicable: 1 rule
  acme.log_1 (medium)
not judged here: 1 rule
  acme.call_1 (medium): it speaks of calls only
passed: 7 resource changes in plan.json: 1 satisfied, 1 not applicable, 1 not judged here; blocking at high and above
)out");
}

TEST(TextReport, ACleanPlanIsShort) {
  CheckResult result;
  result.plan_path = "-";
  result.resources = 1;
  result.rules = {rule_of("a.b", Severity::High, Verdict::Satisfied)};
  EXPECT_EQ(render(result, Format::Text, {}), R"out(satisfied: 1 rule
passed: 1 resource change in standard input: 1 satisfied; blocking at high and above
)out");
}

TEST(TextReport, ShowsWhatWasSoBeforeThoughNothingBlocks) {
  CheckResult result;
  result.plan_path = "-";
  result.resources = 1;
  result.rules = {rule_of("a.b", Severity::High, Verdict::Satisfied)};
  result.rules[0].findings = {violation("x.y", "m")};
  result.rules[0].findings[0].change = "no-op";
  result.rules[0].findings[0].pre_existing = true;
  std::string text = render(result, Format::Text, {});
  EXPECT_EQ(text.find("PRE-EXISTING  high  a.b\n"), 0u) << text;
  EXPECT_NE(text.find("  - x.y (no-op, violated, was so before: does not block)\n      m\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("satisfied: 1 rule\npassed: "), std::string::npos) << text;
}

TEST(TextReport, WrapsToTheWidth) {
  Options options;
  options.width = 50;
  CheckResult result = everything();
  result.rules[0].findings[0].message = std::string(30, 'w') + " and a long story about 中文 text that goes on";
  std::istringstream lines(render(result, Format::Text, options));
  for (std::string line; std::getline(lines, line);) {
    bool wrappable = line.find("acme") == std::string::npos && line.find("aws_") == std::string::npos &&
                     line.find(';') == std::string::npos;
    if (wrappable) {
      EXPECT_LE(display_width(line), 50u) << line;
    }
  }
}

TEST(TextReport, ColorAddsNothingButColor) {
  Options options;
  options.color = true;
  std::string colored = render(everything(), Format::Text, options);
  EXPECT_NE(colored.find("\x1b[1;31mVIOLATED\x1b[0m"), std::string::npos);
  std::string plain;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b')
      i = colored.find('m', i);
    else
      plain += colored[i];
  }
  EXPECT_EQ(plain, render(everything(), Format::Text, {}));
}

TEST(TextReport, LongListsAreCut) {
  CheckResult result = everything();
  for (int i = 0; i < 100; ++i) result.rules[0].findings.push_back(violation("x.y", "m"));
  std::string text = render(result, Format::Text, {});
  EXPECT_NE(text.find("  … and 82 more; --verbose shows all\n"), std::string::npos);
  Options verbose;
  verbose.verbose = true;
  EXPECT_EQ(render(result, Format::Text, verbose).find("more"), std::string::npos);
}

TEST(TextReport, TextFromAPlanStaysText) {
  CheckResult result = everything();
  Finding& finding = result.rules[0].findings[0];
  finding.address = "x.a[\"\x1b[2J\n::error::\"]";
  finding.message = "::set-output name=a::b ##[error]c";
  finding.evidence = {{"p\r", "\"\x1b]0;t\x07\""}};
  std::string text = render(result, Format::Text, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("\n::"), std::string::npos);
  EXPECT_NE(text.find("\n      \\::set-output name=a::b ##\\[error]c\n"), std::string::npos);
}

}  // namespace
}  // namespace berm::report
