// The loop over blocks, for whatever way there is to classify 64 bytes. Each file that includes it has it for itself,
// since each is compiled for other machines.
#pragma once

#include "runtime/stream/brackets.h"

namespace berm::stream {
namespace {

// One bit a byte.
struct Masks {
  uint64_t quote, backslash, open, close, control;
};

// `begin`, and every second backslash of a run, aside: the bytes behind backslashes.
inline uint64_t escaped_bytes(uint64_t backslashes, bool begin) {
  uint64_t escaped = begin ? 1 : 0;
  for (uint64_t left = backslashes & ~escaped; left != 0;) {
    uint64_t first = left & (~left + 1);
    escaped |= first << 1;
    left &= ~(first | first << 1);
  }
  return escaped;
}

// Brackets outside of strings, in turn; the bit of the one that ends it, or 64.
inline unsigned step_through(uint64_t open, uint64_t close, Nesting& nesting) {
  for (uint64_t left = open | close; left != 0; left &= left - 1) {
    unsigned at = static_cast<unsigned>(__builtin_ctzll(left));
    if (close >> at & 1) {
      if (--nesting.depth == 0) return at;
    } else if (++nesting.depth > nesting.limit) {
      nesting.too_deep = true;
      return at;
    }
  }
  return kBlock;
}

// A block that can't close the container costs no more than counting. `Classify` turns the address of 64 bytes into
// Masks, `Prefix` a mask into one whose every bit is the parity of those up to it.
template <class Classify, class Prefix>
[[gnu::always_inline]] inline const char* walk_blocks(const char* begin, const char* end, Nesting& nesting,
                                                      Classify classify, Prefix prefix) {
  uint64_t carried = nesting.in_string ? ~uint64_t{0} : 0;
  bool escaped_next = nesting.escaped;
  for (const char* at = begin; at < end; at += kBlock) {
    size_t left = static_cast<size_t>(end - at), length = left < kBlock ? left : kBlock;
    uint64_t valid = length == kBlock ? ~uint64_t{0} : (uint64_t{1} << length) - 1;
    Masks masks = classify(at);
    uint64_t backslashes = masks.backslash & valid, escaped = 0;
    if (backslashes != 0 || escaped_next) [[unlikely]] {
      escaped = escaped_bytes(backslashes, escaped_next);
      escaped_next = (backslashes & ~escaped) >> (length - 1) & 1;
    }
    uint64_t strings = prefix(masks.quote & valid & ~escaped) ^ carried;
    carried = strings >> (length - 1) & 1 ? ~uint64_t{0} : 0;
    uint64_t open = masks.open & valid & ~strings, close = masks.close & valid & ~strings;
    if (masks.control & valid & strings) nesting.bad_string = true;
    unsigned opened = static_cast<unsigned>(__builtin_popcountll(open)),
             closed = static_cast<unsigned>(__builtin_popcountll(close));
    if (closed < nesting.depth && nesting.depth + opened <= nesting.limit) [[likely]] {
      nesting.depth += opened - closed;
      continue;
    }
    unsigned last = step_through(open, close, nesting);
    if (last < kBlock) {
      nesting.in_string = nesting.escaped = false;
      return at + last + 1;
    }
  }
  nesting.in_string = carried != 0;
  nesting.escaped = escaped_next;
  return end;
}

}  // namespace
}  // namespace berm::stream
