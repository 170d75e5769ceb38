#include "runtime/stream/utf8.h"

#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

// Bytes at the end that are the beginning of one character.
size_t cut_off(const char* bytes, size_t size) {
  for (size_t back = 1; back <= 3 && back <= size; ++back) {
    auto c = static_cast<unsigned char>(bytes[size - back]);
    if ((c & 0xC0) == 0x80) continue;
    size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

}  // namespace

size_t valid_utf8(const char* bytes, size_t size, bool all) {
  size_t whole = all ? size : size - cut_off(bytes, size);
  return simdjson::validate_utf8(bytes, whole) ? whole : kNotUtf8;
}

}  // namespace berm::stream
