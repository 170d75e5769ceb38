#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/report/report.h"
#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

std::string github(const CheckResult& result) { return render(run_of(result), Format::Github, {}); }

TEST(GithubReport, WritesACommandAFinding) {
  EXPECT_EQ(
      github(everything()),
      R"out(::error title=acme.net_1 (critical) violated::module.web.aws_security_group.a["x"] (create): port 22 is open to the world%0Aingress[0].cidr_blocks[0] = "0.0.0.0/0"%0Aingress[0].from_port = 22%0ANo public endpoints, unless the bucket is a public site.%0Aowner: netsec%0Aplaybook: https://runbooks.acme.example/net-1%0Afix: close the port, or tag the site
::notice title=acme.net_1 (critical) violated::aws_security_group.old (no-op): port 22 is open to the world%0Awas so before this plan%0ANo public endpoints, unless the bucket is a public site.%0Aowner: netsec%0Aplaybook: https://runbooks.acme.example/net-1%0Afix: close the port, or tag the site
::warning title=acme.rds_1 (high) not proven::aws_db_instance.db (create): the database may not be encrypted%0Astorage_encrypted is not known before apply
::notice title=acme.ec2_1 (low) assumed::aws_instance.a: associate_public_ip_address is not set; the provider's default is false
::warning title=the plan does not show everything::the plan is not complete (made with -target, or changes are deferred)
berm check: 7 resource changes: 1 violated, 1 not proven, 1 satisfied, 1 not applicable, 1 not judged here
)out");
}

TEST(GithubReport, LevelsFollowSeverityAndPolicy) {
  CheckResult result = everything();
  result.rules[0].severity = Severity::Medium;
  EXPECT_EQ(github(result).rfind("::warning title=acme.net_1", 0), 0u);
  result.rules[1].if_unknown = UnknownPolicy::Fail;
  EXPECT_NE(github(result).find("\n::error title=acme.rds_1"), std::string::npos);
  result.rules[1].if_unknown = UnknownPolicy::Pass;
  EXPECT_NE(github(result).find("\n::notice title=acme.rds_1"), std::string::npos);
}

TEST(GithubReport, ADoubtFailsAPlanThatWouldBeClean) {
  CheckResult result;
  result.doubts = {{"errored"}};
  EXPECT_EQ(github(result),
            "::error title=the plan does not show everything::errored\nberm check: 0 resource changes: no rules\n");
}

TEST(GithubReport, NothingEscapesACommand) {
  CheckResult result;
  result.rules = {violated_rule()};
  result.rules[0].name = "a:b,c%";
  result.rules[0].findings.resize(1);
  result.rules[0].findings[0].message = "50%\n::error::x\r\x1b[0m";
  std::string text = github(result);
  EXPECT_EQ(text.rfind("::error title=a%3Ab%2Cc%25 (critical) violated::", 0), 0u) << text;
  EXPECT_NE(text.find(": 50%25\\n::error::x\\r\\u{1b}[0m%0Aingress"), std::string::npos) << text;
  EXPECT_EQ(text.find("\n::"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

}  // namespace
}  // namespace berm::report
