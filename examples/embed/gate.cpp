// Decides questions from standard input, a line of JSON each, on several threads that share one program.
#include <berm.h>

#include <iostream>
#include <string>
#include <thread>
#include <vector>

// Every step-th line, beginning with the first-th, decided by a decider of its own.
static void decide(const berm::Program& program, const std::vector<std::string>& lines, size_t first, size_t step,
                   std::vector<std::string>& answers) {
  berm::Decider decider(program);
  for (size_t i = first; i < lines.size(); i += step) {
    const auto answer = decider.decide_json(lines[i]);
    answers[i] = !answer ? "? " + std::string(decider.message()) : answer->denied ? "denied" : "not denied";
    if (!answer) continue;
    for (uint32_t rule : answer->rules) answers[i] += " " + std::string(program.name(rule));
  }
}

int main(int count, char** arguments) {
  std::string message;
  const auto program = count == 2 ? berm::Program::open(arguments[1], message) : std::nullopt;
  if (!program) {
    std::cerr << (count == 2 ? message : "gate PROGRAM < questions") << "\n";
    return 3;
  }
  std::vector<std::string> lines;
  for (std::string line; std::getline(std::cin, line);) lines.push_back(line);
  std::vector<std::string> answers(lines.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < 2; ++i) threads.emplace_back([&, i] { decide(*program, lines, i, 2, answers); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : answers) std::cout << answer << "\n";
}
