#include "catalog/arn.h"

#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/names.h"

namespace berm::catalog {
namespace {

constexpr size_t kSegments = 6;
constexpr size_t kStrictBonus = 1 << 16;  // more than any form has letters

using Segments = std::array<std::string_view, kSegments>;

// arn : partition : service : region : account : resource, the last one with whatever colons it has.
std::optional<Segments> split_arn(std::string_view arn) {
  Segments segments;
  for (size_t i = 0; i + 1 < kSegments; ++i) {
    size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    segments[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  segments.back() = arn;
  return segments;
}

// Every placeholder as `*`, runs of them as one.
std::string as_glob(std::string_view form) {
  std::string glob;
  while (true) {
    Placeholder parts = split_placeholder(form);
    glob += parts.before;
    if (!parts.found) return glob;
    if (!glob.ends_with('*')) glob += '*';
    form = parts.after;
  }
}

bool segment_fits(std::string_view form, std::string_view given) {
  return glob_match(as_glob(form), given) || glob_match(given, form);
}

// The pieces between `/` and `:`, and these separators in order.
struct Pieces {
  std::vector<std::string_view> pieces;
  std::string separators;
};

Pieces split_pieces(std::string_view text) {
  Pieces result;
  size_t begin = 0;
  for (size_t at; (at = text.find_first_of("/:", begin)) != std::string_view::npos; begin = at + 1) {
    result.pieces.push_back(text.substr(begin, at - begin));
    result.separators += text[at];
  }
  result.pieces.push_back(text.substr(begin));
  return result;
}

bool fits_strictly(std::string_view glob, std::string_view text) {
  Pieces wanted = split_pieces(glob), given = split_pieces(text);
  if (wanted.separators != given.separators) return false;
  for (size_t i = 0; i < wanted.pieces.size(); ++i) {
    if (!glob_match(wanted.pieces[i], given.pieces[i])) return false;
  }
  return true;
}

}  // namespace

std::optional<size_t> arn_fit(std::string_view form, std::string_view arn) {
  std::optional<Segments> wanted = split_arn(form), given = split_arn(arn);
  if (!wanted || !given || (*given)[0] != "arn") return std::nullopt;
  for (size_t i = 2; i + 1 < kSegments; ++i) {
    if (!segment_fits((*wanted)[i], (*given)[i])) return std::nullopt;
  }
  std::string glob = as_glob(wanted->back());
  if (!glob_match(glob, given->back())) return std::nullopt;
  return glob.size() + (fits_strictly(glob, given->back()) ? kStrictBonus : 0);
}

std::string arn_pattern(std::string_view arn_form, std::string_view partition) {
  constexpr std::string_view kPartition = "${Partition}";
  std::string form(arn_form);
  if (size_t at = form.find(kPartition); at != std::string::npos) form.replace(at, kPartition.size(), partition);
  return as_glob(form);
}

}  // namespace berm::catalog
