// Three parties decide the same generated calls: the rule (the naive evaluator), the document that says it (our IAM
// evaluator), and an independent simulator. docs/agreement.md adjudicates where the third differs.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <set>

#include "tests/agreement/seed.h"
#include "tests/agreement/three_party/readings.h"
#include "tests/agreement/three_party/simulator.h"
#include "tests/agreement/trial.h"

namespace berm::agreement {
namespace {

using documents::Kind;

constexpr size_t kRequestsPerTrial = 300;  // of a document over the whole catalogue a part is tried
constexpr size_t kShown = 5;
// It finds none, or more than one, of the action's resource types by the ARN.
const std::set<std::string> kRefusals{"no.resource.types", "multiple.resource.types"};

size_t wanted_requests() {
  const char* text = std::getenv("BERM_AGREEMENT_REQUESTS");
  return text == nullptr ? 100'000 : std::strtoull(text, nullptr, 10);
}

// Spread over the list.
void thin(std::vector<access::Request>& requests) {
  const size_t step = (requests.size() + kRequestsPerTrial - 1) / kRequestsPerTrial;
  for (size_t i = 0; step > 1 && i * step < requests.size(); ++i) std::swap(requests[i], requests[i * step]);
  requests.resize(std::min(requests.size(), kRequestsPerTrial));
}

// Mostly SCPs; boundaries and identity policies are tried with about four times as many calls.
Kind kind_of(size_t number) {
  static constexpr Kind kKinds[] = {Kind::Scp, Kind::Rcp,          Kind::Scp, Kind::PermissionBoundary,
                                    Kind::Scp, Kind::BucketPolicy, Kind::Rcp, Kind::IdentityPolicy};
  return kKinds[number % std::size(kKinds)];
}

Trial trial_of(size_t number) {
  Trial trial = make_trial(kind_of(number), first_seed(), number);
  thin(trial.requests);
  return trial;
}

// Whether the simulator's verdict keeps the call from succeeding, as denied_by_document says it of ours.
bool denies(size_t number, char letter) {
  const Kind kind = kind_of(number);
  const bool allows = kind == Kind::PermissionBoundary || kind == Kind::IdentityPolicy;
  return letter == 'D' || (allows && letter != 'A');
}

class ThreeParty : public ::testing::Test {
 protected:
  // The first two parties, and the questions for the third.
  void ask();
  void compare_two(const Trial& trial);
  void compare_third(size_t number, const Answer& answer);
  void judge_difference(const Trial& trial, size_t request, bool denied);
  void fail(const Trial& trial, size_t request, const std::string& what);

  Simulator simulator_;
  std::vector<std::vector<bool>> denied_;  // by the documents, trial by trial
  size_t asked_ = 0, denials_ = 0, two_differ_ = 0, decided_ = 0, failures_ = 0;
  std::map<std::string, size_t, std::less<>> adjudicated_, refused_;
};

void ThreeParty::fail(const Trial& trial, size_t request, const std::string& what) {
  if (++failures_ <= kShown)
    ADD_FAILURE() << what << ": " << describe(trial.requests[request]) << "\n" << describe(trial);
}

void ThreeParty::compare_two(const Trial& trial) {
  std::vector<bool>& all = denied_.emplace_back();
  for (size_t i = 0; i < trial.requests.size(); ++i) {
    const access::Request& request = trial.requests[i];
    const bool denied = denied_by_document(trial, access::evaluate(trial.document(), request, trial.kind));
    const bool wanted = denied_by_rules(trial, request);
    all.push_back(denied);
    denials_ += denied;
    two_differ_ += denied != wanted;
    if (denied != wanted && !(denied ? trial.may_add : trial.may_miss))
      fail(trial, i, "the rule and its document differ");
  }
  asked_ += trial.requests.size();
}

void ThreeParty::ask() {
  const size_t wanted = wanted_requests() + wanted_requests() / 25;  // the simulator refuses some
  for (size_t number = 0; asked_ < wanted; ++number) {
    const Trial trial = trial_of(number);
    compare_two(trial);
    simulator_.ask(trial);
  }
}

void ThreeParty::judge_difference(const Trial& trial, size_t request, bool denied) {
  const auto reading = reading_behind(trial, trial.requests[request], denied);
  if (reading) {
    ++adjudicated_[std::string(*reading)];
  } else {
    fail(trial, request, denied ? "only the simulator denies" : "the simulator does not deny");
  }
}

void ThreeParty::compare_third(size_t number, const Answer& answer) {
  EXPECT_EQ(answer.errors, "") << "the simulator refuses document " << number;
  std::optional<Trial> trial;  // made again where there is something to judge
  for (const auto& [request, why] : answer.failed) {
    EXPECT_TRUE(kRefusals.contains(why)) << why;
    ++refused_[why];
  }
  for (size_t i = 0; i < answer.decisions.size(); ++i) {
    const char letter = answer.decisions[i];
    if (letter == '?') continue;
    ++decided_;
    const bool denied = denies(number, letter);
    if (denied == denied_[number][i]) continue;
    if (!trial) trial.emplace(trial_of(number));
    judge_difference(*trial, i, denied);
  }
}

TEST_F(ThreeParty, Agree) {
  ask();
  fmt::print("{} requests from seed {}: {} denied, the rule and its document differ on {}, as their rows say\n", asked_,
             first_seed(), denials_, two_differ_);
  EXPECT_GT(denials_, asked_ / 10);
  if (!Simulator::installed()) GTEST_SKIP() << "the third party did not take part: node or its package is missing";
  std::string error;
  const std::vector<Answer> answers = simulator_.answers(error);
  ASSERT_EQ(answers.size(), denied_.size()) << error;
  for (size_t i = 0; i < answers.size(); ++i) compare_third(i, answers[i]);
  fmt::print("{} requests decided by all three\n", decided_);
  for (const auto& [why, count] : adjudicated_) fmt::print("  {} adjudicated: {}\n", count, why);
  for (const auto& [why, count] : refused_) fmt::print("  {} refused by the simulator: {}\n", count, why);
  EXPECT_GE(decided_, wanted_requests());
}

}  // namespace
}  // namespace berm::agreement
