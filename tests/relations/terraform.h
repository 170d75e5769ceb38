// Random configurations, planned and applied by the real terraform.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace berm::relations_test {

// A plan and the state after it was applied, as `terraform show -json` writes them.
struct Applied {
  std::string name;
  std::string plan, state;
};

// The `terraform` on PATH; empty: there is none.
std::string find_terraform();

// Two steps, the second with changes. Empty where terraform refuses the configuration, with its message in `problem`.
std::vector<Applied> apply_random(const std::string& terraform, uint64_t seed, std::string& problem);

// Pairs made this way before, `NAME.plan.json` and `NAME.state.json`.
std::vector<Applied> captured(const std::string& folder);

}  // namespace berm::relations_test
