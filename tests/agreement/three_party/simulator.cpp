#include "tests/agreement/three_party/simulator.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "access/policy.h"
#include "tests/support/process.h"

namespace berm::agreement {
namespace {

using nlohmann::json;

json context_of(const access::Request& request) {
  json context = json::object();
  for (const auto& [key, values] : request.context) {
    if (request.is_multivalued(key)) {
      context[key] = values;
    } else {
      context[key] = values.front();
    }
  }
  return context;
}

std::map<size_t, std::vector<std::string>> ignored_of(const json& answer) {
  std::map<size_t, std::vector<std::string>> ignored;
  for (const auto& [number, keys] : answer.items()) ignored[std::stoul(number)] = keys.get<std::vector<std::string>>();
  return ignored;
}

Answer answer_of(const json& line) {
  Answer answer;
  if (line.contains("errors")) {
    answer.errors = line["errors"].dump();
    return answer;
  }
  answer.decisions = line["decisions"];
  answer.ignored = ignored_of(line["ignored"]);
  for (const auto& [number, why] : line["failed"].items()) answer.failed[std::stoul(number)] = why;
  return answer;
}

}  // namespace

Simulator::Simulator() {
  std::string pattern = (std::filesystem::temp_directory_path() / "berm-simulate-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  questions_.open(folder_ / "questions");
}

Simulator::~Simulator() { std::filesystem::remove_all(folder_); }

bool Simulator::installed() { return std::filesystem::exists(BERM_SIMULATOR_DIR "/installed.json"); }

void Simulator::ask(const Trial& trial) {
  json requests = json::array();
  for (const access::Request& request : trial.requests) {
    requests.push_back({{"action", request.action}, {"resource", request.resource}, {"context", context_of(request)}});
  }
  json line = {{"kind", documents::name(trial.spec.kind)},
               {"policy", json::parse(access::write_policy_minified(trial.document()))},
               {"requests", std::move(requests)}};
  questions_ << line.dump() << '\n';
}

std::vector<Answer> Simulator::answers(std::string& error) {
  questions_.close();
  const auto ran =
      testing_support::run("node", "'" BERM_TEST_DIR "/simulate.mjs' '" BERM_SIMULATOR_DIR "' < questions", folder_);
  std::vector<Answer> answers;
  if (ran.exit_code != 0) {
    error = ran.err;
    return answers;
  }
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) answers.push_back(answer_of(json::parse(line)));
  return answers;
}

}  // namespace berm::agreement
