#include "runtime/stream/hashes.h"

#include <unistd.h>

#include <chrono>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace berm::stream {
namespace {

uint64_t make_key() {
  uint64_t key;
  if (::getentropy(&key, sizeof(key)) == 0) return key;
  return static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

}  // namespace

uint64_t block_hash(std::string_view address) {
  static const uint64_t key = make_key();
  return XXH3_64bits_withSeed(address.data(), address.size(), key);
}

uint32_t type_hash(std::string_view type) { return static_cast<uint32_t>(block_hash(type)); }
uint32_t module_hash(std::string_view module) { return static_cast<uint32_t>(block_hash(module)); }

}  // namespace berm::stream
