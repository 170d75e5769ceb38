#include "reference/glob.h"

#include <cstddef>
#include <vector>

namespace berm::reference {

// As text against pattern, where only `*` takes a `*`.
bool glob_covers(std::string_view outer, std::string_view inner) {
  constexpr size_t kNone = std::string_view::npos;
  size_t o = 0, i = 0, star = kNone, resume = 0;
  while (i < inner.size()) {
    if (o < outer.size() && outer[o] == '*') {
      star = o++;
      resume = i;
    } else if (o < outer.size() && inner[i] != '*' && (outer[o] == '?' || outer[o] == inner[i])) {
      ++o;
      ++i;
    } else if (star != kNone) {
      o = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (o < outer.size() && outer[o] == '*') ++o;
  return o == outer.size();
}

// Row by row over `a`: whether what is left of both can be the same text.
bool globs_overlap(std::string_view a, std::string_view b) {
  std::vector<bool> row(b.size() + 1), next(b.size() + 1);
  for (size_t i = a.size() + 1; i-- > 0;) {
    bool a_star = i < a.size() && a[i] == '*';
    for (size_t j = b.size() + 1; j-- > 0;) {
      bool b_star = j < b.size() && b[j] == '*';
      bool ended = i == a.size() && j == b.size();
      bool same = i < a.size() && j < b.size() && (a[i] == '?' || b[j] == '?' || a[i] == b[j]);
      bool skip = (a_star && (next[j] || (j < b.size() && row[j + 1]))) ||
                  (b_star && (row[j + 1] || (i < a.size() && next[j])));
      row[j] = ended || skip || (same && !a_star && !b_star && next[j + 1]);
    }
    std::swap(row, next);
  }
  return next[0];
}

}  // namespace berm::reference
