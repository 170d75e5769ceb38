// A compiled program that was changed: whatever its bytes are, it is refused, or all of it can be used. The first byte
// of an input names one of a few programs; what follows changes it (edits.h), or, behind a last number, is the program.
#include "program/program.h"

#include <numeric>
#include <optional>
#include <vector>

#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/check/check.h"
#include "compiler/emit/emit.h"
#include "compiler/parse/parse.h"
#include "program/header.h"
#include "program/listing.h"
#include "reference/reference.h"
#include "runtime/calls/calls.h"
#include "runtime/load/load.h"
#include "runtime/plan/plan.h"
#include "runtime/stream/program.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/edits.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {
namespace {

// Small, so that an edit hits something; together every construct.
constexpr const char* kSources[] = {
    R"(package a
@severity(high) @owner("x")
rule one: require aws_s3_bucket b where { not deleting(b) and creating(b) }:
  (b.bucket ?? "") matches `^acme-(a|b)` and count(t in b.tags { t != null }) < 3 and b.bucket not like "*--*"
)",
    R"(package a
hazard h {
  plan aws_s3_bucket b where { b.force_destroy == true } assume unset b.force_destroy = false say "{b.bucket} goes"
  plan aws_security_group g where { any c in g.ingress[*].cidr_blocks[*] { covers(c, "0.0.0.0/0") } } say "open"
}
@severity(high) @owner("x")
rule one: forbid h except subject s where { tags(s)["public"] == "true" } if unknown fail
)",
    R"(package a
rule one: require aws_vpc v: has aws_flow_log f where { refers(f.vpc_id, v) and f.traffic_type in ["ALL", "REJECT"] }
hazard open { plan aws_s3_bucket_policy p where { policy(p.policy) grants any s3:Get* to anyone } }
rule two: forbid open
)",
    R"(package a
principal ops = role "ops/*" with mfa within 1h
team t { account "111122223333" principals role "t-*" storage "s3://acme-data/t/" }
rule one: forbid s3:Put* minus s3:PutObject plus iam:CreateUser where { request.region not in ["eu-west-1"] } except ops
rule two: for team t: cap t.principals at s3:{GetObject, PutObject} on t.storage accept wider "x"
rule three: confine network to "203.0.113.0/24", "vpc-0a1b2c3d"
rule four: trust github "acme/api" branch "main" id "1" owner_id "9" to assume role "deploy", nothing else may
)"};

constexpr const char* kPlan = R"({"format_version":"1.2","resource_changes":[
{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","change":{"actions":["create"],"before":null,
"after":{"bucket":"acme-a--x","force_destroy":true,"tags":{"a":"b"}},"after_unknown":{"id":true}}},
{"address":"aws_security_group.g","mode":"managed","type":"aws_security_group","name":"g","change":{"actions":["update"],
"before":{"ingress":[]},"after":{"ingress":[{"cidr_blocks":["0.0.0.0/0"]}]},"after_unknown":{}}},
{"address":"aws_s3_bucket_policy.p","mode":"managed","type":"aws_s3_bucket_policy","name":"p","change":{"actions":["create"],
"before":null,"after":{"policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"},
"after_unknown":{}}},
{"address":"aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","change":{"actions":["create"],"before":null,
"after":{},"after_unknown":{"id":true}}},
{"address":"aws_flow_log.f","mode":"managed","type":"aws_flow_log","name":"f","change":{"actions":["create"],"before":null,
"after":{"traffic_type":"ALL"},"after_unknown":{"vpc_id":true}}}],
"configuration":{"root_module":{"resources":[{"address":"aws_flow_log.f","mode":"managed","type":"aws_flow_log","name":"f",
"expressions":{"vpc_id":{"references":["aws_vpc.v.id","aws_vpc.v"]}}},
{"address":"aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","expressions":{}}]}}})";

// What follows the header.
std::string compiled(const char* text) {
  SourceSet sources;
  Diagnostics diagnostics;
  check::Input input;
  input.files.push_back(parse::parse(sources.add("a.berm", text), sources, diagnostics));
  input.standard_library = {false};
  const catalog::Catalog& catalog = catalog::Catalog::builtin();
  ir::Module module = check::check(input, sources, catalog, diagnostics);
  require(!diagnostics.has_errors(), render(diagnostics, sources, {}));
  return emit::emit({module, sources, catalog, {}, "", {false}, "test"}).substr(sizeof(program::Header));
}

std::string sections_of(std::string_view input) {
  static const std::vector<std::string> programs = [] {
    std::vector<std::string> all;
    for (const char* source : kSources) all.push_back(compiled(source));
    return all;
  }();
  if (input.empty()) return programs[0];
  size_t number = static_cast<unsigned char>(input.front()) % (programs.size() + 1);
  if (number == programs.size()) return std::string(input.substr(1));
  std::string sections = programs[number];
  apply(input.substr(1), sections);
  return sections;
}

// Once by the naive evaluator over the whole plan, once by what the program has prepared.
void judge_plan(const program::Program& program) {
  static const std::optional<facts::Plan> plan = [] {
    Diagnostics diagnostics;
    return plan::read_plan_text(kPlan, "plan.json", diagnostics);
  }();
  require(plan.has_value(), "the plan can be read");
  load::Rules rules(program, "folder");
  std::vector<uint32_t> all(rules.size());
  std::iota(all.begin(), all.end(), 0);
  for (uint32_t rule : all) rules.describe(rule);
  reference::check(rules.module(), *plan, rules.sources(), {.rules = {"**"}});
  Diagnostics diagnostics;
  stream::Judge(program, rules, all).check_text(kPlan, "plan.json", {.threads = 1}, diagnostics);
  require(!diagnostics.has_errors(), "the plan can be read in windows");
}

void decide_calls(const program::Program& program) {
  calls::Rules rules(program);
  calls::Decider decider(rules);
  for (const char* action : {"s3:PutObject", "s3:PutBucketPolicy", "iam:CreateUser", "sts:AssumeRoleWithWebIdentity"}) {
    decider.begin(action, "arn:aws:s3:::acme-data/t/x");
    for (const char* key : {"aws:PrincipalArn", "aws:RequestedRegion", "aws:SourceIp", "aws:PrincipalTag/team"}) {
      decider.set(key, "arn:aws:iam::111122223333:role/ops/a");
    }
    for (const calls::Finding& finding : decider.denials()) rules.name(finding.rule);
    decider.permits();
    decider.begin_partial(action, "", "");
    decider.set("aws:SourceIp", "203.0.113.9");
    for (const calls::Finding& finding : decider.denials()) decider.untold(finding.rule);
    decider.permits();
  }
}

}  // namespace

void program(std::string_view input) {
  Diagnostics diagnostics;
  auto program = program::Program::from_bytes(program::seal(sections_of(input)), "x.bermc", diagnostics);
  show(diagnostics);
  require((program == nullptr) == diagnostics.has_errors(), "a program is opened, or it is said why not");
  if (!program) return;
  require(!program::list(*program).empty(), "a program lists itself");
  judge_plan(*program);
  decide_calls(*program);
}

}  // namespace berm::fuzz
