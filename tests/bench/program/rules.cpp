// bench_rules COUNT JOINS DIRECTORY: so many rules, JOINS of them with relations, and their manifest. JOINS `alone`:
// none asks for anything but the resource it judges.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/bench/rules/rules.h"

int main(int count, char** arguments) {
  using namespace berm::bench;
  if (count != 4) {
    std::fprintf(stderr, "usage: bench_rules COUNT JOINS DIRECTORY\n");
    return 3;
  }
  bool alone = std::string(arguments[2]) == "alone";
  RuleSet set{std::strtoul(arguments[1], nullptr, 10), alone ? 0 : std::strtoul(arguments[2], nullptr, 10), alone};
  std::filesystem::path directory = arguments[3];
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "berm.yaml") << manifest_text();
  std::ofstream rules(directory / "rules.berm");
  rules << rules_text(set);
  return rules.flush() ? 0 : 3;
}
