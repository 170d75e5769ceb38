#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/glob_walk.h"

namespace berm {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Length of the valid sequence at `at`, 0 where there is none (Unicode 15, table 3-7).
size_t sequence_length(std::string_view text, size_t at) {
  auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : 0; };
  auto in = [](uint8_t b, uint8_t low, uint8_t high) { return b >= low && b <= high; };
  uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (in(lead, 0xC2, 0xDF)) return in(byte(1), 0x80, 0xBF) ? 2 : 0;
  if (in(lead, 0xE0, 0xEF)) {
    uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;
    uint8_t high = lead == 0xED ? 0x9F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (in(lead, 0xF0, 0xF4)) {
    uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;
    return in(byte(1), low, high) && in(byte(2), 0x80, 0xBF) && in(byte(3), 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

uint32_t code_point(std::string_view text, size_t at, size_t length) {
  static constexpr uint8_t kMask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  uint32_t point = static_cast<uint8_t>(text[at]) & kMask[length];
  for (size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<uint8_t>(text[at + i]) & 0x3F);
  return point;
}

bool is_combining(uint32_t p) {
  return (p >= 0x300 && p <= 0x36F) || (p >= 0x200B && p <= 0x200F) || (p >= 0xFE00 && p <= 0xFE0F);
}

bool is_wide(uint32_t p) {
  return (p >= 0x1100 && p <= 0x115F) || (p >= 0x2E80 && p <= 0xA4CF) || (p >= 0xAC00 && p <= 0xD7A3) ||
         (p >= 0xF900 && p <= 0xFAFF) || (p >= 0xFE30 && p <= 0xFE6F) || (p >= 0xFF00 && p <= 0xFF60) ||
         (p >= 0x1F300 && p <= 0x1FAFF) || (p >= 0x20000 && p <= 0x3FFFD);
}

}  // namespace

namespace {

// Eight bytes at once.
bool are_ascii(std::string_view text, size_t at) {
  uint64_t bytes = 0;
  if (text.size() - at < sizeof bytes) return false;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  return (bytes & 0x8080808080808080) == 0;
}

}  // namespace

std::optional<size_t> find_invalid_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (are_ascii(text, at)) {
      at += sizeof(uint64_t);
      continue;
    }
    size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

size_t code_points(std::string_view utf8) {
  return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

size_t plain_prefix(std::string_view text) {
  auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
}

size_t display_width(std::string_view utf8) {
  size_t width = plain_prefix(utf8);
  utf8.remove_prefix(width);
  for (size_t at = 0; at < utf8.size();) {
    size_t length = sequence_length(utf8, at);
    if (length == 0) {
      ++at;
      ++width;
      continue;
    }
    uint32_t point = code_point(utf8, at, length);
    width += is_combining(point) ? 0 : is_wide(point) ? 2 : 1;
    at += length;
  }
  return width;
}

namespace {

// The distance, or anything from `limit` on where it is not less. Only what lies less than `limit` off the diagonal can
// be on the way to less. Both in lower case.
size_t distance_within(std::string_view a, std::string_view b, size_t limit) {
  std::vector<size_t> before(b.size() + 1, limit), above(b.size() + 1, limit), row(b.size() + 1, limit);
  for (size_t j = 0; j <= std::min(b.size(), limit); ++j) above[j] = j;
  size_t least_above = 0;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t first = i > limit ? i - limit : 1, last = std::min(b.size(), i + limit);
    std::ranges::fill(row, limit);
    row[0] = i;
    size_t least = i;
    for (size_t j = first; j <= last; ++j) {
      size_t replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // A swap leads past one row, not past two.
    if (least >= limit && least_above >= limit) return limit;
    least_above = least;
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

// Longer names are no slips of the hand, and comparing them takes the product of their lengths.
constexpr size_t kLongestName = 256;

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b) {
  return distance_within(to_lower(a), to_lower(b), std::max(a.size(), b.size()) + 1);
}

NearestName::NearestName(std::string_view wanted)
    : wanted_(to_lower(wanted)),
      limit_(wanted.size() > kLongestName ? 0 : std::max<size_t>(1, wanted.size() / 3) + 1) {}

void NearestName::offer(std::string_view candidate) {
  size_t longer = std::max(candidate.size(), wanted_.size());
  size_t shorter = std::min(candidate.size(), wanted_.size());
  if (longer - shorter >= limit_) return;
  size_t distance = distance_within(wanted_, to_lower(candidate), limit_);
  if (distance >= limit_) return;
  limit_ = distance;
  best_ = std::string(candidate);
}

std::optional<std::string> NearestName::best() const { return best_; }

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string to_lower(std::string_view ascii) {
  std::string out(ascii);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignore_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool glob_match(std::string_view pattern, std::string_view text) {
  return glob_walk(pattern, text, [](char wanted, char found) { return wanted == found; });
}

bool has_wildcard(std::string_view pattern) { return pattern.find_first_of("*?") != std::string_view::npos; }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

}  // namespace berm
