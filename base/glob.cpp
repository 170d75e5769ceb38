#include "base/glob.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/glob_walk.h"
#include "base/text.h"

namespace berm {
namespace {

// One row of reachability at a time: row[j] says that the rests of `a` from i and of `b` from j go together.
template <class Step>
bool walk(std::string_view a, std::string_view b, Step step) {
  std::vector<char> below(b.size() + 1), row(b.size() + 1);
  for (size_t i = a.size() + 1; i-- > 0;) {
    for (size_t j = b.size() + 1; j-- > 0;) {
      row[j] = step(i, j, row, below);
    }
    std::swap(row, below);
  }
  return below[0] != 0;
}

using Segments = std::array<std::string_view, 6>;

std::optional<Segments> segments(std::string_view pattern) {
  Segments result;
  for (size_t i = 0; i < 5; ++i) {
    const size_t colon = pattern.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    result[i] = pattern.substr(0, colon);
    pattern.remove_prefix(colon + 1);
  }
  result[5] = pattern;
  return result;
}

template <class Relation>
bool each_segment(std::string_view a, std::string_view b, Relation relation) {
  const auto left = segments(a), right = segments(b);
  if (!left || !right) return false;
  return std::equal(left->begin(), left->end(), right->begin(), relation);
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool glob_match_ignore_case(std::string_view pattern, std::string_view text) {
  return glob_walk(pattern, text, [](char wanted, char found) { return folded(wanted) == folded(found); });
}

bool globs_overlap(std::string_view a, std::string_view b) {
  if (!has_wildcard(a)) return glob_match(b, a);
  if (!has_wildcard(b)) return glob_match(a, b);
  return walk(a, b, [&](size_t i, size_t j, const std::vector<char>& row, const std::vector<char>& below) -> char {
    if (i == a.size() && j == b.size()) return 1;
    if (i < a.size() && a[i] == '*' && (below[j] || (j < b.size() && row[j + 1]))) return 1;
    if (j < b.size() && b[j] == '*' && (row[j + 1] || (i < a.size() && below[j]))) return 1;
    if (i == a.size() || j == b.size() || a[i] == '*' || b[j] == '*') return 0;
    return (a[i] == '?' || b[j] == '?' || a[i] == b[j]) && below[j + 1];
  });
}

bool glob_covers(std::string_view wide, std::string_view narrow) {
  if (!has_wildcard(narrow)) return glob_match(wide, narrow);
  if (!has_wildcard(wide)) return false;
  return walk(wide, narrow,
              [&](size_t i, size_t j, const std::vector<char>& row, const std::vector<char>& below) -> char {
                if (i == wide.size()) return j == narrow.size();
                if (wide[i] == '*') return below[j] || (j < narrow.size() && row[j + 1]);
                if (j == narrow.size() || narrow[j] == '*') return 0;
                return (wide[i] == '?' || wide[i] == narrow[j]) && below[j + 1];
              });
}

bool arns_overlap(std::string_view a, std::string_view b) {
  if (a == "*" || b == "*") return true;
  return each_segment(a, b, globs_overlap);
}

bool arn_covers(std::string_view wide, std::string_view narrow) {
  if (wide == "*" || wide == narrow) return true;
  return each_segment(wide, narrow, glob_covers);
}

bool is_whole_arn(std::string_view pattern) { return pattern == "*" || segments(pattern).has_value(); }

}  // namespace berm
