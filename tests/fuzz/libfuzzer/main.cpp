// One target under libFuzzer: BERM_FUZZ_NAME is its name.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  berm::fuzz::BERM_FUZZ_NAME({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
