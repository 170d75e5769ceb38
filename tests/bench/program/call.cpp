// call PROGRAM: how long one call takes to decide, from the loaded program, by include/berm.h: the median of many
// rounds, over requests that differ. Prints nanoseconds, calls in a round, how many are denied; and nanoseconds of the
// same calls as JSON.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "berm.h"
#include "tests/bench/calls/calls.h"

namespace {

using nlohmann::json;

constexpr size_t kCalls = 1000, kRounds = 201;

struct Call {
  std::string line, action, resource;
  std::vector<std::pair<std::string, std::string>> keys;
  std::vector<berm_text> values;
  std::vector<berm_key> views;
  berm_request request{};
};

Call make_call(const std::string& line) {
  json in = json::parse(line);
  std::string account = in["account"], principal = in["principal"];
  Call out{line, in["action"], in["resource"], {}, {}, {}, {}};
  out.keys = {{"aws:PrincipalArn", "arn:aws:iam::" + account + ":" + principal},
              {"aws:PrincipalAccount", account},
              {"aws:PrincipalType", "AssumedRole"},
              {"aws:PrincipalIsAWSService", "false"},
              {"aws:ViaAWSService", "false"}};
  for (auto& [name, value] : in["context"].items())
    out.keys.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  return out;
}

// Views into it, once it stays where it is.
void link(Call& call) {
  call.values.reserve(call.keys.size());
  for (const auto& [name, value] : call.keys) {
    call.values.push_back(berm::text(value));
    call.views.push_back({berm::text(name), &call.values.back(), 1});
  }
  call.request = {berm::text(call.action), berm::text(call.resource), {}, call.views.data(), call.views.size()};
}

std::vector<Call> make_calls() {
  std::string lines;
  berm::bench::write_requests(kCalls, [&](std::string_view piece) { lines += piece; });
  std::vector<Call> calls;
  for (size_t at = 0; at < lines.size();) {
    size_t end = lines.find('\n', at);
    calls.push_back(make_call(lines.substr(at, end - at)));
    at = end + 1;
  }
  for (Call& call : calls) link(call);
  return calls;
}

// Nanoseconds a call; the median of the rounds.
template <typename Decide>
double measure(const std::vector<Call>& calls, size_t& denied, Decide decide) {
  std::vector<double> rounds;
  for (size_t round = 0; round < kRounds; ++round) {
    denied = 0;
    auto began = std::chrono::steady_clock::now();
    for (const Call& call : calls) {
      berm_answer answer{};
      if (decide(call, answer) != BERM_OK) {
        std::fprintf(stderr, "call: not decided: %s\n", call.line.c_str());
        std::exit(3);
      }
      denied += answer.denied != 0;
    }
    std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
    rounds.push_back(took.count() / static_cast<double>(calls.size()));
  }
  std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
  return rounds[kRounds / 2];
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: call PROGRAM\n");
    return 3;
  }
  std::string message;
  auto program = berm::Program::open(arguments[1], message);
  if (!program) return std::fprintf(stderr, "call: %s\n", message.c_str()), 3;
  berm_decider* decider = nullptr;
  if (berm_decider_new(program->get(), &decider) != BERM_OK) return 3;
  std::vector<Call> calls = make_calls();
  size_t denied = 0, denied_json = 0;
  double plain = measure(calls, denied, [&](const Call& call, berm_answer& answer) {
    return berm_decide(decider, &call.request, &answer);
  });
  double text = measure(calls, denied_json, [&](const Call& call, berm_answer& answer) {
    return berm_decide_json(decider, call.line.data(), call.line.size(), &answer);
  });
  berm_decider_free(decider);
  std::printf("%.1f %zu %zu %.1f\n", plain, calls.size(), denied, text);
}
