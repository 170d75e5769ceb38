// bench_rules COUNT JOINS DIRECTORY: so many rules, JOINS of them with relations, and their manifest.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/rules/rules.h"

int main(int count, char** arguments) {
  using namespace berm::bench;
  if (count != 4) {
    std::fprintf(stderr, "usage: bench_rules COUNT JOINS DIRECTORY\n");
    return 3;
  }
  RuleSet set{std::strtoul(arguments[1], nullptr, 10), std::strtoul(arguments[2], nullptr, 10)};
  std::filesystem::path directory = arguments[3];
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "berm.yaml") << manifest_text();
  std::ofstream rules(directory / "rules.berm");
  rules << rules_text(set);
  return rules.flush() ? 0 : 3;
}
