#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/report/report.h"
#include "runtime/report/report_test_support.h"

namespace berm::report {
namespace {

TEST(JsonReport, HasTheDocumentedShape) {
  CheckResult result = everything();
  result.rules.resize(2);
  EXPECT_EQ(render(run_of(result), Format::Json, {}), R"out({
  "schema": "berm.check",
  "schema_version": 2,
  "exit_code": 1,
  "block_at": "high",
  "all": false,
  "today": "2026-11-22",
  "summary": {
    "violated": 1,
    "not_proven": 1,
    "satisfied": 0,
    "not_applicable": 0,
    "not_judged_here": 0,
    "waived_findings": 0,
    "known_findings": 0
  },
  "waivers": [],
  "baseline": null,
  "matched_nothing": [],
  "plans": [
    {
      "plan": "plan.json",
      "readable": true,
      "accounts": [],
      "exit_code": 1,
      "resource_changes": 7,
      "summary": {
        "violated": 1,
        "not_proven": 1,
        "satisfied": 0,
        "not_applicable": 0,
        "not_judged_here": 0,
        "waived_findings": 0,
        "known_findings": 0
      },
      "doubts": [
        "the plan is not complete (made with -target, or changes are deferred)"
      ],
      "rules": [
        {
          "name": "acme.net_1",
          "verdict": "violated",
          "severity": "critical",
          "if_unknown": "fail",
          "doc": "No public endpoints, unless the bucket is a public site.",
          "text": "forbid exposure.public",
          "owner": "netsec",
          "playbook": "https://runbooks.acme.example/net-1",
          "remediation": "close the port,\nor tag the site",
          "source": {
            "path": "policies/acme.berm",
            "line": 12
          },
          "reason": "",
          "judged": 3,
          "findings": [
            {
              "verdict": "violated",
              "blocks": true,
              "pre_existing": false,
              "address": "module.web.aws_security_group.a[\"x\"]",
              "change": "create",
              "message": "port 22 is open to the world",
              "missing": null,
              "missing_reason": null,
              "evidence": [
                {
                  "path": "ingress[0].cidr_blocks[0]",
                  "value": "\"0.0.0.0/0\""
                },
                {
                  "path": "ingress[0].from_port",
                  "value": "22"
                }
              ],
              "clause": 0,
              "clause_text": "",
              "hazard": "",
              "waiver": null,
              "known": false
            },
            {
              "verdict": "violated",
              "blocks": false,
              "pre_existing": true,
              "address": "aws_security_group.old",
              "change": "no-op",
              "message": "aws_security_group.old: port 22 is open to the world",
              "missing": null,
              "missing_reason": null,
              "evidence": [],
              "clause": 1,
              "clause_text": "",
              "hazard": "",
              "waiver": null,
              "known": false
            }
          ],
          "assumptions": []
        },
        {
          "name": "acme.rds_1",
          "verdict": "not_proven",
          "severity": "high",
          "if_unknown": "warn",
          "doc": "",
          "text": "require aws_db_instance d: d.storage_encrypted == true",
          "owner": "",
          "playbook": "",
          "remediation": "",
          "source": {
            "path": "",
            "line": 0
          },
          "reason": "",
          "judged": 0,
          "findings": [
            {
              "verdict": "not_proven",
              "blocks": false,
              "pre_existing": false,
              "address": "aws_db_instance.db",
              "change": "create",
              "message": "the database may not be encrypted",
              "missing": "storage_encrypted",
              "missing_reason": null,
              "evidence": [],
              "clause": 0,
              "clause_text": "",
              "hazard": "",
              "waiver": null,
              "known": false
            }
          ],
          "assumptions": []
        }
      ]
    }
  ]
}
)out");
}

TEST(JsonReport, IsAsciiWhateverThePlanHolds) {
  CheckResult result = everything();
  result.rules[0].findings[0].message = "é\x1b[2J\x7f\xFF\u202E";
  std::string text = render(run_of(result), Format::Json, {});
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); }));
  EXPECT_NE(text.find(R"("message": "\u00e9\u001b[2J\u007f\ufffd\u202e")"), std::string::npos) << text;
}

TEST(JsonReport, IsTheSameEveryTime) {
  EXPECT_EQ(render(run_of(everything()), Format::Json, {}), render(run_of(everything()), Format::Json, {}));
}

// A tree of all findings would take many times the memory of their text.
TEST(JsonReport, IsWrittenInPieces) {
  CheckResult result = everything();
  for (int i = 0; i < 2000; ++i) result.rules[0].findings.push_back(result.rules[0].findings[0]);
  std::string whole;
  size_t pieces = 0, longest = 0;
  render(run_of(result), Format::Json, {}, [&](std::string_view piece) {
    ++pieces;
    longest = std::max(longest, piece.size());
    whole += piece;
  });
  EXPECT_GT(pieces, 10u);
  EXPECT_LT(longest, 100'000u);
  EXPECT_EQ(whole, render(run_of(result), Format::Json, {}));
}

TEST(Reports, SayWhatIsWrongWithAValue) {
  CheckResult result;
  result.rules = {unproven_rule()};
  result.rules[0].findings[0].missing_reason = "is not a bool";
  EXPECT_NE(render(run_of(result), Format::Json, {}).find(R"("missing_reason": "is not a bool")"), std::string::npos);
  for (Format format : {Format::Text, Format::Github}) {
    std::string text = render(run_of(result), format, {});
    EXPECT_NE(text.find("storage_encrypted is not a bool"), std::string::npos) << text;
    EXPECT_EQ(text.find("known before apply"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace berm::report
