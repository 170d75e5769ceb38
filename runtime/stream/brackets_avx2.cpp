// The same with AVX2, whose parity of quotes is one carry-less multiplication. This file alone is compiled for machines
// that have both, so it may use no inline function that others use too.
#include "runtime/stream/brackets.h"

#if defined(__AVX2__) && defined(__PCLMUL__)
#include <immintrin.h>

#include "runtime/stream/brackets_loop.h"
#endif

namespace berm::stream {

#if defined(__AVX2__) && defined(__PCLMUL__)
namespace {

struct Halves {
  __m256i low, high;
};

inline uint64_t bits(__m256i low, __m256i high) {
  uint64_t first = static_cast<uint32_t>(_mm256_movemask_epi8(low));
  uint64_t second = static_cast<uint32_t>(_mm256_movemask_epi8(high));
  return first | second << 32;
}

inline uint64_t equal(const Halves& block, char c) {
  __m256i wanted = _mm256_set1_epi8(c);
  return bits(_mm256_cmpeq_epi8(block.low, wanted), _mm256_cmpeq_epi8(block.high, wanted));
}

struct ClassifyAvx2 {
  inline Masks operator()(const char* at) const {
    auto* lanes = reinterpret_cast<const __m256i*>(at);
    Halves block{_mm256_loadu_si256(lanes), _mm256_loadu_si256(lanes + 1)};
    // `[` and `{`, `]` and `}` differ by one bit.
    __m256i fold = _mm256_set1_epi8(0x20), last_control = _mm256_set1_epi8(0x1f);
    Halves folded{_mm256_or_si256(block.low, fold), _mm256_or_si256(block.high, fold)};
    uint64_t control = bits(_mm256_cmpeq_epi8(_mm256_min_epu8(block.low, last_control), block.low),
                            _mm256_cmpeq_epi8(_mm256_min_epu8(block.high, last_control), block.high));
    return {equal(block, '"'), equal(block, '\\'), equal(folded, '{'), equal(folded, '}'), control};
  }
};

struct PrefixAvx2 {
  inline uint64_t operator()(uint64_t mask) const {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(mask)),
                                           _mm_set1_epi8(static_cast<char>(0xff)), 0);
    return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
  }
};

const char* walk(const char* begin, const char* end, Nesting& nesting) {
  return walk_blocks(begin, end, nesting, ClassifyAvx2(), PrefixAvx2());
}

}  // namespace

FindClose find_close_avx2() {
  bool able = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
  return able ? walk : nullptr;
}
#else
FindClose find_close_avx2() { return nullptr; }
#endif

}  // namespace berm::stream
