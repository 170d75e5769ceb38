#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"
#include "runtime/report/report.h"
#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

TEST(TextReport, ShowsEverythingInOrder) {
  EXPECT_EQ(render(run_of(everything()), Format::Text, {}), R"out(VIOLATED  critical  acme.net_1
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
  rule: policies/acme.berm:12: forbid exposure.public

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
  EXPECT_EQ(render(run_of(result), Format::Text, options), R"out(ASSUMED  low  acme.ec2_1
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
  EXPECT_EQ(render(run_of(result), Format::Text, {}), R"out(satisfied: 1 rule
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
  std::string text = render(run_of(result), Format::Text, {});
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
  std::istringstream lines(render(run_of(result), Format::Text, options));
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
  std::string colored = render(run_of(everything()), Format::Text, options);
  EXPECT_NE(colored.find("\x1b[1;31mVIOLATED\x1b[0m"), std::string::npos);
  std::string plain;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b')
      i = colored.find('m', i);
    else
      plain += colored[i];
  }
  EXPECT_EQ(plain, render(run_of(everything()), Format::Text, {}));
}

TEST(TextReport, LongListsAreCut) {
  CheckResult result = everything();
  for (int i = 0; i < 100; ++i) result.rules[0].findings.push_back(violation("x.y", "m"));
  std::string text = render(run_of(result), Format::Text, {});
  EXPECT_NE(text.find("  … and 82 more; --verbose shows all\n"), std::string::npos);
  Options verbose;
  verbose.verbose = true;
  EXPECT_EQ(render(run_of(result), Format::Text, verbose).find("more"), std::string::npos);
}

TEST(TextReport, TextFromAPlanStaysText) {
  CheckResult result = everything();
  Finding& finding = result.rules[0].findings[0];
  finding.address = "x.a[\"\x1b[2J\n::error::\"]";
  finding.message = "::set-output name=a::b ##[error]c";
  finding.evidence = {{"p\r", "\"\x1b]0;t\x07\""}};
  std::string text = render(run_of(result), Format::Text, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("\n::"), std::string::npos);
  EXPECT_NE(text.find("\n      \\::set-output name=a::b ##\\[error]c\n"), std::string::npos);
}

TEST(TextReport, ShowsTheClauseWithoutTheMessageAgain) {
  CheckResult result = everything();
  Finding& finding = result.rules[0].findings[0];
  finding.hazard = "std.aws.exposure.public";
  finding.clause_text = R"(plan aws_security_group g where { g.x == " say " } say "{address(g)}: port {g.y} is open")";
  std::string text = render(run_of(result), Format::Text, {});
  EXPECT_NE(
      text.find("        clause: std.aws.exposure.public: plan aws_security_group g where { g.x == \" say \" }\n"),
      std::string::npos)
      << text;
  finding.clause_text = "plan x y where { " + std::string(200, 'a') + " " + std::string(200, 'b') + " }";
  text = render(run_of(result), Format::Text, {});
  EXPECT_EQ(text.find('b' + std::string(150, 'b')), std::string::npos) << "long clauses are cut";
  Options verbose{.verbose = true};
  EXPECT_NE(render(run_of(result), Format::Text, verbose).find(std::string(200, 'b')), std::string::npos);
}

TEST(TextReport, ShowsSeveralPlansAndWhatStandsBesideThem) {
  EXPECT_EQ(render(several(), Format::Text, {.width = 120}), R"out(PLAN  plan.json  account 111122223333
VIOLATED  critical  acme.net_1
  No public endpoints, unless the bucket is a public site.
  does not block: it is waived
  - module.web.aws_security_group.a["x"] (create, waived)
      port 22 is open to the world
        ingress[0].cidr_blocks[0] = "0.0.0.0/0"
        ingress[0].from_port = 22
      waived until 2026-12-31 by netsec: moves to the new network in January [SEC-12] (waivers.yaml:4)
  - aws_security_group.old (no-op, was so before: does not block)
      port 22 is open to the world
  owner: netsec
  playbook: https://runbooks.acme.example/net-1
  fix: close the port, or tag the site
  rule: policies/acme.berm:12: forbid exposure.public

NOT PROVEN  high  acme.rds_1
  require aws_db_instance d: d.storage_encrypted == true
  does not block: what is unknown only warns here
  - aws_db_instance.db (create, known since the baseline: does not block)
      the database may not be encrypted
        storage_encrypted is not known before apply

not applicable: 1 rule
passed: 7 resource changes in plan.json (account 111122223333): 1 violated, 1 not proven, 1 not applicable; 1 finding waived, 1 finding known since the baseline; blocking at high and above

PLAN  broken.json
  could not be read

EXPIRED WAIVER  critical  acme.net_1
  - module.old.**
  waivers.yaml:14: its last day was 2026-11-19, 3 days ago [waiver-expired]
  1 finding at this address: not waived
  owner: netsec
  reason: moves to the new network in January
  ticket: SEC-12

MALFORMED WAIVER  high  acme.rds_1
  - aws..x
  waivers.yaml:30: the waiver has no `owner` [waiver-missing-key]
  1 finding at this address: not waived
  owner: netsec
  reason: moves to the new network in January
  ticket: SEC-12

waived: 1 finding by 1 waiver
waivers to look at: 1
  waivers.yaml:4: acme.rds_1 at aws_db_instance.gone: it matches no finding [waiver-matches-nothing]
baseline: 1 finding known, 1 fixed
  fixed: plan.json: acme.rds_1 at aws_db_instance.x (was not proven)
incomplete: 2 plans: 1 passed, 1 could not be read; 1 finding waived, 1 finding known since the baseline; 2 waivers expired or malformed; blocking at high and above
)out");
}

TEST(TextReport, OnePlanKeepsItsShapeWithWaivers) {
  CheckReport report = several();
  report.plans.resize(1);
  report.waivers.resize(1);
  report.baseline.reset();
  std::string text = render(report, Format::Text, {.width = 120});
  EXPECT_EQ(text.find("PLAN"), std::string::npos);
  EXPECT_NE(
      text.find("\nwaived: 1 finding by 1 waiver\npassed: 7 resource changes in plan.json (account 111122223333): 1 "
                "violated, 1 not proven, 1 not applicable; 1 finding waived, 1 finding known since the baseline; "
                "blocking at high and above\n"),
      std::string::npos)
      << text;
}

TEST(TextReport, NamesRulesThatMatchedNothing) {
  CheckReport report = run_of(everything());
  report.unmatched = {2};
  std::string text = render(report, Format::Text, {});
  EXPECT_NE(
      text.find("MATCHED NOTHING  medium  acme.log_1\n  does not block: its severity is below the one that blocks\n"
                "  it judged no resource of the plan, and every rule has to [rule-matched-nothing]\n"),
      std::string::npos)
      << text;
}

TEST(TextReport, NothingFromAWaiverTalksToTheTerminal) {
  CheckReport report = several();
  for (std::string* text : {&report.waivers[0].reason, &report.waivers[0].owner, &report.waivers[0].ticket,
                            &report.waivers[1].rule, &report.waivers[1].address, &report.waivers[1].reason}) {
    *text = "a\x1b[2J\n::error::b\xff";
  }
  for (Format format : {Format::Text, Format::Github}) {
    std::string text = render(report, format, {});
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("\n::error::b"), std::string::npos);
  }
}

Explanation an_explanation() {
  Step open{"any c in g.ingress[*].cidr_blocks[*] { covers(c, \"0.0.0.0/1\") }", "", "", Answer::Yes, {}};
  open.children = {{"g.ingress[0].cidr_blocks[0]", "\"0.0.0.0/0\"", "", Answer::Value, {}}};
  Step site{"tags(s)[\"public-site\"] == \"true\"", "", "is not known before apply", Answer::Unknown, {}};
  site.children = {{"tags(s)[\"public-site\"]", "(known after apply)", "", Answer::Value, {}}};
  Step clause{"plan aws_security_group g where { … }", "", "", Answer::Unknown, {open, site}};
  return {"acme.net_1", "aws_security_group.a", "create", Verdict::NotProven, "", {clause}};
}

TEST(TextReport, ExplainsStepByStep) {
  std::string text;
  render({an_explanation()}, Format::Text, {}, [&](std::string_view piece) { text += piece; });
  EXPECT_EQ(text, R"out(acme.net_1  not proven
  aws_security_group.a (create)
  unknown  plan aws_security_group g where { … }
    yes      any c in g.ingress[*].cidr_blocks[*] { covers(c, "0.0.0.0/1") }
      g.ingress[0].cidr_blocks[0] = "0.0.0.0/0"
    unknown  tags(s)["public-site"] == "true"  -- is not known before apply
      tags(s)["public-site"] = (known after apply)

)out");
  std::string colored;
  render({an_explanation()}, Format::Text, {.color = true}, [&](std::string_view piece) { colored += piece; });
  EXPECT_NE(colored.find("\x1b[1;33munknown\x1b[0m  plan aws"), std::string::npos) << colored;
}

TEST(TextReport, ExplanationsFitTheWidth) {
  std::string text;
  Explanation explanation = an_explanation();
  explanation.clauses[0].children[0].text = "a and b or c and d in e.f.g and not h.i.j or k and l or m.n";
  render({explanation}, Format::Text, {.color = true, .width = 60}, [&](std::string_view piece) { text += piece; });
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    for (size_t at; (at = line.find('\x1b')) != std::string::npos;) line.erase(at, line.find('m', at) + 1 - at);
    EXPECT_LE(display_width(line), 60u) << line;
  }
}

}  // namespace
}  // namespace berm::report
