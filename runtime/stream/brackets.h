// Finds where a container of a JSON text ends without looking at what it holds. Internal to this folder.
//
// 64 bytes at a time: which of them are quotes, backslashes and brackets, and which brackets stand outside of strings.
#pragma once

#include <cstddef>
#include <cstdint>

namespace berm::stream {

// What of a text has been seen. Begins behind the bracket that opens the container.
struct Nesting {
  uint32_t limit = 0;       // more open containers than that are too many
  uint32_t depth = 1;       // open containers; 0: the end is found
  bool in_string = false;   // the text seen ends within a string
  bool escaped = false;     // its last byte escapes the next
  bool too_deep = false;    // and then no further
  bool bad_string = false;  // a control character stands in one
};

// Behind the text, so many bytes must be readable.
constexpr size_t kBlock = 64;

// Goes on from `begin` until the container is closed, and returns the byte behind it; or `end`. That a bracket of one
// kind closes one of the other is not seen.
using FindClose = const char* (*)(const char* begin, const char* end, Nesting& nesting);

// The fastest that this machine can run, and the one that every machine can.
FindClose find_close();
const char* find_close_portable(const char* begin, const char* end, Nesting& nesting);
// Null where this machine has no AVX2 (AVX-512) and carry-less multiplication.
FindClose find_close_avx2();
FindClose find_close_avx512();

}  // namespace berm::stream
