// A document decides as its rules denote: random rules, and for each document requests near what it names.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/agreement/seed.h"
#include "tests/agreement/trial.h"

namespace berm::agreement {
namespace {

using documents::Kind;

// An exact document agrees on every request; a narrower one denies nothing that its rules do not, a wider one leaves
// nothing that they deny.
::testing::AssertionResult agrees(const Trial& trial, Tally& tally) {
  for (const access::Request& request : trial.requests) {
    const bool wanted = denied_by_rules(trial, request);
    const bool denied = denied_by_document(trial, access::evaluate(trial.document(), request, trial.kind));
    ++tally.requests;
    tally.denied += denied;
    tally.missed += wanted && !denied;
    tally.added += denied && !wanted;
    if (denied == wanted || (denied ? trial.may_add : trial.may_miss)) continue;
    return ::testing::AssertionFailure() << describe(request) << "\nthe rules " << (wanted ? "deny" : "do not deny")
                                         << ": " << describe(trial);
  }
  return ::testing::AssertionSuccess();
}

Tally try_documents(Kind kind, size_t count) {
  Tally tally;
  for (size_t i = 0; i < count; ++i) {
    const Trial trial = make_trial(kind, first_seed(), i);
    count_rows(trial, tally);
    EXPECT_TRUE(agrees(trial, tally)) << "document " << i;
    if (::testing::Test::HasFailure()) break;
  }
  fmt::print("{}\n", describe(tally));
  return tally;
}

// A compiler that gives up, or requests that try nothing, would agree too: hence the counts behind.

TEST(Agreement, ServiceControlPoliciesDecideAsTheirRulesDenote) {
  constexpr size_t kDocuments = 1000;
  const Tally tally = try_documents(Kind::Scp, kDocuments);
  EXPECT_GT(tally.exact, kDocuments / 2);
  EXPECT_GT(tally.denied, tally.requests / 20);
}

TEST(Agreement, BoundariesLeaveTheirBearersWhatTheCapsLeaveThem) {
  constexpr size_t kDocuments = 250;
  const Tally tally = try_documents(Kind::PermissionBoundary, kDocuments);
  EXPECT_GT(tally.exact, kDocuments / 3);
  EXPECT_GT(tally.denied, tally.requests / 10);
}

TEST(Agreement, ResourceControlPoliciesDecideAsTheirRulesDenote) {
  constexpr size_t kDocuments = 300;
  const Tally tally = try_documents(Kind::Rcp, kDocuments);
  EXPECT_GT(tally.exact, kDocuments / 3);
  EXPECT_GT(tally.denied, tally.requests / 20);
}

TEST(Agreement, BucketPoliciesDecideAsTheirRulesDenote) {
  constexpr size_t kDocuments = 300;
  const Tally tally = try_documents(Kind::BucketPolicy, kDocuments);
  EXPECT_GT(tally.exact, kDocuments / 3);
  EXPECT_GT(tally.denied, tally.requests / 20);
}

TEST(Agreement, IdentityPoliciesGiveWhatTheCapsLeave) {
  constexpr size_t kDocuments = 150;
  const Tally tally = try_documents(Kind::IdentityPolicy, kDocuments);
  EXPECT_GT(tally.narrower, kDocuments / 3);  // none is exact: other policies may give more
  EXPECT_GT(tally.denied, tally.requests / 10);
}

// Calls of bearers whom a cap does not limit.
TEST(Agreement, BoundariesSpareWhomACapDoesNotLimit) {
  size_t spared = 0, requests = 0;
  for (size_t i = 0; i < 40; ++i) {
    const Trial trial = make_trial(Kind::PermissionBoundary, first_seed(), i);
    for (const access::Request& request : trial.requests) {
      const auto outcome = access::evaluate(trial.document(), request, trial.kind);
      ++requests;
      spared += outcome.decision == access::Decision::Allow &&
                trial.document().statements[static_cast<size_t>(outcome.statement)].sid.starts_with("NotCapped");
    }
  }
  EXPECT_GT(spared, requests / 50);
}

}  // namespace
}  // namespace berm::agreement
