// The same with AVX-512, which compares 64 bytes at once. As brackets_avx2.cpp it is compiled apart.
#include "runtime/stream/brackets.h"

#if defined(__AVX512BW__) && defined(__PCLMUL__)
#include <immintrin.h>

#include "runtime/stream/brackets_loop.h"
#endif

namespace berm::stream {

#if defined(__AVX512BW__) && defined(__PCLMUL__)
namespace {

struct ClassifyAvx512 {
  inline Masks operator()(const char* at) const {
    __m512i block = _mm512_loadu_si512(at);
    // `[` and `{`, `]` and `}` differ by one bit.
    __m512i folded = _mm512_or_si512(block, _mm512_set1_epi8(0x20));
    return {_mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"')), _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\\')),
            _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('{')),
            _mm512_cmpeq_epi8_mask(folded, _mm512_set1_epi8('}')),
            _mm512_cmplt_epu8_mask(block, _mm512_set1_epi8(0x20))};
  }
};

struct PrefixClmul {
  inline uint64_t operator()(uint64_t mask) const {
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<long long>(mask)),
                                           _mm_set1_epi8(static_cast<char>(0xff)), 0);
    return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
  }
};

const char* walk(const char* begin, const char* end, Nesting& nesting) {
  return walk_blocks(begin, end, nesting, ClassifyAvx512(), PrefixClmul());
}

}  // namespace

FindClose find_close_avx512() {
  bool able = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
  return able ? walk : nullptr;
}
#else
FindClose find_close_avx512() { return nullptr; }
#endif

}  // namespace berm::stream
