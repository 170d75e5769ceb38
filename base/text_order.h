// The order of names, fast where most differ early.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace berm {

// The first eight bytes as a number that orders as they do; behind what is shorter stand zeros. Texts of which it is
// the same need not be.
inline uint64_t prefix_of(std::string_view text) {
  auto number = [&](size_t at) { return static_cast<uint64_t>(static_cast<unsigned char>(text[at])); };
  size_t size = text.size();
  if (size >= 8 && std::endian::native == std::endian::little) {
    uint64_t word;
    std::memcpy(&word, text.data(), 8);
    return __builtin_bswap64(word);
  }
  if (size >= 4 && size < 8 && std::endian::native == std::endian::little) {
    // Two words that overlap.
    uint32_t first, last;
    std::memcpy(&first, text.data(), 4);
    std::memcpy(&last, text.data() + size - 4, 4);
    uint64_t behind = static_cast<uint64_t>(__builtin_bswap32(last)) << 8 * (8 - size) & 0xFFFFFFFF;
    return static_cast<uint64_t>(__builtin_bswap32(first)) << 32 | behind;
  }
  uint64_t word = 0;
  for (size_t i = 0; i < size && i < 8; ++i) word |= number(i) << (56 - 8 * i);
  return word;
}

// As std::string_view orders them. Within eight bytes it takes no call.
inline bool is_before(std::string_view a, std::string_view b) {
  uint64_t first = prefix_of(a), second = prefix_of(b);
  return first == second ? a < b : first < second;
}

}  // namespace berm
