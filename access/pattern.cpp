#include "access/pattern.h"

#include <algorithm>
#include <array>
#include <optional>

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::access {
namespace {

constexpr size_t kArnSegments = 6;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

Symbol folded(Symbol symbol) { return symbol >= 'A' && symbol <= 'Z' ? static_cast<Symbol>(symbol + 32) : symbol; }

Symbol symbol_of(char c) { return static_cast<Symbol>(static_cast<unsigned char>(c)); }

// Greedy with one point of return: the last `*` passed. Linear in pattern × text at worst.
bool match(PatternView pattern, std::string_view text, bool ignore_case) {
  auto same = [&](Symbol a, char b) { return ignore_case ? folded(a) == folded(symbol_of(b)) : a == symbol_of(b); };
  size_t p = 0, t = 0, resume = 0;
  std::optional<size_t> star;
  while (t < text.size()) {
    bool more = p < pattern.size();
    if (more && pattern[p] == kAnyRun) {
      star = p++;
      resume = t;
    } else if (more && pattern[p] == kAnyOne) {
      ++p;
      for (++t; t < text.size() && is_continuation(text[t]);) ++t;
    } else if (more && same(pattern[p], text[t])) {
      ++p;
      ++t;
    } else if (star) {
      p = *star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

// The parts between the first five colons and the rest; none where there are fewer colons.
template <typename View>
std::optional<std::array<View, kArnSegments>> arn_segments(View whole) {
  std::array<View, kArnSegments> segments;
  size_t begin = 0, next = 0;
  for (size_t i = 0; i < whole.size() && next + 1 < kArnSegments; ++i) {
    if (whole[i] != ':') continue;
    segments[next++] = View(whole.data() + begin, i - begin);
    begin = i + 1;
  }
  if (next + 1 < kArnSegments) return std::nullopt;
  segments[next] = View(whole.data() + begin, whole.size() - begin);
  return segments;
}

template <typename View, typename Matches>
bool match_arn(View pattern, std::string_view arn, Matches matches_part) {
  const auto wanted = arn_segments(pattern);
  const auto found = arn_segments(arn);
  return wanted && found && std::equal(wanted->begin(), wanted->end(), found->begin(), matches_part);
}

}  // namespace

void append_literal(Pattern& pattern, std::string_view text) {
  for (char c : text) pattern.push_back(symbol_of(c));
}

Pattern make_pattern(std::string_view text, Wildcards wildcards) {
  Pattern pattern;
  pattern.reserve(text.size());
  for (char c : text) {
    bool wild = wildcards == Wildcards::On && (c == '*' || c == '?');
    pattern.push_back(!wild ? symbol_of(c) : c == '*' ? kAnyRun : kAnyOne);
  }
  return pattern;
}

bool matches(PatternView pattern, std::string_view text) { return match(pattern, text, false); }
bool matches_ignore_case(PatternView pattern, std::string_view text) { return match(pattern, text, true); }

bool matches_arn(PatternView pattern, std::string_view arn) { return match_arn(pattern, arn, matches); }
bool arn_like(std::string_view pattern, std::string_view arn) { return match_arn(pattern, arn, glob_match); }

}  // namespace berm::access
