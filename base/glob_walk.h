// How a text is matched against a glob, whatever counts as the same letter.
#pragma once

#include <cstddef>
#include <string_view>

namespace berm {

inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Greedy with one point of return: the last `*` passed. Linear in text × pattern at worst.
template <class Same>
bool glob_walk(std::string_view pattern, std::string_view text, Same same) {
  size_t p = 0, t = 0;
  size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || same(pattern[p], text[t]))) {
      bool one = pattern[p] == '?';
      ++p;
      ++t;
      while (one && t < text.size() && is_continuation(text[t])) ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace berm
