// What a step of a test expects, compared with what is so. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reference/reference.h"

namespace berm::reference {

// In words: "denied by `acme.log_1`", "clean".
std::string describe(const ir::Expectation& expected);

struct Seen {
  std::string words;
  std::vector<std::string> findings;  // of plans: one a line
};

class Expectations {
 public:
  // All outlive this.
  Expectations(const ir::Module& module, const ir::Test& test, const SourceSet& sources, const Carries& carries,
               const Legs& legs, Coverage* coverage)
      : module_(module), test_(test), sources_(sources), carries_(carries), legs_(legs), coverage_(coverage) {}

  // What is seen instead; none where the expectation is met.
  std::optional<Seen> differs(const ir::Expectation& expected, const access::Request& call) const;
  std::optional<Seen> differs(const ir::Expectation& expected, const facts::Plan& plan) const;

 private:
  // The named rules; else those outside the standard library, or those of the test's own package of it.
  std::vector<const ir::Rule*> rules(const ir::Expectation& expected) const;
  bool denied(const ir::Rule& rule, const access::Request& call) const;

  const ir::Module& module_;
  const ir::Test& test_;
  const SourceSet& sources_;
  const Carries& carries_;
  const Legs& legs_;
  Coverage* coverage_;
};

}  // namespace berm::reference
