// Whether bytes that come in pieces are text. Internal to this folder.
#pragma once

#include <cstddef>

namespace berm::stream {

constexpr size_t kNotUtf8 = static_cast<size_t>(-1);

// How many bytes are valid UTF-8, or kNotUtf8 where some are not. Without `all` a character may be cut at the end, and
// is not counted.
size_t valid_utf8(const char* bytes, size_t size, bool all);

}  // namespace berm::stream
