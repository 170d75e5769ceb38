#include "runtime/stream/brackets.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace berm::stream {
namespace {

// One byte at a time: where the container ends, or the size.
size_t slowly(std::string_view text, Nesting& nesting) {
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (nesting.in_string) {
      if (static_cast<unsigned char>(c) < 0x20) nesting.bad_string = true;
      if (nesting.escaped)
        nesting.escaped = false;
      else if (c == '\\')
        nesting.escaped = true;
      else if (c == '"')
        nesting.in_string = false;
    } else if (c == '"') {
      nesting.in_string = true;
    } else if (c == '{' || c == '[') {
      if (++nesting.depth > nesting.limit) {
        nesting.too_deep = true;
        return i + 1;
      }
    } else if (c == '}' || c == ']') {
      if (--nesting.depth == 0) return i + 1;
    }
  }
  return text.size();
}

std::string padded(std::string text) { return text + std::string(kBlock, '}'); }

std::vector<FindClose> ways() {
  std::vector<FindClose> out = {find_close_portable};
  if (find_close_avx2()) out.push_back(find_close_avx2());
  if (find_close_avx512()) out.push_back(find_close_avx512());
  return out;
}

// In pieces, as windows cut it.
size_t in_pieces(FindClose find, const std::string& text, const std::vector<size_t>& cuts, Nesting& nesting) {
  size_t at = 0;
  for (size_t cut : cuts) {
    std::string piece = padded(text.substr(at, cut - at));
    const char* end = piece.data() + (cut - at);
    at += static_cast<size_t>(find(piece.data(), end, nesting) - piece.data());
    if (nesting.depth == 0 || nesting.too_deep) return at;
  }
  return at;
}

void expect_same(const std::string& text, const std::vector<size_t>& cuts) {
  Nesting expected{.limit = 20};
  size_t end = slowly(text, expected);
  for (FindClose find : ways()) {
    Nesting nesting{.limit = 20};
    EXPECT_EQ(in_pieces(find, text, cuts, nesting), end) << text;
    EXPECT_EQ(nesting.depth, expected.depth) << text;
    EXPECT_EQ(nesting.too_deep, expected.too_deep) << text;
    if (nesting.depth > 0 && !nesting.too_deep) {
      EXPECT_EQ(nesting.in_string, expected.in_string) << text;
      EXPECT_EQ(nesting.bad_string, expected.bad_string) << text;
      EXPECT_EQ(nesting.escaped, expected.escaped) << text;
    }
  }
}

TEST(Brackets, AgreeWithASlowLook) {
  std::mt19937 random(7);
  const std::string kBytes = "{}[]\"\"\"\\\\ax,: \x01{}[]";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    size_t length = random() % 300;
    // Outside of strings a backslash is no JSON, and escapes nothing.
    bool in_string = false;
    while (text.size() < length) {
      char c = kBytes[random() % kBytes.size()];
      if (c == '\\' && !in_string) continue;
      if (c == '"' && (text.empty() || text.back() != '\\')) in_string = !in_string;
      if (in_string && c == '\\') text += c;
      text += c;
      if (text.size() > 2 && text[text.size() - 1] == '\\' && random() % 2) text += '"';
    }
    std::vector<size_t> cuts;
    for (size_t at = 0; at < text.size();) cuts.push_back(at = std::min<size_t>(text.size(), at + 1 + random() % 130));
    expect_same(text, cuts);
  }
}

TEST(Brackets, EscapesAtTheEndOfABlock) {
  for (size_t before = 50; before < 70; ++before) {
    for (size_t slashes = 0; slashes < 6; ++slashes) {
      std::string text = "\"" + std::string(before, 'a') + std::string(slashes, '\\') + "\"}\"}";
      for (size_t cut = 1; cut < text.size(); ++cut) expect_same(text, {cut, text.size()});
    }
  }
}

TEST(Brackets, LimitsNesting) {
  std::string deep(500, '[');
  expect_same(deep, {deep.size()});
  expect_same(std::string(19, '[') + std::string(20, ']'), {39});
}

}  // namespace
}  // namespace berm::stream
