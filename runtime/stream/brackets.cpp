#include "runtime/stream/brackets.h"

#include <array>

#include "runtime/stream/brackets_loop.h"

namespace berm::stream {
namespace {

enum Class : uint8_t { kQuote = 1, kBackslash = 2, kOpen = 4, kClose = 8, kControl = 16 };

constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (size_t c = 0; c < 0x20; ++c) classes[c] = kControl;
  classes['"'] = kQuote;
  classes['\\'] = kBackslash;
  classes['{'] = classes['['] = kOpen;
  classes['}'] = classes[']'] = kClose;
  return classes;
}();

Masks classify(const char* block) {
  Masks masks{};
  for (size_t i = 0; i < kBlock; ++i) {
    uint64_t of = kClasses[static_cast<unsigned char>(block[i])];
    masks.quote |= (of & 1) << i;
    masks.backslash |= (of >> 1 & 1) << i;
    masks.open |= (of >> 2 & 1) << i;
    masks.close |= (of >> 3 & 1) << i;
    masks.control |= (of >> 4 & 1) << i;
  }
  return masks;
}

uint64_t prefix_parity(uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

}  // namespace

const char* find_close_portable(const char* begin, const char* end, Nesting& nesting) {
  return walk_blocks(begin, end, nesting, classify, prefix_parity);
}

FindClose find_close() {
  static const FindClose kBest = find_close_avx512() ? find_close_avx512()
                                 : find_close_avx2() ? find_close_avx2()
                                                     : find_close_portable;
  return kBest;
}

}  // namespace berm::stream
