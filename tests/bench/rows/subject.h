// What is measured: programs, and the files that they are given, made when first asked for.
#pragma once

#include <string>

#include "tests/bench/rows/process.h"
#include "tests/bench/rows/rows.h"

namespace berm::bench {

// A row that can't be measured, and why.
struct NotMeasured {
  std::string why;
};

class Subject {
 public:
  explicit Subject(const Options& options) : options_(options) {}
  const Options& options() const { return options_; }

  std::string program(const std::string& name) const;  // throws NotMeasured where it is not built
  std::string berm() const;
  std::string lean() const;  // berm-check, beside it

  // Files, by path.
  std::string plan_of_bytes(uint64_t bytes) const;
  std::string plan_of_resources(uint64_t resources) const;
  std::string rules(uint64_t rules, uint64_t joins) const;  // a folder with sources
  std::string rules_alone(uint64_t rules) const;            // that ask for nothing but the resource they judge
  std::string compiled(const std::string& sources) const;   // their program
  std::string requests() const;
  std::string events() const;  // a folder with files of CloudTrail
  // What no other row shares: a new, empty folder of this name.
  std::string empty_folder(const std::string& name) const;

  Command check(const std::string& program, const std::string& plan) const;
  Command baseline(const std::string& plan) const;

 private:
  std::string made(const std::string& name, Command command) const;
  const Options& options_;
};

// Throws NotMeasured where one of them failed; 1 and 2 are verdicts.
std::vector<Run> measure_all(const std::vector<Command>& commands, size_t runs);

uint64_t resources_in(const std::string& plan);

std::string ratio(double a, double b);
std::string describe(const std::string& what, const Run& run);

}  // namespace berm::bench
