// A boundary leaves its bearers exactly what the caps in it leave them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "access/evaluate.h"
#include "compiler/documents/documents.h"
#include "reference/legs.h"
#include "reference/reference.h"
#include "tests/agreement/random_rule.h"
#include "tests/agreement/seed.h"
#include "verify/requests.h"

namespace berm::agreement {
namespace {

constexpr size_t kBoundaries = 250;
constexpr size_t kRandomRequests = 60;

struct Tally {
  size_t exact = 0, narrower = 0, wider = 0, skipped = 0, denied = 0, requests = 0, spared = 0;
};

// What a boundary with these rows may differ in: denials of its own, and calls that it leaves.
struct Slack {
  bool may_add = false, may_miss = false, unknown = false;
};

Slack slack_of(const std::vector<documents::Row>& rows, Tally& tally) {
  const auto has = [&](documents::Coverage coverage) {
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.coverage == coverage; });
  };
  Slack slack;
  slack.unknown = has(documents::Coverage::NotExpressible);
  slack.may_add = has(documents::Coverage::Wider);
  // What two caps that overlap leave stands in the words of a wider row too.
  slack.may_miss = has(documents::Coverage::Narrower) || (slack.may_add && rows.size() > 1);
  ++(slack.unknown ? tally.skipped : slack.may_add ? tally.wider : slack.may_miss ? tally.narrower : tally.exact);
  return slack;
}

// The request as a bearer of the boundary sends it.
void make_bearer(access::Request& request, const std::vector<std::string>& bearers, size_t number) {
  const auto* caller = request.find("aws:principalarn");
  const bool bears = caller != nullptr && caller->size() == 1 &&
                     std::any_of(bearers.begin(), bearers.end(), [&](const std::string& pattern) {
                       return access::arn_like(pattern, caller->front());
                     });
  if (!bears) request.context["aws:principalarn"] = {verify::sample_of(bearers[number % bearers.size()])};
}

std::string describe(const access::Request& request, const ir::Module& module, const std::string& json) {
  std::string text = fmt::format("{} on {}", request.action, request.resource);
  for (const auto& [key, values] : request.context) text += fmt::format("\n  {} = [{}]", key, fmt::join(values, ", "));
  return text + "\n" + ir::dump(module) + "\n" + json.substr(0, 4000);
}

::testing::AssertionResult agrees(const ir::Module& module, const std::vector<std::string>& bearers, Tally& tally,
                                  uint64_t seed) {
  const auto& catalog = catalog::Catalog::builtin();
  Diagnostics diagnostics;
  documents::Spec spec{.kind = documents::Kind::PermissionBoundary, .name = "random", .rules = {"random.*"}};
  const auto result = documents::compile(module, {spec}, catalog, diagnostics);
  const Slack slack = slack_of(result.rows, tally);
  if (slack.unknown) return ::testing::AssertionSuccess();
  const access::Document& document = result.documents.front().document;
  const auto carries = reference::carries_by(catalog);
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : module.rules) rules.push_back(&rule);
  for (access::Request& request : verify::requests_for(document, rules, catalog, kRandomRequests, seed)) {
    make_bearer(request, bearers, tally.requests++);
    const bool wanted = std::any_of(rules.begin(), rules.end(),
                                    [&](const ir::Rule* rule) { return reference::denies(*rule, request, carries); });
    const auto outcome = access::evaluate(document, request, access::DocumentKind::PermissionBoundary);
    const bool denied = outcome.decision != access::Decision::Allow;
    tally.denied += denied;
    tally.spared += !denied && document.statements[static_cast<size_t>(outcome.statement)].sid.starts_with("NotCapped");
    if (denied == wanted || (denied ? slack.may_add : slack.may_miss)) continue;
    return ::testing::AssertionFailure() << (wanted ? "denied by the rules: " : "not denied by the rules: ")
                                         << describe(request, module, result.documents.front().json);
  }
  return ::testing::AssertionSuccess();
}

TEST(Boundary, LeavesItsBearersWhatTheCapsLeaveThem) {
  Tally tally;
  const uint64_t seed = first_seed();
  for (size_t i = 0; i < kBoundaries; ++i) {
    ir::Module module;
    RuleMaker maker(module, seed + i);
    module.rules.push_back(maker.cap("random.a"));
    if (i % 3 == 0) module.rules.push_back(maker.cap("random.b"));
    if (i % 4 == 0) module.rules.push_back(maker.forbid(i % 3));
    ASSERT_TRUE(agrees(module, maker.bearers(), tally, seed + i)) << "boundary " << i;
  }
  fmt::print(
      "{} boundaries: {} exact, {} narrower, {} wider, {} not expressible; {} requests, {} denied, {} spared as not "
      "capped\n",
      kBoundaries, tally.exact, tally.narrower, tally.wider, tally.skipped, tally.requests, tally.denied, tally.spared);
  EXPECT_GT(tally.exact, kBoundaries / 3);
  EXPECT_GT(tally.denied, tally.requests / 10);
  EXPECT_GT(tally.spared, tally.requests / 50);
}

}  // namespace
}  // namespace berm::agreement
