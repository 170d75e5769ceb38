// Where random rules and plans take their choices from: a seed, or the bytes of a fuzzer.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>
#include <span>

namespace berm::agreement {

class Choices {
 public:
  explicit Choices(uint64_t seed) : random_(seed) {}
  // Once the bytes are used up, every choice is the first.
  explicit Choices(std::span<const uint8_t> bytes) : bytes_(bytes), from_bytes_(true) {}

  // 0 … count - 1.
  uint32_t below(uint32_t count) { return from_bytes_ ? byte() % count : static_cast<uint32_t>(random_() % count); }
  bool one_in(uint32_t count) { return below(count) == count - 1; }
  template <class List>
  const auto& of(const List& list) {
    return list[below(static_cast<uint32_t>(std::size(list)))];
  }

 private:
  uint32_t byte() {
    if (bytes_.empty()) return 0;
    uint8_t next = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return next;
  }

  std::mt19937_64 random_;
  std::span<const uint8_t> bytes_;
  bool from_bytes_ = false;
};

}  // namespace berm::agreement
