#include "catalog/names.h"

#include <algorithm>

#include "base/text.h"

namespace berm::catalog {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

int compare_ignore_case(std::string_view a, std::string_view b) {
  size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    int difference = static_cast<unsigned char>(lower(a[i])) - static_cast<unsigned char>(lower(b[i]));
    if (difference != 0) return difference;
  }
  return a.size() < b.size() ? -1 : a.size() > b.size();
}

Placeholder split_placeholder(std::string_view name) {
  size_t begin = name.find("${");
  size_t end = begin == std::string_view::npos ? begin : name.find('}', begin);
  if (end == std::string_view::npos) return {name, {}, false};
  return {name.substr(0, begin), name.substr(end + 1), true};
}

bool key_fits(std::string_view catalogue_name, std::string_view key) {
  Placeholder parts = split_placeholder(catalogue_name);
  if (!parts.found) return equals_ignore_case(catalogue_name, key);
  return key.size() > parts.before.size() + parts.after.size() &&
         equals_ignore_case(key.substr(0, parts.before.size()), parts.before) &&
         equals_ignore_case(key.substr(key.size() - parts.after.size()), parts.after);
}

}  // namespace berm::catalog
