// The third party: @cloud-copilot/iam-simulate, run as a process of its own by simulate.mjs.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/agreement/trial.h"

namespace berm::agreement {

// What it says of one trial.
struct Answer {
  std::string errors;     // of the policy, as JSON; empty where it takes it
  std::string decisions;  // one letter a request: D explicit deny, I implicit deny, A allow, ? refused
  std::map<size_t, std::vector<std::string>> ignored;  // request → keys that it says the call does not carry
  std::map<size_t, std::string> failed;                // request → why it refuses it
};

class Simulator {
 public:
  Simulator();
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  static bool installed();
  void ask(const Trial& trial);
  // Of every trial asked about, in order. Empty where the process fails, with its words in `error`.
  std::vector<Answer> answers(std::string& error);

 private:
  std::filesystem::path folder_;
  std::ofstream questions_;
};

}  // namespace berm::agreement
