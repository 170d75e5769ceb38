// A program comes from anywhere. Whatever its bytes are, it is refused or judges something: it does no harm.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "program/header.h"
#include "program/listing.h"
#include "program/program_generated.h"
#include "reference/reference.h"
#include "runtime/calls/calls.h"
#include "runtime/eval/eval.h"
#include "runtime/plan/plan.h"
#include "tests/program/compiled.h"
#include "tests/support/process.h"

namespace berm::program_tests {
namespace {

constexpr const char* kRules = R"(package a

hazard h {
  plan aws_s3_bucket b of aws_kms_key k by b.arn where { b.force_destroy == true and k.enable_key_rotation != true }
    assume unset b.force_destroy = false
    say "{b.bucket} goes"
}

/// Buckets stay.
@severity(high) @owner("data")
rule one: forbid h
rule two: require aws_instance i where { i.tags["team"] in ["a", "b"] }: any g in i.security_groups { g matches `^sg-` }
rule three: forbid s3:* minus s3:Get* where { request.secure == false }
rule four: require aws_vpc v: has aws_flow_log f where { refers(f.vpc_id, v) }
)";

constexpr const char* kPlan = R"({"format_version": "1.2", "resource_changes": [
  {"address": "aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket", "name": "a", "change":
    {"actions": ["create"], "before": null, "after": {"force_destroy": true, "bucket": "a"}, "after_unknown": {"arn": true}}},
  {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "change":
    {"actions": ["create"], "before": null, "after": {"cidr_block": "10.0.0.0/8"}, "after_unknown": {"id": true}}},
  {"address": "aws_instance.a", "mode": "managed", "type": "aws_instance", "name": "a", "change":
    {"actions": ["create"], "before": null, "after": {"tags": {"team": "a"}, "security_groups": ["sg-1"]}, "after_unknown": {}}}
]})";

// Every how many-th place is tried: the sanitizers make each some twenty times as dear.
size_t step() {
  const char* text = std::getenv("BERM_CORRUPT_STEP");
  return text ? std::max<size_t>(1, std::strtoul(text, nullptr, 10)) : 1;
}

class Corrupt : public testing::Test {
 protected:
  Corrupt() {
    testing_support::write_text(scratch_.path() / "a.berm", kRules);
    Compiled compiled = compile(scratch_.path().string());
    sections_ = compiled.bytes.substr(sizeof(program::Header));
    Diagnostics diagnostics;
    plan_ = plan::read_plan_text(kPlan, "plan.json", diagnostics);
  }

  // Whether it opened; then all of it was used.
  bool use(const std::string& sections) {
    Diagnostics diagnostics;
    auto program = program::Program::from_bytes(program::seal(sections), "x.bermc", diagnostics);
    EXPECT_EQ(program == nullptr, diagnostics.has_errors());
    if (!program) return false;
    load::Rules rules(*program, "folder");
    for (size_t i = 0; i < rules.size(); ++i) rules.describe(i);
    reference::check(rules.module(), *plan_, rules.sources(), {.rules = {"**"}});
    EXPECT_FALSE(program::list(*program).empty());
    filter(*program);
    decide_calls(*program);
    return true;
  }

  void filter(const program::Program& program) const {
    const eval::Code code(program, std::vector<bool>(program.root().rules()->rules()->size(), true));
    eval::Filter filter(code);
    std::vector<uint32_t> kept;
    for (const facts::ResourceChange& change : plan_->changes) {
      const eval::TypePlan* type = code.type(change.type);
      if (type != nullptr) filter.look(*type, change, eval::Place::Planned, kept);
      if (type != nullptr) filter.look(*type, change, eval::Place::Drift, kept);
    }
  }

  static void decide_calls(const program::Program& program) {
    const calls::Rules rules(program);
    calls::Decider decider(rules);
    for (const char* action : {"s3:PutObject", "s3:NewThing", "ec2:RunInstances"}) {
      decider.begin(action, action[0] == 's' ? "arn:aws:s3:::b/k" : "*");
      decider.set("aws:SecureTransport", "false");
      for (const calls::Finding& finding : decider.denials()) EXPECT_FALSE(rules.name(finding.rule).data() == nullptr);
      decider.permits();
    }
  }

  testing_support::Scratch scratch_;
  std::string sections_;
  std::optional<facts::Plan> plan_;
};

TEST_F(Corrupt, IsReadWhereNothingIsChanged) { EXPECT_TRUE(use(sections_)); }

TEST_F(Corrupt, AnyByteMayBeAnother) {
  size_t opened = 0;
  for (size_t i = 0; i < sections_.size(); i += step()) {
    for (unsigned char flip : {0x01, 0x04, 0x80, 0xff}) {
      std::string changed = sections_;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      opened += use(changed);
    }
  }
  EXPECT_GT(opened, sections_.size() / step() / 10);  // letters of texts, at least
  EXPECT_LT(opened, sections_.size() * 4);
}

TEST_F(Corrupt, AnyWordMayBeLarge) {
  for (size_t i = 0; i + 4 <= sections_.size(); i += 4 * step()) {
    for (uint32_t value : {0u, 1u, 0x7fffffffu, 0xfffffffeu, 0xffffffffu}) {
      std::string changed = sections_;
      std::memcpy(changed.data() + i, &value, sizeof value);
      use(changed);
    }
  }
}

TEST_F(Corrupt, ItMayEndAnywhere) {
  constexpr size_t kPadding = 8;
  for (size_t size = 0; size + kPadding < sections_.size(); size += step())
    EXPECT_FALSE(use(sections_.substr(0, size))) << size;
}

TEST_F(Corrupt, TheHeaderIsChecked) {
  const std::string whole = program::seal(sections_);
  for (size_t i = 0; i < sizeof(program::Header); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    Diagnostics diagnostics;
    EXPECT_EQ(program::Program::from_bytes(changed, "x.bermc", diagnostics), nullptr) << i;
    ASSERT_EQ(diagnostics.items().size(), 1u);
    const bool is_version = i >= 8 && i < 12;
    EXPECT_EQ(diagnostics.items()[0].kind,
              is_version ? DiagnosticKind::ProgramVersion : DiagnosticKind::ProgramCorrupt);
  }
}

TEST_F(Corrupt, ALetterOfATextIsFoundByTheChecksum) {
  std::string changed = program::seal(sections_);
  const size_t at = changed.find("force_destroy");
  ASSERT_NE(at, std::string::npos);
  changed[at] = 'g';
  Diagnostics diagnostics;
  EXPECT_EQ(program::Program::from_bytes(changed, "x.bermc", diagnostics), nullptr);
}

}  // namespace
}  // namespace berm::program_tests
