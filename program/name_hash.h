// Hash of names that are compared without regard to ASCII case, for the tables that stand in programs.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace berm::program {

// Bytes as in little-endian words. Names that differ in more than case may share a hash; who looks one up compares.
inline uint32_t name_hash(std::string_view name) {
  constexpr uint64_t kFold = 0x2020202020202020, kFactor = 0x9E3779B97F4A7C15;
  uint64_t hash = name.size() * kFactor;
  const char* at = name.data();
  size_t left = name.size();
  for (; left >= 8; at += 8, left -= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    hash = (hash ^ (word | kFold)) * kFactor;
    hash ^= hash >> 29;
  }
  uint64_t rest = 0;
  if (left > 0) std::memcpy(&rest, at, left);
  hash = (hash ^ (rest | kFold)) * kFactor;
  return static_cast<uint32_t>(hash >> 32);
}

}  // namespace berm::program
