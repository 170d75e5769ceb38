// Where the random tests begin.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace berm::agreement {

// Another seed in BERM_AGREEMENT_SEED tries other rules.
inline uint64_t first_seed() {
  const char* text = std::getenv("BERM_AGREEMENT_SEED");
  return text == nullptr ? 20261122 : std::strtoull(text, nullptr, 10);
}

}  // namespace berm::agreement
