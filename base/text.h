// Helpers over text that the standard library lacks.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berm {

// The offset of the first byte that is not part of valid UTF-8; none where all is valid.
std::optional<size_t> find_invalid_utf8(std::string_view text);

size_t code_points(std::string_view utf8);

// How many bytes at the beginning are printable ASCII.
size_t plain_prefix(std::string_view text);

// Columns that the text takes on a terminal: code points, wide ones as two, combining ones as none.
size_t display_width(std::string_view utf8);

// Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours), ASCII case folded.
size_t edit_distance(std::string_view a, std::string_view b);

// Finds the nearest of many names, for "did you mean". Ties go to the first offered.
class NearestName {
 public:
  explicit NearestName(std::string_view wanted);
  void offer(std::string_view candidate);
  // None where nothing lies within a third of the wanted name's length (at least 1).
  std::optional<std::string> best() const;

 private:
  std::string wanted_;
  size_t limit_;
  std::optional<std::string> best_;
};

// Of an AWS account: twelve digits.
bool is_account_id(std::string_view text);

std::string to_lower(std::string_view ascii);
bool equals_ignore_case(std::string_view a, std::string_view b);

// `*` any run, `?` one byte (one code point where `text` is UTF-8). Linear in text × pattern at worst.
bool glob_match(std::string_view pattern, std::string_view text);

// Whether a pattern for `glob_match` matches more than itself.
bool has_wildcard(std::string_view pattern);

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace berm
